"""What pages repeat around their text: page numbers, running heads and feet, watermarks."""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.model import Omission, OmissionKind
from kb.read.layout.lines import Line

_DASH = r"[—–―\-－·•~～_\s]*"
_TOTAL = r"(?:\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?|\s*[,，、]?\s*共\s*\d{1,4}\s*页)?"
PAGE_NUMBER = re.compile(
    rf"{_DASH}(?:第\s*)?\d{{1,4}}(?:\s*页)?{_TOTAL}{_DASH}|{_DASH}[ivxlcIVXLC]{{1,6}}{_DASH}"
    r"|[—–一-]\s*\d{1,4}\s*[—–一-]"
    r"|第\s*[一二三四五六七八九十百零〇]{1,5}\s*页(?:[，,\s]*共\s*[一二三四五六七八九十百零〇]{1,5}\s*页)?"
)
"""1, - 1 -, — 1 —, 第1页, 第 1 页 共 10 页, 1/10, iv, 第一页; 一1一 is how recognition reads dashes."""
_BARE = re.compile(r"\s*(?:(\d{1,4})|[ivxlcIVXLC]{1,6})\s*")
"""A page number that could as well be a number of the text."""
_BESIDE = re.compile(
    rf"^(?:第\s*\d{{1,4}}\s*页{_TOTAL}|[—–-]?\s*\d{{1,4}}\s*[—–-]?(?=[\s|｜·]))"
    rf"|(?:第\s*\d{{1,4}}\s*页{_TOTAL}|(?<=[\s|｜·])[—–-]?\s*\d{{1,4}}\s*[—–-]?)$"
)
"""A page number in front of or behind the words of a running head."""
_NO_HEAD = re.compile(r"\W*(?:附\S?|表|图|专栏|第)?\W*")
"""What is left of a line without its number where it is no running head: 附件 1, 附件 2 … each above its page."""
_DEPTH = 3
"""So many lines at the head and at the foot of a page may be running ones."""
_OFTEN = 3
"""A line is a running one where so many pages, no further apart than left and right ones are, have it."""
_EDGE = 0.15
"""Share of a page's height within which a bare number is a page number though no other page says so."""

Pages = Sequence[tuple[int, float, Sequence[Line]]]
"""The number, the height and the lines of each page."""


def without_running(pages: Pages) -> tuple[list[list[Line]], list[Omission]]:
    """The lines of each page that are its own, and the others by kind."""
    ordered = [(number, height, sorted(lines, key=lambda line: line.middle)) for number, height, lines in pages]
    marks = _watermarks(ordered)
    ordered = [(n, height, [line for line in lines if _place(line) not in marks]) for n, height, lines in ordered]
    heads, steps = _heads(ordered), _steps(ordered)
    kept: list[list[Line]] = []
    omissions: list[Omission] = []
    for (number, height, lines), (_, _, every) in zip(ordered, pages, strict=True):
        gone = {id(line): OmissionKind.WATERMARK for line in every if _place(line) in marks}
        for zone in _zones(lines):
            for line in zone:
                kind = _kind(line, number, height, heads, steps)
                if kind is None:
                    break
                gone[id(line)] = kind
        omissions += [Omission(line.text, gone[id(line)]) for line in every if id(line) in gone]
        kept.append([line for line in every if id(line) not in gone])
    return kept, omissions


def _zones(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines at the head of a page and those at its foot, the outermost first."""
    yield lines[:_DEPTH]
    yield lines[::-1][:_DEPTH]


def _kind(line: Line, page: int, height: float, heads: set[str], steps: set[int]) -> OmissionKind | None:
    if PAGE_NUMBER.fullmatch(line.text):
        bare = _BARE.fullmatch(line.text)
        outside = not _EDGE * height < line.middle < (1 - _EDGE) * height
        if (
            not bare
            or (bare[1] and int(bare[1]) - page in steps)
            or (outside and (not bare[1] or int(bare[1]) == page))
        ):
            return OmissionKind.PAGE_NUMBER
    return OmissionKind.RUNNING_HEAD if _words(line) in heads else None


def _words(line: Line) -> str:
    return "".join(_BESIDE.sub("", line.text.strip()).split())


def _heads(pages: Pages) -> set[str]:
    """The words of lines that many pages have at their head or foot."""
    found: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, _, lines in pages:
        for line in (line for zone in _zones(lines) for line in zone):
            words = _words(line)
            if not _NO_HEAD.fullmatch(words):
                found[words].append((number, line))
    return {words for words, lines in found.items() if _is_often(_at_one_height(lines))}


def _at_one_height(lines: Sequence[tuple[int, Line]]) -> set[int]:
    """The pages of those lines that stand as high as most of them do."""
    usual = statistics.median(line.middle for _, line in lines)
    return {number for number, line in lines if abs(line.middle - usual) < 0.7 * line.size}


def _is_often(pages: set[int]) -> bool:
    """Whether pages lie close together, so that what they share goes with the pages and not with the text."""
    return len(pages) >= _OFTEN and max(pages) - min(pages) <= 2 * len(pages) - 2


def _steps(pages: Pages) -> set[int]:
    """By how much bare page numbers are ahead of the count of pages, as two pages or more agree."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for number, _, lines in pages:
        for line in (line for zone in _zones(lines) for line in zone):
            bare = _BARE.fullmatch(line.text)
            if bare and bare[1]:
                found[int(bare[1]) - number].add(number)
    return {step for step, on in found.items() if len(on) >= 2}


def _watermarks(pages: Pages) -> set[tuple[str, int, int]]:
    """The texts, with their places, that stand in large type behind the text of many pages."""
    sizes = [line.size for _, _, lines in pages for line in lines]
    large = 1.5 * statistics.median(sizes) if sizes else 0
    found: defaultdict[tuple[str, int, int], set[int]] = defaultdict(set)
    for number, _, lines in pages:
        for line in lines:
            if line.size > large:
                found[_place(line)].add(number)
    return {place for place, on in found.items() if _is_often(on) and 2 * len(on) >= len(pages)}


def _place(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.left / 3), round(line.top / 3)
