"""A PDF's pages by pdfplumber: the characters with their places, and the grids that drawn rules make.

Lengths are points from the page's top left corner.
"""

import io
import itertools
import logging
import statistics
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kb.read.lines import Glyph, printed_form, rows_of

_THIN = 3.0
"""A filled rectangle that is thinner than this is drawn for a rule, in points."""
_SHORTEST = 8.0
"""A rule shorter than this frames no text, in points."""
_MOST_RULES = 4000
"""A page with more rules than this holds a drawing and is not searched for tables, which would take minutes."""
_BORDER = 0.75
"""A lone frame that covers more than this share of its page is the page's border."""
_CUT = 0.1
"""Share of the rows of a table through whose words a rule may run; type that is set too wide does so."""
_FOOT, _HEAD = 0.6, 0.35
"""Shares of a page's height: a frame that goes on overleaf ends below the one, its rest begins above the other."""
_SNAP = 3.0
"""Rules that are no further apart than this are one rule drawn twice, in points."""

FAILURES = (
    PSException, PdfminerException, MalformedPDFException, struct.error, zlib.error, EOFError, ArithmeticError,
    AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What pdfminer and pdfplumber let out of a damaged page, found by changing bytes at random."""

for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell that rules enclose."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        return self.left <= (glyph.left + glyph.right) / 2 <= self.right and self.top <= glyph.middle <= self.bottom

    @property
    def area(self) -> float:
        """How large it is."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is drawn.

    `slanted` are the words that stand across the page, `hidden` those that stand far outside of it (what a printed web
    page is too narrow for stands just outside, and is text); `grids` the tables and
    frames, each as its cells. `pictured` is the share of the page that pictures cover, `drawn` how many paths it has.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    slanted: str = ""
    hidden: str = ""
    grids: tuple[tuple[Box, ...], ...] = ()
    pictured: float = 0.0
    drawn: int = 0


def sheets(content: bytes, sound: Iterable[bool]) -> Iterator[Sheet | None]:
    """The pages of a PDF in order; None for one that cannot be taken apart, and none behind a broken tree of pages.

    Args:
        content: the file, known to open without a password.
        sound: for each page whether it may be looked at.
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            for page, may in zip(document.pages, sound, strict=False):
                yield _sheet_or_none(page) if may else None
                page.close()
    except FAILURES:
        return


def _sheet_or_none(page: PlumberPage) -> Sheet | None:
    try:
        return _sheet(page)
    except FAILURES:
        return None


def _sheet(page: PlumberPage) -> Sheet:
    glyphs: list[Glyph] = []
    slanted: list[str] = []
    hidden: list[str] = []
    left, top = page.bbox[0], page.bbox[1]
    width, height = float(page.width), float(page.height)
    for char in page.chars:
        text = printed_form(char["text"])
        if not text or char["size"] <= 0:
            continue
        glyph = Glyph(text, char["x0"] - left, char["x1"] - left, char["top"] - top, char["bottom"] - top, _size(char))
        if not (-width / 2 <= glyph.left <= 1.5 * width and -1 <= glyph.middle <= height + 1):
            hidden.append(text)
        elif min(abs(char["matrix"][0]), abs(char["matrix"][1])) > 0.1 * max(map(abs, char["matrix"][:2])):
            slanted.append(text)
        else:
            glyphs.append(glyph)
    glyphs = _without_doubles(glyphs)
    return Sheet(
        page.page_number,
        width,
        height,
        tuple(glyphs),
        "".join(slanted),
        "".join(hidden),
        _grids(page, glyphs),
        min(sum(_area(image, width, height) for image in page.images) / (width * height or 1), 1.0),
        len(page.curves) + len(page.rects) + len(page.lines),
    )


def _size(char: dict[str, Any]) -> float:
    """The type size of a character, 1 em; a turned one is as wide as it is high."""
    size: float = float(char["size"]) if char["upright"] else float(char["x1"]) - float(char["x0"])
    return size or 1.0


def _area(image: dict[str, Any], width: float, height: float) -> float:
    across = min(image["x1"], width) - max(image["x0"], 0)
    down = min(image["bottom"], height) - max(image["top"], 0)
    return float(max(across, 0) * max(down, 0))


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without those that are drawn again a hair beside themselves, which makes type look bold."""
    places: dict[tuple[str, int, int], Glyph] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        step = max(glyph.size / 5, 0.5)
        x, y = round(glyph.left / step), round(glyph.top / step)
        near = (places.get((glyph.text, x + i, y + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if glyph.text.strip() and any(
            other and abs(other.left - glyph.left) < step and abs(other.top - glyph.top) < step for other in near
        ):
            continue
        places[glyph.text, x, y] = glyph
        kept.append(glyph)
    return kept


def _grids(page: PlumberPage, glyphs: Sequence[Glyph]) -> tuple[tuple[Box, ...], ...]:
    rules = list(_rules(page)) if glyphs else []
    across = [rule for rule in rules if rule["x1"] - rule["x0"] >= _SHORTEST]
    down = [rule for rule in rules if rule["bottom"] - rule["top"] >= _SHORTEST]
    if len(rules) > _MOST_RULES or not down or len(across) + len(down) < 3:
        return ()
    rules += _open_sides(across, down)
    rules += _open_ends(across, down, float(page.height))
    found = page.debug_tablefinder(
        {
            "vertical_strategy": "explicit",
            "horizontal_strategy": "explicit",
            "explicit_vertical_lines": [rule for rule in rules if rule["orientation"] == "v"],
            "explicit_horizontal_lines": [rule for rule in rules if rule["orientation"] == "h"],
        }
    )
    em = statistics.median(glyph.size for glyph in glyphs)
    tables = [table.cells for table in found.tables]
    in_tables = {cell for cells in tables for cell in cells}
    alone = [[cell] for cell in found.cells if cell not in in_tables]
    left, top = page.bbox[0], page.bbox[1]
    grids = [[Box(c[0] - left, c[1] - top, c[2] - left, c[3] - top) for c in cells] for cells in (*tables, *alone)]
    return tuple(tuple(grid) for grid in grids if _is_grid(grid, em, page.width * page.height, glyphs))


def _is_grid(grid: Sequence[Box], em: float, page: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether cells hold text: no border of the page, no box to tick, no drawing."""
    if len(grid) == 1:
        box = grid[0]
        if box.area > _BORDER * page or box.right - box.left < 6 * em or box.bottom - box.top < 1.2 * em:
            return False
    return _holds_words(grid, glyphs)


def _holds_words(grid: Sequence[Box], glyphs: Sequence[Glyph]) -> bool:
    """Whether there are words in cells and, as good as always, whole ones: the rules of a drawing run through words."""
    left, right = min(box.left for box in grid), max(box.right for box in grid)
    top, bottom = min(box.top for box in grid), max(box.bottom for box in grid)
    whole = Box(left - _SNAP, top - _SNAP, right + _SNAP, bottom + _SNAP)
    cells = {id(glyph): next((box for box in grid if box.holds(glyph)), None) for glyph in glyphs if whole.holds(glyph)}
    rows = rows_of(glyph for glyph in glyphs if id(glyph) in cells and glyph.text.strip())
    if not any(cells[id(glyph)] for row in rows for glyph in row):
        return False
    cut = sum(
        any(cells[id(a)] is not cells[id(b)] and b.left - a.right < 0.1 * b.size for a, b in itertools.pairwise(row))
        for row in rows
    )
    return cut <= _CUT * len(rows)


def _rules(page: PlumberPage) -> Iterator[Rule]:
    for line in page.lines:
        if not _is_white(line.get("stroking_color")):
            yield from _rule(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in page.rects:
        filled = rect.get("fill") and not _is_white(rect.get("non_stroking_color"))
        stroked = rect.get("stroke") and not _is_white(rect.get("stroking_color"))
        if filled or stroked:
            yield from _sides(rect["x0"], rect["top"], rect["x1"], rect["bottom"])
    for curve in page.curves:
        points = curve.get("pts") or []
        if curve.get("stroke") and len(points) <= 9 and not _is_white(curve.get("stroking_color")):
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                yield from _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _sides(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    if min(right - left, bottom - top) < _THIN:
        yield from _rule(left, top, right, bottom)
        return
    for y in (top, bottom):
        yield from _rule(left, y, right, y)
    for x in (left, right):
        yield from _rule(x, top, x, bottom)


def _rule(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    """A rule as pdfplumber takes it; nothing for a stroke that runs neither across nor down."""
    if bottom - top < _THIN and right - left > bottom - top:
        middle = (top + bottom) / 2
        yield _edge(left, middle, right, middle, "h")
    elif right - left < _THIN and bottom - top > right - left:
        middle = (left + right) / 2
        yield _edge(middle, top, middle, bottom, "v")


def _edge(left: float, top: float, right: float, bottom: float, orientation: str) -> Rule:
    return {
        "object_type": "line", "x0": left, "x1": right, "top": top, "bottom": bottom,
        "width": right - left, "height": bottom - top, "orientation": orientation,
    }  # fmt: skip


def _open_sides(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """The rules that a table without a left or right border leaves away: its horizontal ones all end there."""
    sides: list[Rule] = []
    spans = {(round(rule["x0"] / _SNAP), round(rule["x1"] / _SNAP)): rule for rule in across}
    for span in spans.values():
        left, right = span["x0"], span["x1"]
        rows = [r["top"] for r in across if abs(r["x0"] - left) < _SNAP and abs(r["x1"] - right) < _SNAP]
        if len(rows) < 3:
            continue
        top, bottom = min(rows), max(rows)
        inner = [r for r in down if r["top"] < bottom - _SNAP and r["bottom"] > top + _SNAP]
        if any(left + _SNAP < r["x0"] < right - _SNAP for r in inner):
            sides += [
                _edge(x, top, x, bottom, "v") for x in (left, right) if all(abs(r["x0"] - x) > _SNAP for r in inner)
            ]
    return sides


def _open_ends(across: Sequence[Rule], down: Sequence[Rule], height: float) -> list[Rule]:
    """The rules that a frame leaves away where a page's end parts it: its vertical ones all end there."""
    ends: list[Rule] = []
    for name, near in (("bottom", (_FOOT * height, height)), ("top", (0.0, _HEAD * height))):
        places = {round(rule[name] / _SNAP): rule[name] for rule in down if near[0] <= rule[name] <= near[1]}
        for place in places.values():
            ending = [rule["x0"] for rule in down if abs(rule[name] - place) < _SNAP]
            left, right = min(ending), max(ending)
            closed = any(
                abs(r["top"] - place) < _SNAP and r["x0"] < right - _SNAP and r["x1"] > left + _SNAP for r in across
            )
            if right - left > _SHORTEST and not closed:
                ends.append(_edge(left, place, right, place, "h"))
    return ends


def _is_white(color: object) -> bool:
    parts = color if isinstance(color, tuple | list) else (color,)
    values = [float(part) for part in parts if isinstance(part, int | float)]
    if len(values) == 4:
        return max(values) <= 0.02
    return len(values) in (1, 3) and min(values) >= 0.98
