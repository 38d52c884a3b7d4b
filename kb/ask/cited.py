"""A question → the clauses, titles and 发文字号 that it cites, as the words of the question say them.

专利法第二十二条, 《中华人民共和国专利法》第22条第三款, 民法典1254条, 规划三（一）2, 第三章第二节, 专栏4, 表2,
附件1第三条, 甬政办发[2021]50号. Whether such a document is held is another matter: see `kb.ask.lookup`.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from kb.model.naming import clause_key
from kb.model.numerals import ANY, HAN

RANGE_LIMIT = 20
"""Most clauses that 第三条至第五条 can mean."""

Canonical = Callable[[str], str | None]
"""A 发文字号 in the spelling of its standard; None for what is none."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One clause, document or number that a question cites.

    `title` are the words in front of the clause, as they stand; `marked` says that they stood in 《》 and are all of
    the title; else it may begin with words of the sentence. `clause` is a key (see `clause_key`), empty where the
    document itself is meant; `number` is a 发文字号 in its standard spelling; `words` is what it was read from.
    """

    words: str
    title: str = ""
    clause: str = ""
    number: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations of a question; `only` says that it asks nothing beside what they say."""

    citations: tuple[Citation, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    citation: Citation


_GAP = r"[ 　]*"
_NUMBER = f"(?:{ANY})"
_STEP = rf"第{_GAP}{_NUMBER}{_GAP}(?:分编|编|章|节|条(?:之{HAN})?|款|项|目|行)"
_ITEM = rf"第?[(（]{_NUMBER}[)）]项?"
_LEGAL = rf"第{_GAP}{_NUMBER}{_GAP}(?:分编|编|章|节|条(?:之{HAN})?|部分)(?:的?{_GAP}(?:{_STEP}|{_ITEM}))*"
_ATTACHED = rf"附件{_GAP}{_NUMBER}(?:的?{_STEP}|{_ITEM})*"
_NUMBERED = rf"(?:专栏|附表|表){_GAP}(?:{HAN}|\d{{1,2}})(?:的?第{_NUMBER}[行项])?"
_COUNTED = r"(?![\d.．年月日个家项件万亿%％])"
"""What does not follow the number of a clause: 三（一）2025年, 表2个."""
_OUTLINE = rf"{HAN}[、.．]?{_GAP}[(（]{HAN}[)）](?:{_GAP}\d{{1,2}}[.．、]?{_COUNTED})?(?:[(（]\d{{1,2}}[)）])?"
_PLAIN = rf"\d{{1,4}}{_GAP}条(?:之{HAN})?(?:的?{_GAP}(?:{_STEP}|{_ITEM}))*"
_PART = rf"(?<=》){HAN}(?=[、.．]?(?:$|[\s，。；？?]|的|里|中|讲))"
"""《规划》三: a heading of the first level is cited behind a marked title only."""
_CLAUSE = re.compile(f"{_ATTACHED}|{_NUMBERED}|{_LEGAL}|(?P<plain>{_PLAIN})|{_OUTLINE}|{_PART}")
_OPEN, _CLOSE = "〔﹝［\\[（(【〖", "〕﹞］\\]）)】〗"
_DOCUMENT_NUMBER = re.compile(
    rf"[\u4e00-\u9fff]{{1,24}}{_GAP}[{_OPEN}]{_GAP}(?:19|20)\d\d{_GAP}[{_CLOSE}]{_GAP}[\u4e00-\u9fff]{{0,6}}?"
    rf"第?{_GAP}\d{{1,5}}{_GAP}号|[\u4e00-\u9fff]{{0,24}}(?:令|公告|通告){_GAP}"
    rf"(?:(?:19|20)\d\d年)?第{_GAP}(?:\d{{1,5}}|{HAN}){_GAP}号"
)
_MARKED = re.compile(r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》(?P<edition>[（(][^（）()]{2,12}[）)])?")
_MARKED_BEFORE = re.compile(_MARKED.pattern + r"(?:的|中的?|里的?|规定的?)?" + _GAP + "$")
_WORDS_BEFORE = re.compile(r"(?:[^\s，。；？！：,;?!:《》「」“”\0]|《[^《》]*》(?=[^《》]*$))*$")
_EDITION_BEFORE = re.compile(r"[（(][^（）()]{2,12}[）)]$")

_LEADS = (
    "请问|请|麻烦|帮我|帮忙|我想知道|我想|想知道|想问|问一下|查一下|查一查|查查|查看|查找|查询|打开|看看|看一下|翻到|显示|列出|告诉我|"
    "根据|依据|按照|依照|遵照|参照|比照|对照|违反|触犯|适用|符合|援引|引用|参见|详见|见|看|查|按|依|关于|对于|对|在|从|把|将|就|由|"
    "解释一下|解释|说明|什么是|我国|中国|国家|现行|最新|新的?|旧的?|原来的?|修订后的?|修改后的?|认为|以及|并且|和|与|及|或者|或|跟|的|说|问|、"
)
LEAD = re.compile(rf"(?:{_LEADS}|(?:19|20)\d\d年?(?:版|修[订正])?)$")
"""What the words in front of a title end with, where the title stands in a sentence: 公司违反｜劳动合同法."""
_BEGINNING = re.compile(f"^(?:{_LEADS})+")
_LEADING = re.compile(
    "^(?:请问|麻烦|帮我|帮忙|我想知道|我想|想知道|想问|问一下|查一下|查一查|查查|查看|查找|查询|打开|看看|看一下|翻到|告诉我|"
    "根据|依据|按照|依照|遵照|参照|违反|触犯|我国)+"
)
"""What no title begins with, unlike 就 (就业促进法), 对 (对外贸易法) and 关于."""
_OPENERS = re.compile("^(?:请问|请|麻烦|帮我|帮忙|我想|想|查一下|查看|查找|查询|打开|看看|看一下|看|查|翻到|显示)+")
_TRAILING = re.compile(r"(?:中|里|当中|里面|规定)?的?$")
_ASKS = re.compile(r"[\s，。？?！!]|什么|怎|如何|哪|是否|是不是|有没有|要不要|能不能|吗|多少|多久|几|谁|为何|合法$")
"""What no title holds."""
_THIS = re.compile(
    r"^(?:(?:本|该|这部|这个|这份|上述|前述)(?:法律?|条例|办法|规定|文件|规划|通知|意见|决定)?|文件|全文|正文|原文|文中|其中|里面)?$"
)
_GENRES = (
    "(?<![方说做看想书语手用写算玩疗无])法|法典|条例|办法|规定|细则|规则|解释|批复|规划|纲要|意见|通知|方案|决定|决议|章程|公约|计划|"
    "措施|准则|规范|标准|制度|修正案|公告|通告|命令|指南|指引|目录|政策|编"
)
_TITLE_END = re.compile(f"(?:{_GENRES})(?:[（(][^（）()]{{1,12}}[）)])?$")
_ENDS_A_CLAUSE = re.compile(
    r"\s*(?:$|[，。；、？！：,;?!:…）)」』”\"]|的|是|规定|里|中|内容|讲|写|说|有|怎|如何|什么|关于|指|原文|全文|条文|和|与|及|或|"
    r"跟|至|到|以及|对|应|适用|要求|包括|提到|列)"
)
_NOT_AFTER = re.compile(r"龙|街|路|线|课|车|手机|生产|建议|消息|目标|任务|工程|路径|[学车]?班(?!子)|[0-9]")
_JOINS = re.compile(r"[\s、和与及或跟,，]*(?:以及|或者)?[\s、]*")
_SPANS = re.compile(r"\s*(?:至|到|-|－|—|~|～)+\s*")
_FILLER = re.compile(
    rf"(?:{_LEADS}|具体|主要|完整|详细|原文|全文|条文|正文|内容|规定|写|讲|说|指|是|有|了|着|过|什么|啥|哪些|哪|怎么|怎样|如何|"
    r"样|个|些|吗|呢|啊|吧|呀|都|里|中|里面|面|一|下|我|想|要|看|到|知道|给|出|来|的|文件|这个|第|条|款|项|至|\W)*"
)
_ASKED_WHOLE = re.compile(
    r"(?:的?(?:具体|主要|完整)?(?:内容|原文|全文|正文|条文))?(?:(?:是|有|讲|写|说|规定)了?(?:些|的是)?)?(?:什么|啥|哪些)?"
    r"(?:内容)?[呢啊吗\s？?。！!]*$"
)


def read(text: str, short: Collection[str] = (), canonical: Canonical = lambda text: text) -> Cited:
    """What a question cites, in its order.

    Args:
        text: the question, in simplified characters.
        short: short titles that no rule gives (民诉法, 消保法): they are titles though they may end like none.
        canonical: gives a 发文字号 in its standard spelling.
    """
    found = [*_numbers(text, canonical)]
    found += _clauses(_masked(text, found), short)
    found += _documents(_masked(text, found))
    found.sort(key=lambda each: each.start)
    if not found:
        whole = _whole_title(text, short)
        return Cited((whole,), only=True) if whole else Cited()
    rest = _masked(text, found).replace("\0", "")
    return Cited(tuple(each.citation for each in found), _FILLER.fullmatch(rest) is not None)


def _masked(text: str, found: list[_Found]) -> str:
    """The text with what was found blanked out, every position kept."""
    for each in found:
        text = text[: each.start] + "\0" * (each.end - each.start) + text[each.end :]
    return text


def _numbers(text: str, canonical: Canonical) -> Iterator[_Found]:
    for match in _DOCUMENT_NUMBER.finditer(text):
        lead = _LEADING.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        if number := canonical(text[start : match.end()]):
            yield _Found(start, match.end(), Citation(text[start : match.end()], number=number))


def _clauses(text: str, short: Collection[str]) -> Iterator[_Found]:
    before: _Found | None = None
    for match in _CLAUSE.finditer(text):
        if _NOT_AFTER.match(text, match.end()):
            continue
        titled = _title_before(text, match.start(), short)
        between = text[before.end : match.start()] if before else ""
        if before and (_JOINS.fullmatch(between) or _SPANS.fullmatch(between)) and not match["plain"]:
            title, marked, start = before.citation.title, before.citation.marked, match.start()
        elif titled is None or (not titled[0] and (match["plain"] or not _ENDS_A_CLAUSE.match(text, match.end()))):
            continue
        else:
            title, marked, start = titled
        clause = clause_key(("第" if match["plain"] else "") + match[0].replace("的", ""))
        citation = Citation(text[start : match.end()], title, clause, marked=marked)
        if before and _SPANS.fullmatch(between):
            yield from _between(before, citation, match.start())
        before = _Found(start, match.end(), citation)
        yield before


def _between(first: _Found, last: Citation, position: int) -> Iterator[_Found]:
    """The clauses that 第三条至第五条 does not name."""
    ends = [re.fullmatch(r"(.*第)(\d+)(\D+)", clause) for clause in (first.citation.clause, last.clause)]
    if not (ends[0] and ends[1]) or (ends[0][1], ends[0][3]) != (ends[1][1], ends[1][3]):
        return
    for number in range(int(ends[0][2]) + 1, min(int(ends[1][2]), int(ends[0][2]) + RANGE_LIMIT)):
        yield _Found(position, position, replace(last, clause=f"{ends[0][1]}{number}{ends[0][3]}"))


def _title_before(text: str, end: int, short: Collection[str]) -> tuple[str, bool, int] | None:
    """The title that stands in front of a clause, whether it was marked, and where it begins; "" where none does.

    None where the words in front are no title, so that what follows is no clause: 手表2, 我家第三条.
    """
    if marked := _MARKED_BEFORE.search(text, 0, end):
        return marked["title"] + (marked["edition"] or ""), True, marked.start()
    clause, end = end, len(text[:end].rstrip())
    words = _WORDS_BEFORE.search(text, 0, end)
    run = words[0] if words else ""
    bare = _TRAILING.sub("", run)
    for before in dict.fromkeys((run, bare)):
        title = _LEADING.sub("", before)
        plain = _EDITION_BEFORE.sub("", title)
        this = _BEGINNING.sub("", plain)
        if _THIS.fullmatch(this):
            return "", False, end - len(run) + len(before) - len(this) if this else clause
        if _TITLE_END.search(title) or any(plain.endswith(each) for each in short):
            return title, False, end - len(run) + len(before) - len(title)
    return ("", False, clause) if clause > end or LEAD.search(bare) else None


def _documents(text: str) -> Iterator[_Found]:
    """The titles in 《》 that no clause follows."""
    for match in _MARKED.finditer(text):
        if match["title"].strip() and "\0" not in match[0]:
            title = match["title"] + (match["edition"] or "")
            yield _Found(match.start(), match.end(), Citation(match[0], title, marked=True))


def _whole_title(text: str, short: Collection[str]) -> Citation | None:
    """The title that a question consists of, with or without 打开 in front and 的内容是什么 behind."""
    for title in (_ASKED_WHOLE.sub("", _OPENERS.sub("", text.strip())), text.strip()):
        if title in short or (len(title) > 2 and _TITLE_END.search(title) and not _ASKS.search(title)):
            return Citation(title, title)
    return None
