"""A table of a web page: data, a frame around paragraphs (专栏), or a scaffold that only places things on the page."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from enum import Enum, auto

from lxml import etree

from kb.read.grid import Cell
from kb.read.html.tree import Element
from kb.read.text import printed

_PLACES = 2_000_000
"""A grid of more places than this is read as paragraphs: it would fill the memory and nobody could read it."""
_WILD_SPAN = 50
"""A span that is wider goes as far as the other rows do (65535 is a way to write "the whole width")."""
_BORDER = re.compile(r"border(?:-(?:top|left|right|bottom))?(?:-style|-width)?:[^;]*(?:solid|double|[1-9][\d.]*p)")


class TableKind(Enum):
    """What a table is for."""

    DATA = auto()
    FRAME = auto()
    SCAFFOLD = auto()


def kind_of(table: Element, *, small: int) -> TableKind:
    """What `table` is for; a frame must hold no more than `small` characters.

    One row or one column of cells is nothing but paragraphs. So is a table whose words stand in other tables, or all
    but wholly in one cell of many paragraphs: that is how pages were laid out before 2010.
    """
    rows = own_rows(table)
    filled = [[size for cell in row if (size := printed("".join(cell.itertext())))] for row in rows]
    sizes = [size for row in filled for size in row]
    if not sizes or _words(table) != sum(sizes) + _captions(table):
        return TableKind.SCAFFOLD
    if len(sizes) == 1:
        return TableKind.FRAME if sizes[0] <= small and _frames(table) else TableKind.SCAFFOLD
    if max(map(len, filled)) < 2 or sum(map(bool, filled)) < 2 or table.get("role") == "presentation":
        return TableKind.SCAFFOLD
    if _nested(rows) * 2 > sum(sizes):
        return TableKind.SCAFFOLD
    if not _bordered(table) and max(sizes) * 2 > sum(sizes) and len(sizes) <= 8 and _paragraphs(rows) >= 3:
        return TableKind.SCAFFOLD
    return TableKind.DATA


def own_rows(table: Element) -> list[list[Element]]:
    """The cells of a table row by row, without those of tables inside it."""
    bodies = [child for child in table if child.tag in ("tr", "thead", "tbody", "tfoot")]
    rows = [row for body in bodies for row in ([body] if body.tag == "tr" else body.iterchildren("tr"))]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def header_rows(table: Element) -> int | None:
    """How many rows the page itself marks as naming the columns, None where it marks none."""
    marked = 0
    for row in own_rows(table):
        cells = [cell for cell in row if "".join(cell.itertext()).strip()]
        if not cells:
            continue
        if not all(cell.tag == "th" or cell.getparent().getparent().tag == "thead" for cell in cells):
            return marked or None
        marked += 1
    return None


def grid_of(table: Element, lines_of: Callable[[Element], Sequence[str]]) -> list[list[Cell]] | None:
    """The cells with their spans, None where the grid is too large to be one.

    Rows without words and columns in which no cell begins are only there for the looks; they are taken out, and the
    spans across them shortened.
    """
    rows = [
        [(tuple(lines_of(cell)), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row]
        for row in own_rows(table)
    ]
    reach = max((sum(1 if columns > _WILD_SPAN else columns for _, columns, _ in row) for row in rows), default=0)
    if reach * len(rows) > _PLACES:
        return None
    placed = _place(rows, reach)
    tops = sorted({top for top, _, lines, _, _ in placed if any(lines)})
    lefts = sorted({left for _, left, _, _, _ in placed})
    grid: dict[int, list[Cell]] = {top: [] for top in tops}
    for top, left, lines, down, across in placed:
        if top in grid:
            grid[top].append(Cell(lines, _between(tops, top, top + down), _between(lefts, left, left + across)))
    return list(grid.values())


_Placed = tuple[int, int, tuple[str, ...], int, int]


def _place(rows: Sequence[Sequence[tuple[tuple[str, ...], int, int]]], reach: int) -> list[_Placed]:
    """Each cell with the row and column where it begins and how many it covers (HTML 4.9.12.1)."""
    placed: list[_Placed] = []
    held: dict[int, int] = {}
    for top, row in enumerate(rows):
        left = 0
        for position, (lines, columns, down) in enumerate(row):
            while held.get(left, 0) > top:
                left += 1
            across = max(1, min(columns, reach - left - (len(row) - position - 1)))
            covered = min(down, len(rows) - top)
            placed.append((top, left, lines, covered, across))
            held.update((x, top + covered) for x in range(left, left + across))
            left += across
    return placed


def _between(starts: Sequence[int], first: int, last: int) -> int:
    return max(1, bisect_left(starts, last) - bisect_left(starts, first))


def _span(cell: Element, name: str) -> int:
    """A span as written; what is no number is 1, and 0 rows are all that follow (HTML 4.9.11)."""
    match = re.match(r"\s*(\d+)", cell.get(name) or "")
    number = int(match[1][:6]) if match else 1
    return number or (65534 if name == "rowspan" else 1)


def _words(table: Element) -> int:
    return printed("".join(table.itertext()))


def _captions(table: Element) -> int:
    return sum(printed("".join(caption.itertext())) for caption in table.iterchildren("caption"))


def _nested(rows: Sequence[Sequence[Element]]) -> int:
    """How many characters stand in tables inside the cells."""
    count = 0
    for cell in itertools.chain.from_iterable(rows):
        tables = etree.iterwalk(cell, events=("start",), tag="table")
        for _, table in tables:
            count += _words(table)
            tables.skip_subtree()
    return count


def _paragraphs(rows: Sequence[Sequence[Element]]) -> int:
    """The paragraphs of the cell that has most of them."""
    return max(sum(1 for _ in cell.iterdescendants("p", "br", "div", "li", "tr")) for row in rows for cell in row)


def _bordered(table: Element) -> bool:
    """Whether the page draws lines around the cells, by attribute, by style, or by a class that Word writes."""
    if (table.get("border") or "0").strip() not in ("0", "0px", "") or "grid" in (table.get("class") or "").lower():
        return True
    parts = [table, *(cell for row in own_rows(table)[:3] for cell in row)]
    return any(_BORDER.search(re.sub(r"\s*:\s*", ":", (part.get("style") or "").lower())) for part in parts)


def _frames(table: Element) -> bool:
    """Whether a table of one cell is a frame in the text and no scaffold: it is drawn, or calls itself 专栏."""
    inner = next(table.iterdescendants("table"), None)
    text = "".join(table.itertext()).strip()
    return inner is None and (_bordered(table) or text.startswith("专栏"))
