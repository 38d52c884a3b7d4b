"""The head of a document: what each of its first lines is, up to the first line of the body.

Source: 《党政机关公文格式》(GB/T 9704—2012) 7.2 and 7.3: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人, then
标题 and 主送机关. On web pages the number stands below the title; a law has its 题注 there.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Block, BlockKind, Field
from kb.model.dates import DATE, date_of, flat
from kb.parse.header.document_number import numbers_in, serial_in
from kb.parse.header.enactment import is_note
from kb.parse.header.organs import organs_in
from kb.parse.numbering import number_of

HEAD_LIMIT = 80
"""Most lines that stand above a body, the menus of a saved page included."""
NOTE_LIMIT = 3000
"""Longest paragraph that can be a note below a title, in characters: laws name each of their amendments there."""
LINE_LIMIT = 100
"""Longest line of a title, in characters."""


class Part(StrEnum):
    """What a line of the head is."""

    TITLE = "标题或其一部分"
    RED_HEAD = "发文机关标志"
    NUMBER = "发文字号"
    SERIAL = "令号"
    NOTE = "题注"
    DATE = "日期"
    LABEL = "信息栏"
    MARK = "版头标记或网页栏目"
    ADDRESSEE = "主送机关"
    BODY = "正文"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the head. `level` is what the file's own markup says of it (1 is the highest)."""

    text: str
    part: Part
    level: int | None = None


LABELS: dict[str, Field] = {
    "索引号": Field.INDEX_NUMBER,
    "发文机关": Field.ISSUERS,
    "发布机构": Field.ISSUERS,
    "发文机构": Field.ISSUERS,
    "制定机关": Field.ISSUERS,
    "发文字号": Field.DOCUMENT_NUMBER,
    "发文文号": Field.DOCUMENT_NUMBER,
    "文号": Field.DOCUMENT_NUMBER,
    "成文日期": Field.WRITTEN_ON,
    "发文日期": Field.WRITTEN_ON,
    "发布日期": Field.PUBLISHED_ON,
    "公布日期": Field.PUBLISHED_ON,
    "施行日期": Field.EFFECTIVE_ON,
    "实施日期": Field.EFFECTIVE_ON,
    "生效日期": Field.EFFECTIVE_ON,
    "失效日期": Field.EXPIRES_ON,
    "废止日期": Field.EXPIRES_ON,
    "有效期": Field.VALID_FOR,
    "时效性": Field.VALIDITY,
    "有效性": Field.VALIDITY,
    "主题分类": Field.TOPICS,
}
"""What stands before the colon of an information block that was saved as plain lines."""
_LABEL = re.compile(rf"({'|'.join(LABELS)})[:：](.+)")
_MARKS = re.compile(
    r"\d{6}|(?:绝密|机密|秘密|内部|特急|加急|急件|平急)(?:★.*|[\d一二三四五六七八九十]+年)?|签发人[:：].*|会签人[:：].*|份号.*"
    r"|(?:来源|作者|编辑|责编|浏览次数|字号|信息来源|发布时间|时间|主题词|主题分类|体裁分类|组配分类)[:：].*|[（(]此件.*[)）]|打印|关闭"
    r"|大|中|小|首页|返回|分享|下载|收藏|政务公开|政策|政策文件|通知公告|公示公告|政策法规|法律法规|规范性文件|当前位置.*|您的位置.*|您现在的位置.*"
    r"|附件[\d一二三四五六七八九十]*[:：.]?.*|.*[>＞»|].*|[\W\d_]+|[ivxlcIVXLC]+|(?:.*网)?网站(?:首页|地图|导航)"
)
_RED_HEAD = re.compile(r"[\u4e00-\u9fff（）()、]{2,60}文件|文件")
_LEGAL = re.compile(r"第[一二三四五六七八九十百〇零\d]+(?:编|分编|章|节|条)")
_BEGINS_WITH_DATE = re.compile(rf"[（(]?(?:{DATE}|\d{{4}}[-/]\d\d?[-/]\d\d?)")
_SAID_BESIDE_A_DATE = 25
_CLOSED = ("（", "）"), ("(", ")"), ("《", "》"), ("〈", "〉")


def head_of(blocks: Sequence[Block]) -> list[HeadLine]:
    """The lines of the head in order; the last of them is the first line of the body, if there is a body."""
    lines: list[HeadLine] = []
    for block in blocks[:HEAD_LIMIT]:
        if block.kind is BlockKind.TABLE:
            lines.append(HeadLine(block.text, Part.MARK))
            continue
        part = Part.NOTE if _note_goes_on(lines, block.text) else part_of(block.text, block.level)
        lines.append(HeadLine(block.text, part, block.level))
        if part is Part.BODY:
            break
    return lines


def part_of(text: str, level: int | None = None) -> Part:
    """What a line is, by its own words: the first row of the table that fits."""
    if len(text) > NOTE_LIMIT:
        return Part.BODY
    bare = flat(text)
    fits: dict[Part, Callable[[], bool]] = {
        Part.NUMBER: lambda: bool(numbers_in(text)),
        Part.SERIAL: lambda: serial_in(bare) is not None,
        Part.LABEL: lambda: _LABEL.fullmatch(bare) is not None,
        Part.DATE: lambda: date_of(bare.strip("（()）")) is not None,
        Part.NOTE: lambda: is_note(bare),
        Part.MARK: lambda: _MARKS.fullmatch(bare) is not None,
        Part.RED_HEAD: lambda: _RED_HEAD.fullmatch(bare) is not None and not re.search("关于|印发|的", bare),
        Part.BODY: lambda: bare in ("目录", "目次") or _opens_the_body(text.strip(), bare, level),
        Part.ADDRESSEE: lambda: bare.endswith(("：", ":")),
    }
    part = next((part for part, fit in fits.items() if fit()), Part.TITLE)
    return Part.DATE if part in (Part.MARK, Part.TITLE) and _dated(bare) else part if bare else Part.MARK


def labels_of(lines: Sequence[HeadLine]) -> list[tuple[Field, str, str]]:
    """The fields that labelled lines of the head state: field, value, and the line itself."""
    found = []
    for line in lines:
        match = _LABEL.fullmatch(flat(line.text)) if line.part is Part.LABEL else None
        if match:
            found.append((LABELS[match[1]], re.split("[:：]", line.text, maxsplit=1)[1].strip(), line.text))
    return found


def is_organ_line(text: str) -> bool:
    """Whether a line consists of the names of bodies."""
    return bool(organs_in(text))


def is_balanced(text: str) -> bool:
    """Whether every bracket and quotation mark of a text is closed in it."""
    pairs = (*_CLOSED, ("“", "”"))
    return all(text.count(opening) == text.count(closing) for opening, closing in pairs)


def _dated(bare: str) -> bool:
    """Whether a line is a date and little beside it: 2025/01/20 价格司."""
    return len(bare) < _SAID_BESIDE_A_DATE and _BEGINS_WITH_DATE.match(bare) is not None


def _opens_the_body(line: str, bare: str, level: int | None) -> bool:
    return bool(number_of(line) or _LEGAL.match(bare)) or _is_sentence(bare, level)


def _is_sentence(bare: str, level: int | None) -> bool:
    limit = LINE_LIMIT if level is None else 2 * LINE_LIMIT
    return "。" in bare or bare.endswith(("；", ";", "，", "！")) or len(bare) > limit


def _note_goes_on(lines: Sequence[HeadLine], text: str) -> bool:
    """Whether a line continues the note above: a bracket of it is still open, or the line ends with what was done."""
    if not lines or lines[-1].part is not Part.NOTE or number_of(text.strip()) or len(text) > 2 * LINE_LIMIT:
        return False
    note: list[str] = []
    for line in reversed(lines):
        if line.part is not Part.NOTE:
            break
        note.insert(0, flat(line.text))
    opened = "".join(note)
    still_open = any(opened.count(left) > opened.count(right) for left, right in _CLOSED)
    return still_open or bool(re.search(r"(?:修正|修订|通过|批准|公布|施行)[)）]?$", flat(text)) and "。" not in text)
