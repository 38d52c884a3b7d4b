"""What a single line looks like: a date, a body that issues documents, the title of a document.

The patterns only say what a line may be; whether it is that, its place among the other lines decides.
"""

import re
import unicodedata

from kb.model import Block, BlockKind
from kb.model.numerals import ANY

TITLE_LIMIT = 60
"""Longest title or line of a title, in characters."""
_SIGNER_LIMIT = 40
_HAN_DIGIT = "[〇○零一二三四五六七八九O]"
_DAY = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = rf"(?:[0-9]{{4}}|{_HAN_DIGIT}{{4}})年{_DAY}月{_DAY}日|(?:19|20)[0-9]{{2}}\.[0-9]{{1,2}}\.[0-9]{{1,2}}"
_DATE_END = re.compile(r"[日0-9０-９]\s*$")
_DATE_LIMIT = 80
"""Longest line that is looked at as a date, white space included."""
_DATE_LINE = re.compile(_DATE)
_SIGNED_DATE = re.compile(rf"(?P<body>.+?)(?:{_DATE})")
_BODIES = (
    "政府|人大|政协|常委会|党委|党组|纪委|办公厅|办公室|厅|局|委|会|部|院|署|司|公司|集团|银行|大学|学院|学校|中心|社|军委"
    "|组|处|所|站|馆|台|队|司令部|联合会|总工会|团委|科室|公安|税务|海关|组织|机关|基金|协调机构|领导小组"
)
_OFFICES = (
    "总理|主席|省长|市长|州长|盟长|县长|区长|旗长|镇长|乡长|部长|厅长|局长|署长|院长|检察长|行长|会长|理事长|董事长"
    "|司令员|委员长|主任|校长|社长"
)
_NO_BODY = re.compile(r"[。，；：,;:!?！？“”《》〈〉0-9]|^[由报请并及或按各与]")
_BODY = re.compile(rf".{{1,{_SIGNER_LIMIT}}}(?:{_BODIES})")
_OFFICER = re.compile(rf"[^。，；,;:!?“”《》0-9]{{0,16}}(?:{_OFFICES})[:]?[\u4e00-\u9fff·]{{2,12}}")
_ENTITY = re.compile(r"&[a-z]{1,6};")
"""What a damaged page left of a character."""
_SEAL = re.compile(r"\((?:盖?章|印章?|公章|代章)\)$")
_GENRE = re.compile(
    r"(?:办法|规定|细则|方案|规划|意见|计划|要点|条例|规则|章程|标准|制度|纲要|目录|清单|名单|名录|指南|规范|预案|措施|报告|请示|决定"
    r"|决议|通知|公告|公约|协定|议定书|解释|准则|指引|说明|总结|图|样本|样式|式样|表|书|函|机制|体系|任务|分工|要求|程序|流程|须知)"
    r"(?:\([^()]{1,20}\))*$"
)
_SPREAD = re.compile(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff](?!\S)){2,}")
_SENTENCE = re.compile(r"[。；！？;]|[，：,:]\s*$")
_REFERS = re.compile(rf"第{ANY}[编章节条款项]|依照|依据|根据|按照|违反|[前本上]款")
"""How a line begins that refers to an article; no title does."""
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]")


def bare(text: str) -> str:
    """A line without white space, its full-width signs made plain: 「附　件：１」 → 「附件:1」."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def flat(text: str) -> str:
    """A line with its full-width signs made plain and its white space made single: 「附　件 １」 → 「附 件 1」."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def unspaced(title: str) -> str:
    """A title without the spaces that only spread its characters: 「工 作 规 则」 → 「工作规则」."""
    return _SPREAD.sub(lambda match: "".join(match[0].split()), title)


def is_date(text: str) -> bool:
    """Whether a line is nothing but a day: 2021年6月1日, 二〇二一年六月一日."""
    return _may_end_in_a_date(text) and _DATE_LINE.fullmatch(bare(text)) is not None


def is_signed_date(text: str) -> bool:
    """Whether a line is a body and a day: 「宁波市人民政府  2021年6月1日」."""
    match = _SIGNED_DATE.fullmatch(bare(text)) if _may_end_in_a_date(text) else None
    return match is not None and is_signer(match["body"])


def _may_end_in_a_date(text: str) -> bool:
    """Whether a closer look is worth while."""
    return len(text) <= _DATE_LIMIT and _DATE_END.search(text) is not None


def is_signer(text: str) -> bool:
    """Whether a line may be a body that issues documents, or an officer with his name."""
    line = _SEAL.sub("", _ENTITY.sub("", bare(text))) if len(text) <= 3 * _SIGNER_LIMIT else ""
    if not 2 <= len(line) <= _SIGNER_LIMIT:
        return False
    if _OFFICER.fullmatch(line):
        return True
    return _BODY.fullmatch(line) is not None and _NO_BODY.search(line) is None


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or an enumeration does."""
    return text.rstrip().endswith(("。", "；", "！", "？", "：", "）", ")", "”", "》", ";", ":"))


def may_be_title(block: Block) -> bool:
    """Whether a block may be a title or a line of one: short, and no mark of a sentence in it."""
    text = block.text
    if block.kind is not BlockKind.TEXT or len(text) > 2 * TITLE_LIMIT or _SENTENCE.search(text) or _REFERS.match(text):
        return False
    return 2 <= len(bare(text)) <= TITLE_LIMIT and _WORDS.search(text) is not None and not is_date(text)


def names_a_genre(text: str) -> bool:
    """Whether a title ends in what it is: 办法, 规定, 方案, 一览表（试行）."""
    return _GENRE.search(bare(text)) is not None
