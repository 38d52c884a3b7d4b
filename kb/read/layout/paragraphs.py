"""LINES → PARAGRAPHS: what the places of lines on a page say about where a paragraph begins and ends.

The signs are those of 《党政机关公文格式》 (GB/T 9704—2012): a paragraph begins with an indent of two characters and
its last line ends before the margin (7.3.3), the title stands in the middle in lines of one size (7.3.1), the
signature and the date stand on the right (7.3.5), the imprint at the foot of the last page (7.4).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.model import Block
from kb.read.layout.columns import Column
from kb.read.layout.lines import Line, ems

_OTHER_SIZE = 0.1
"""Two lines whose type sizes differ by more than this share are not of one paragraph."""
_BIG = 1.15
"""A type that is larger than the body's by this factor is that of a title."""
_SENTENCE_END = re.compile(r"[。；：！？;:!?][”’」』）)]*\Z")
_UNFINISHED = ("，", "、", "《", "（", "“")
"""How no paragraph ends."""
NUMBERED = re.compile(
    r"第[一二三四五六七八九十百千零〇两0-9]{1,9}[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[0-9]{1,2}[.．、](?![0-9])|[①-⑳]|专栏|附件|目\s*录\Z"
)
"""How a line begins that opens a part of a document."""
_LEADER = re.compile(r"(?:…|[.．·‥\-—_]\s?[.．·‥\-—_]\s?[.．·‥\-—_])\s*[（(]?[0-9ivxIVX]{1,5}[）)]?\Z")
"""How an entry of a 目录 ends: leader dots and a page number."""
_CORE = "(?:[!-'*-Z^-~]+|.)"
_UNIT = re.compile(rf"[（《〔【「『\[(]*(?:[“‘]*{_CORE}?[“”‘’]+)*{_CORE}[，。；：、！？）》”’〕】」』\])]*")
"""What cannot be parted at the end of a line: a Chinese character or a Latin word, with the marks that stick to it.

Quotation marks stick to both sides (Unicode Standard Annex #14, class QU), for their two uses have one code.
"""
_ISSUER = re.compile(r"(?:政府|委员会|委|办公厅|办公室|厅|局|部|署|院|法院|检察院|总队|行|会|公司|文件)\Z")
"""How the lines of a joint 发文机关标志 end; a title ends in its 文种."""
_SPARE, _RAGGED = 0.5, 3.0
"""How many ems a full line may fall short of what would have fitted: usually, and where only the indent is missing."""
_PADDING = 6.0
"""White between a cell's rule and its text, in points: 5.4 in Word, 6 in ReportLab, less elsewhere."""
_DATE = re.compile(r"[\d〇零一二三四五六七八九十]{2,4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月.{0,5}\Z")
"""A date that stands alone, as on a cover."""
_OPEN, _CLOSE = "（〔《“([", "）〕》”)]"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the type size of its body, and whether its paragraphs begin with an indent."""

    size: float
    indented: bool


def setting_of(lines: Sequence[tuple[Line, Column]], size: float) -> Setting:
    """How a document is set whose body has the type size `size`."""
    body = [(line, column) for line, column in lines if _same_size(line.size, size)]
    indented = sum(_is_indented(line, column) for line, column in body)
    flush = sum(abs(line.left - column.left) < 0.8 * line.size for line, column in body)
    return Setting(size, indented >= 3 and indented >= 0.08 * (indented + flush))


def paragraphs(lines: Iterable[tuple[Line, Column]], setting: Setting, box: int | None = None) -> Iterator[Block]:
    """The paragraphs that lines make, each with the page that it begins on.

    Args:
        lines: in reading order, each with the margins of its column.
        setting: how the document is set.
        box: the number of the frame that all the lines stand in.
    """
    gathered: list[tuple[Line, Column]] = []
    for line, column in lines:
        if gathered and not _goes_on(gathered, line, column, setting):
            yield _block(gathered, box)
            gathered = []
        gathered.append((line, column))
    if gathered:
        yield _block(gathered, box)


def _block(lines: Sequence[tuple[Line, Column]], box: int | None) -> Block:
    return Block(_unbroken([line.text for line, _ in lines]), box=box, page=lines[0][0].page)


def _unbroken(lines: Iterable[str]) -> str:
    """The text of lines that follow on each other; between Latin words stood a space."""
    text = ""
    for line in lines:
        text += (" " if re.search(r"[A-Za-z,.;)]\Z", text) and re.match("[A-Za-z(]", line) else "") + line
    return text


def unwrapped(lines: Sequence[Line], left: float, right: float) -> list[str]:
    """The paragraphs of a table's cell. Its lines may stand in the middle: only their length says where one ends.

    Args:
        lines: from top to bottom.
        left: where the cell begins.
        right: where it ends.
    """
    padding = min([_PADDING, *(line.left - left for line in lines)])
    width = right - left - 2 * padding
    texts: list[str] = []
    for before, line in zip((None, *lines), lines, strict=False):
        unit = _UNIT.match(line.text)
        wanted = min(ems(unit[0]) if unit else 1.0, 12) * line.size
        if before is not None and before.width + wanted > width + 0.2 * line.size:
            texts[-1] = _unbroken([texts[-1], line.text])
        else:
            texts.append(line.text)
    return texts


def _goes_on(gathered: Sequence[tuple[Line, Column]], line: Line, column: Column, setting: Setting) -> bool:
    """Whether a line belongs to the paragraph that `gathered` begins."""
    before, margins = gathered[-1]
    if not _same_size(before.size, line.size) or _LEADER.search(before.text) or _is_far(before, line):
        return False
    opened = _is_open("".join(each.text for each, _ in gathered))
    numbered = NUMBERED.match(line.text) is not None
    if opened and _is_below(before, line):
        return not numbered
    if _is_centred(before, margins) and _is_centred(line, column):
        return opened or _is_title(gathered, line, setting)
    if _stands_right(line, column) or (_stands_right(before, margins) and len(gathered) == 1):
        return opened and line.left >= before.left - line.size and not numbered
    if before.text.endswith(_UNFINISHED):
        return not numbered or (_is_full(before, margins, line) and not _is_indented(line, column))
    flush = setting.indented and not _is_indented(line, column) and not numbered
    ragged = flush and not _SENTENCE_END.search(before.text)
    full = _is_full(before, margins, line, spare=_RAGGED if ragged else _SPARE)
    return full and _goes_on_full(gathered, line, column, setting)


def _goes_on_full(gathered: Sequence[tuple[Line, Column]], line: Line, column: Column, setting: Setting) -> bool:
    """Whether a line goes on behind one that had no room for more."""
    before, _ = gathered[-1]
    numbered = NUMBERED.match(line.text) is not None
    ended = _SENTENCE_END.search(before.text) is not None
    if _is_indented(line, column):
        return not ended and not numbered and _goes_on_indented(gathered, line)
    if setting.indented:
        return not (ended and numbered and not _is_indented(*gathered[0]))
    return not ended and not numbered


def _goes_on_indented(gathered: Sequence[tuple[Line, Column]], line: Line) -> bool:
    """Whether an indented line behind a full one goes on: so it does where all lines of a paragraph are indented."""
    before, margins = gathered[-1]
    hanging = line.left > gathered[0][0].left + 2.6 * line.size
    alike = abs(line.left - before.left) < 0.5 * line.size
    deeper = before.left > margins.left + 2.6 * line.size
    return hanging or (alike and (len(gathered) > 1 or deeper))


def _is_title(gathered: Sequence[tuple[Line, Column]], line: Line, setting: Setting) -> bool:
    """Whether a centred line goes on with the title above it: in large type, and no line that stands for itself."""
    before = gathered[-1][0]
    if line.size < _BIG * setting.size or before.page != line.page or line.top - before.bottom > 1.2 * line.size:
        return False
    if any(pattern.match(line.text) or pattern.fullmatch(before.text) for pattern in (NUMBERED, _DATE)):
        return False
    return not (_ISSUER.search(line.text) and all(_ISSUER.search(each.text) for each, _ in gathered))


def _same_size(one: float, other: float) -> bool:
    return abs(one - other) <= _OTHER_SIZE * max(one, other)


def _is_far(before: Line, line: Line) -> bool:
    """Whether the white between two lines of a page is wider than between the lines of a paragraph."""
    return before.page == line.page and line.top > before.top and line.top - before.bottom > 1.8 * line.size


def _is_open(text: str) -> bool:
    """Whether a bracket was opened and not closed."""
    return any(text.count(a) > text.count(b) for a, b in zip(_OPEN, _CLOSE, strict=True))


def _is_centred(line: Line, column: Column) -> bool:
    white = line.left - column.left
    return white > 1.5 * line.size and abs((line.left + line.right) / 2 - column.centre) < max(
        0.8 * line.size, 0.02 * column.width
    )


def _is_below(before: Line, line: Line) -> bool:
    """Whether two lines have one middle, as those of a centred paragraph have."""
    return abs(before.left + before.right - line.left - line.right) < 2 * line.size and before.page == line.page


def _stands_right(line: Line, column: Column) -> bool:
    return line.left > column.left + max(0.4 * column.width, 5 * line.size)


def _is_indented(line: Line, column: Column) -> bool:
    return line.left > column.left + 1.2 * line.size


def _is_full(before: Line, margins: Column, line: Line, spare: float = _SPARE) -> bool:
    """Whether a line leaves no room for what the next one begins with, so that it had to end."""
    unit = _UNIT.match(line.text)
    wanted = ems(unit[0]) if unit else 1.0
    return margins.right - before.right < (min(wanted, 12) + spare) * before.size
