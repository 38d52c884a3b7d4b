"""A PDF's pages by pdfplumber: the characters with their places, and the grids that drawn rules make.

Lengths are points from the page's top left corner.
"""

import io
import itertools
import logging
import statistics
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kb.read.layout.lines import Glyph, printed_form
from kb.read.layout.rules import SHORTEST, Rule, is_grid, open_ends, open_sides, rule_of, sides_of
from kb.read.layout.sheet import Box, Sheet, Turned, runs_of, turned, turned_glyph, without_doubles

_MOST_RULES = 4000
"""A page with more rules than this holds a drawing and is not searched for tables, which would take minutes."""
_ASKEW = 0.1
"""A line that is turned by more than this, as a share of a quarter, and not by a quarter stands askew."""

FAILURES = (
    PSException, PdfminerException, MalformedPDFException, struct.error, zlib.error, EOFError, ArithmeticError,
    AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What pdfminer and pdfplumber let out of a damaged page, found by changing bytes at random."""

for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


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
    width, height = float(page.width), float(page.height)
    straight: list[Turned] = []
    slanted: list[str] = []
    hidden: list[str] = []
    for char in page.chars:
        text = printed_form(char["text"])
        if not text or char["size"] <= 0:
            continue
        glyph = _glyph(text, char, page.bbox)
        along = char["matrix"][:2]
        if not (-width / 2 <= glyph.left <= 1.5 * width and -1 <= glyph.middle <= height + 1):
            hidden.append(text)
        elif min(map(abs, along)) > _ASKEW * max(map(abs, along)):
            slanted.append(text)
        else:
            straight.append((_quarter(*along), glyph))
    usual = Counter(quarter for quarter, glyph in straight if glyph.text.strip()).most_common(1)
    quarter = usual[0][0] if usual else 0
    glyphs = without_doubles([turned_glyph(g, quarter, width, height) for q, g in straight if q == quarter])
    runs = runs_of([(q, turned_glyph(g, quarter, width, height)) for q, g in straight if q != quarter])
    grids = _grids(page, glyphs, quarter)
    boxes = [box for grid in grids for box in grid]
    inside = [run for run in runs if any(box.holds(run) for box in boxes)]
    return Sheet(
        page.page_number,
        *((width, height) if quarter % 2 == 0 else (height, width)),
        glyphs=(*glyphs, *inside),
        slanted="".join(slanted),
        aside=" ".join(run.text for run in runs if run not in inside),
        hidden="".join(hidden),
        grids=grids,
        pictured=min(sum(_area(image, width, height) for image in page.images) / (width * height or 1), 1.0),
        drawn=len(page.curves) + len(page.rects) + len(page.lines),
    )


def _glyph(text: str, char: dict[str, Any], bounds: tuple[float, float, float, float]) -> Glyph:
    """A character from the corner of its page; one that is turned is as wide as it is high."""
    left, top = bounds[:2]
    size = char["size"] if char["upright"] else char["x1"] - char["x0"]
    return Glyph(text, char["x0"] - left, char["x1"] - left, char["top"] - top, char["bottom"] - top, size or 1.0)


def _quarter(across: float, up: float) -> int:
    """By how many quarters a line is turned whose characters advance so."""
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 2
    return 1 if up > 0 else 3


def _area(image: dict[str, Any], width: float, height: float) -> float:
    across = min(image["x1"], width) - max(image["x0"], 0)
    down = min(image["bottom"], height) - max(image["top"], 0)
    return float(max(across, 0) * max(down, 0))


def _grids(page: PlumberPage, glyphs: Sequence[Glyph], quarter: int) -> tuple[tuple[Box, ...], ...]:
    rules = list(_rules(page)) if glyphs else []
    across = [rule for rule in rules if rule["x1"] - rule["x0"] >= SHORTEST]
    down = [rule for rule in rules if rule["bottom"] - rule["top"] >= SHORTEST]
    if len(rules) > _MOST_RULES or not down or len(across) + len(down) < 3:
        return ()
    rules += open_sides(across, down)
    rules += open_ends(across, down, float(page.height))
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
    size = float(page.width), float(page.height)
    grids = [
        tuple(turned(Box(c[0] - left, c[1] - top, c[2] - left, c[3] - top), quarter, *size) for c in cells)
        for cells in (*tables, *alone)
    ]
    return tuple(grid for grid in grids if is_grid(grid, em, page.width * page.height, glyphs))


def _rules(page: PlumberPage) -> Iterator[Rule]:
    for line in page.lines:
        if not _is_white(line.get("stroking_color")):
            yield from rule_of(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in page.rects:
        filled = rect.get("fill") and not _is_white(rect.get("non_stroking_color"))
        stroked = rect.get("stroke") and not _is_white(rect.get("stroking_color"))
        if filled or stroked:
            yield from sides_of(rect["x0"], rect["top"], rect["x1"], rect["bottom"])
    for curve in page.curves:
        points = curve.get("pts") or []
        if curve.get("stroke") and len(points) <= 9 and not _is_white(curve.get("stroking_color")):
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                yield from rule_of(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _is_white(color: object) -> bool:
    parts = color if isinstance(color, tuple | list) else (color,)
    values = [float(part) for part in parts if isinstance(part, int | float)]
    if len(values) == 4:
        return max(values) <= 0.02
    return len(values) in (1, 3) and min(values) >= 0.98
