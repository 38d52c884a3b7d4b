"""The rules that a page's strokes make, those that a table leaves away, and which grids of rules hold text."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from kb.read.layout.lines import Glyph, rows_of
from kb.read.layout.sheet import Box

THIN = 3.0
"""A filled rectangle that is thinner than this is drawn for a rule, in points."""
SHORTEST = 8.0
"""A rule shorter than this frames no text, in points."""
_BORDER = 0.75
"""A lone frame that covers more than this share of its page is the page's border."""
_CUT = 0.1
"""Share of the rows of a table through whose words a rule may run; type that is set too wide does so."""
_FOOT, _HEAD = 0.6, 0.35
"""Shares of a page's height: a frame that goes on overleaf ends below the one, its rest begins above the other."""
_SNAP = 3.0
"""Rules that are no further apart than this are one rule drawn twice, in points."""

Rule = dict[str, Any]
"""A rule as pdfplumber takes it."""


def sides_of(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    """The rules that a rectangle makes: four, or one where it is thin."""
    if min(right - left, bottom - top) < THIN:
        yield from rule_of(left, top, right, bottom)
        return
    for y in (top, bottom):
        yield from rule_of(left, y, right, y)
    for x in (left, right):
        yield from rule_of(x, top, x, bottom)


def rule_of(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    """The rule that a stroke makes; nothing for a stroke that runs neither across nor down."""
    if bottom - top < THIN and right - left > bottom - top:
        middle = (top + bottom) / 2
        yield _edge(left, middle, right, middle, "h")
    elif right - left < THIN and bottom - top > right - left:
        middle = (left + right) / 2
        yield _edge(middle, top, middle, bottom, "v")


def _edge(left: float, top: float, right: float, bottom: float, orientation: str) -> Rule:
    return {
        "object_type": "line", "x0": left, "x1": right, "top": top, "bottom": bottom,
        "width": right - left, "height": bottom - top, "orientation": orientation,
    }  # fmt: skip


def open_sides(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
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


def open_ends(across: Sequence[Rule], down: Sequence[Rule], height: float) -> list[Rule]:
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
            if right - left > SHORTEST and not closed:
                ends.append(_edge(left, place, right, place, "h"))
    return ends


def is_grid(grid: Sequence[Box], em: float, page: float, glyphs: Sequence[Glyph]) -> bool:
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
