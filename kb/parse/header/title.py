"""The title of a document, from the lines of its head.

Source: 《党政机关公文处理工作条例》 art. 9 (七): a title is made of the name of the issuing body, the matter and the
genre of the document (甲市人民政府关于印发…的通知), in one or several centred lines.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Block, Field, Source
from kb.model.dates import flat
from kb.parse.header.document_number import numbers_in
from kb.parse.header.genres import bare_title, genre_of
from kb.parse.header.head import LINE_LIMIT, HeadLine, Part, head_of, is_balanced, is_organ_line
from kb.parse.header.organs import organs_in
from kb.parse.header.regions import PROVINCES

FALLBACK_LIMIT = 60
"""Longest line that is taken for a title where no line ends as titles do, in characters."""
_MOST_LINES = 7
_LONGEST = 200
_NAMED_LATER_WITHIN = 60
_NOTICES = ("通知", "函", "公告", "决定", "命令", "批复", "意见", "通报", "规定", "报告", "通告")
_PRINTS = re.compile(r"印发|转发|批转")
_GENERIC = re.compile(
    r"(?:实施|管理|暂行|试行|工作|若干|专项|行动|补充|总体|发展|指导|的|“?十[一二三四五六]五”?)*[\u4e00-\u9fff]{2,3}"
)
_PLACE = re.compile(rf"{'|'.join(PROVINCES)}|中华人民共和国|[\u4e00-\u9fff]{{1,6}}?[市州县区]|国家|全国|中国")
_ORDER = re.compile(r"(?P<organ>[\u4e00-\u9fff、]{2,40})令")
_CJK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…]"
_SPACE_IN_CHINESE = re.compile(rf"(?<={_CJK})\s+|\s+(?={_CJK})")
_NUMBERED = re.compile(r"\d+(?:[.．]\d+)+")
_SITE_NAME = re.compile(r"[-_—|]+[^-_—|《》]{2,20}(?:网|网站|门户|政府|委员会|局|部|厅)$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title. `text` is how it is cited, `lines` are those it was read from, as printed."""

    text: str
    lines: tuple[str, ...]


def title_of(source: Source) -> str | None:
    """The title of a document: what the file states outside of its text, else what its head says.

    None where neither knows it (the text begins with a sentence or a number): then only the catalog or the file's
    name tells it.
    """
    stated = next((each.value for each in source.stated if each.field is Field.TITLE), None)
    if stated and stated.strip():
        return tidy([stated])
    read = read_title(source.blocks)
    return read.text if read else None


def read_title(blocks: Sequence[Block]) -> Title | None:
    """The title that the text of a document gives itself, and its lines; None where it gives none."""
    lines = head_of(blocks)
    if order := _order_in(lines):
        return _named_by_order(blocks, lines) or order
    candidates = _candidates(lines)
    if candidates:
        start, end = max(candidates, key=lambda span: (_weight(lines, *span), -span[0]))
        return _title([line.text for line in lines[start:end]])
    return _first_line(lines)


def tidy(lines: Sequence[str]) -> str:
    """The lines of a title in one, without the white space that only spreads or breaks them.

    Between the names of two bodies a space stays: 国家发展改革委 国家数据局关于….
    """
    text = " ".join(_gathered(line) for line in lines)
    words = text.split(" ")
    joined = words[0]
    for before, word in itertools.pairwise(words):
        apart = bool(organs_in(before)) and _begins_with_organ(word)
        joined += f" {word}" if apart or _is_latin(before, word) else word
    joined = _without_number(_SITE_NAME.sub("", joined) if genre_of(_SITE_NAME.sub("", joined)) else joined)
    return joined[1:-1] if re.fullmatch("《[^《》]+》", joined) else joined


def is_title(text: str) -> bool:
    """Whether a text is a whole title: it ends with a genre, its brackets are closed, what it prints is announced."""
    bare = bare_title(_without_number(flat(text)))
    genre = genre_of(bare)
    if genre is None or len(bare) < len(genre.name) + 2 or len(bare) > _LONGEST or not is_balanced(flat(text)):
        return False
    if bare.startswith(("的", "和", "及", "、", "与", "（", "本")) or "。" in bare:
        return False
    return not _PRINTS.search(bare) or bare.endswith(_NOTICES)


def order_of(lines: Sequence[HeadLine]) -> tuple[str, ...]:
    """The lines of an order's name and number (中华人民共和国国务院令, 第706号); none where the head is no order's."""
    for position, line in enumerate(lines):
        if line.part is Part.TITLE and _ORDER.fullmatch(flat(line.text)) and is_order_name(flat(line.text)):
            behind = lines[position + 1 : position + 2]
            return (line.text, *(each.text for each in behind if each.part is Part.SERIAL))
        if line.part is Part.NUMBER and re.search("令第?[^〔]*号", flat(line.text)):
            return (line.text,)
        if line.part in (Part.BODY, Part.ADDRESSEE):
            break
    return ()


def is_order_name(bare: str) -> bool:
    """Whether a line is the name of an order: that of a body and 令."""
    match = _ORDER.fullmatch(bare)
    return match is not None and all(organs_in(each) for each in match["organ"].split("、"))


def _order_in(lines: Sequence[HeadLine]) -> Title | None:
    printed = order_of(lines)
    return Title("".join(flat(each) for each in printed), printed) if printed else None


def _named_by_order(blocks: Sequence[Block], lines: Sequence[HeadLine]) -> Title | None:
    """The title of the text that an order publishes, where it stands in a line of its own behind the order."""
    announced = re.findall("《((?:[^《》]|《[^《》]*》)+)》", "".join(flat(line.text)[:LINE_LIMIT] for line in lines))
    behind = [block.text for block in blocks[len(lines) - 1 : len(lines) + _NAMED_LATER_WITHIN]]
    for start in range(len(behind)):
        for end in range(start + 1, min(start + 4, len(behind)) + 1):
            joined = flat("".join(behind[start:end])).strip("《》")
            if any(joined in (name, bare_title(name)) for name in announced):
                return _title(behind[start:end])
    return None


def _candidates(lines: Sequence[HeadLine]) -> list[tuple[int, int]]:
    """Where runs of lines stand that make a whole title, each as long as it can be."""
    found: list[tuple[int, int]] = []
    for end in range(len(lines), 0, -1):
        if lines[end - 1].part is not Part.TITLE or any(start < end <= stop for start, stop in found):
            continue
        start = _start_of(lines, end)
        if is_title("".join(line.text for line in lines[start:end])):
            found.append((start, _with_subtitle(lines, end)))
    texts = {span: flat("".join(line.text for line in lines[slice(*span)])) for span in found}
    return [
        span for span in found if not any(texts[span] != other and texts[span] in other for other in texts.values())
    ]


def _start_of(lines: Sequence[HeadLine], end: int) -> int:
    """Where the title begins whose last line stands before `end`.

    It begins with the nearest line that opens as titles do, with a body and 关于, or with 关于. Where none does, it
    goes up as long as the lines belong together.
    """
    top = end - 1
    while top > 0 and end - top < _MOST_LINES and lines[top - 1].part is Part.TITLE:
        top -= 1
    starts = [i for i in range(end - 1, top - 1, -1) if not any(_is_notice(line) for line in lines[i : end - 1])]
    joined = {i: flat("".join(line.text for line in lines[i:end])) for i in starts}
    opening = [i for i in starts if _opens(joined[i]) and is_title(joined[i])]
    opening = opening or [i for i in starts if joined[i].startswith("关于") and is_title(joined[i])]
    start = opening[0] if opening else end - 1
    while start > top and (is_organ_line(lines[start - 1].text) if opening else _continues(lines, start, end)):
        start -= 1
    return start


def _is_notice(line: HeadLine) -> bool:
    """Whether a line is a whole title that needs nothing behind it (关于…的通知)."""
    genre = genre_of(line.text) if is_title(line.text) else None
    return genre is not None and genre.notifies and "关于" in line.text


def _opens(bare: str) -> bool:
    """Whether a text begins as a full title does: with the names of bodies, and what they do."""
    match = re.match(r"[^《》“”]{2,80}?(?=关于|转发|批转|印发|对(?!外))", bare)
    return match is not None and bool(organs_in(match[0]))


def _continues(lines: Sequence[HeadLine], start: int, end: int) -> bool:
    """Whether the line above `start` belongs to the title whose lines end before `end`, where none has an opening."""
    above = lines[start - 1]
    before, rest = flat(above.text), flat("".join(line.text for line in lines[start:end]))
    if rest.startswith("的") or not is_balanced(rest):
        return True
    if is_organ_line(above.text):
        return rest in _NOTICES
    if is_title(before):
        return bool(_GENERIC.fullmatch(bare_title(rest)))
    if not is_title(rest) or _GENERIC.fullmatch(bare_title(rest)):
        return True
    return bool(_PLACE.match(before)) and not _PLACE.match(rest)


def _with_subtitle(lines: Sequence[HeadLine], end: int) -> int:
    """The end of a title with the bracketed lines below it: （试行）, （征求意见稿）, （2021—2025年）."""
    while end < len(lines) and lines[end].part is Part.TITLE and _is_subtitle(flat(lines[end].text)):
        end += 1
    return end


def _is_subtitle(bare: str) -> bool:
    return bool(re.fullmatch(r"[（(〔][^（()）]{1,20}[)）〕]", bare)) and not numbers_in(bare)


def _weight(lines: Sequence[HeadLine], start: int, end: int) -> float:
    """How much speaks for a title: what stands around it, the file's markup, and how titles begin."""
    above = next((each.part for each in reversed(lines[:start]) if each.part not in (Part.MARK, Part.LABEL)), None)
    below = next((each.part for each in lines[end:] if each.part not in (Part.MARK, Part.LABEL)), None)
    text = "".join(line.text for line in lines[start:end])
    weights = {Part.NUMBER: 3.0, Part.SERIAL: 3.0, Part.NOTE: 3.0, Part.ADDRESSEE: 2.0, Part.BODY: 2.0, Part.DATE: 1.0}
    weight = weights.get(below, 0.0) if below else 0.0
    weight += 3.0 if above is Part.NUMBER else 0.0
    weight += 5.0 if any(line.level == 1 for line in lines[start:end]) else 0.0
    return weight + (0.5 if "关于" in text else 0.0) + (1.0 if _begins_with_organ(flat(text)) else 0.0)


def _first_line(lines: Sequence[HeadLine]) -> Title | None:
    """A line that is marked as the highest heading, or a short first line, where none ends as titles do."""
    marked = next((line for line in lines if line.level == 1 and line.part is Part.TITLE), None)
    if marked:
        return _title([marked.text])
    first = next((line for line in lines if line.part is not Part.MARK), None)
    if first is None or first.part is not Part.TITLE or is_organ_line(first.text):
        return None
    bare = flat(first.text)
    return _title([first.text]) if 4 <= len(bare) <= FALLBACK_LIMIT and not _NUMBERED.match(bare) else None


def _title(lines: Sequence[str]) -> Title:
    return Title(tidy(lines), tuple(lines))


def _gathered(line: str) -> str:
    """A line with its white space made single; none is left in one whose characters stand apart (几 个 问 题)."""
    words = line.split()
    single = sum(len(word) == 1 for word in words)
    return "".join(words) if len(words) > 2 and single * 2 > len(words) else " ".join(words)


def _begins_with_organ(text: str) -> bool:
    match = re.match(r"[^《》“”]{2,60}?(?=关于|转发|批转|印发|对|令|公告|$)", text)
    return bool(match and organs_in(match[0]))


def _is_latin(before: str, word: str) -> bool:
    return bool(re.search("[A-Za-z0-9]$", before) and re.match("[A-Za-z]", word))


def _without_number(title: str) -> str:
    """A title without the document number that stands in brackets behind it."""
    match = re.search(r"[（(]([^（()）]*[〔\[][^（()）]*号)[)）]$", title)
    return title[: match.start()] if match and numbers_in(match[1]) else title
