"""A page as it is drawn → a page as it is read: strips of lines, and what rules enclose."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.read.grid import Cell
from kb.read.layout.columns import Column, in_reading_order
from kb.read.layout.lines import Glyph, Line, joined, pieces_of, rows_of
from kb.read.layout.paragraphs import unwrapped
from kb.read.layout.sheet import Box, Sheet

_NEAR = 2.5
"""Edges no further apart than this are one, in points."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or the part of one that stands on a page: the edges of its columns, and its rows."""

    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    last_page: int

    @property
    def texts(self) -> list[str]:
        """The words of its rows."""
        return [text for row in self.rows if (text := " ".join(cell.text for cell in row if cell.text))]


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame (专栏), or the part of one that stands on a page, with the lines and tables inside."""

    page: int
    top: float
    bottom: float
    bounds: Column
    items: tuple["Line | Table", ...]
    last_page: int

    @property
    def texts(self) -> list[str]:
        """The words inside."""
        return [text for item in self.items for text in ([item.text] if isinstance(item, Line) else item.texts)]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in reading order: its strips of lines with their bounds, and what rules enclose from top to bottom."""

    number: int
    width: float
    height: float
    strips: tuple[tuple[Column, tuple[Line, ...]], ...] = ()
    enclosed: tuple[Table | Frame, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The lines that stand free."""
        return [line for _, lines in self.strips for line in lines]

    @property
    def texts(self) -> list[str]:
        """All its words, line by line."""
        return [line.text for line in self.lines] + [text for each in self.enclosed for text in each.texts]


def page_of(sheet: Sheet) -> Page:
    """The page that the characters and rules of a sheet make."""
    free, inside = _by_box(sheet)
    pieces = pieces_of(free, sheet.number)
    if sheet.grids:
        strips = [(Column(0, sheet.width), [joined(row) for row in rows_of(pieces)])]
    else:
        strips = in_reading_order(pieces, sheet.width)
    enclosed = _enclosed(sheet, inside)
    return Page(sheet.number, sheet.width, sheet.height, tuple((b, tuple(lines)) for b, lines in strips), enclosed)


def _by_box(sheet: Sheet) -> tuple[list[Glyph], dict[Box, list[Glyph]]]:
    """The characters that stand free, and those of each cell; in a frame inside a frame they are the inner one's."""
    boxes = sorted((box for grid in sheet.grids for box in grid), key=lambda box: box.area)
    free: list[Glyph] = []
    inside: defaultdict[Box, list[Glyph]] = defaultdict(list)
    for glyph in sheet.glyphs:
        box = next((box for box in boxes if box.holds(glyph)), None)
        (free if box is None else inside[box]).append(glyph)
    return free, inside


def _enclosed(sheet: Sheet, inside: dict[Box, list[Glyph]]) -> tuple[Table | Frame, ...]:
    tables = [_table(grid, inside, sheet.number) for grid in sheet.grids if len(grid) > 1]
    frames: list[Frame] = []
    for box in (grid[0] for grid in sheet.grids if len(grid) == 1):
        held = [table for table in tables if _lies_in(table, box)]
        tables = [table for table in tables if table not in held]
        lines = [joined(row) for row in rows_of(pieces_of(inside.get(box, ()), sheet.number))]
        items: list[Line | Table] = sorted([*lines, *held], key=_top)
        bounds = Column(box.left, box.right)
        frames.append(Frame(sheet.number, box.top, box.bottom, bounds, tuple(items), sheet.number))
    return tuple(sorted([*tables, *frames], key=lambda each: each.top))


def _top(item: Line | Table) -> float:
    return item.top


def _lies_in(table: Table, box: Box) -> bool:
    across = box.left - _NEAR <= table.edges[0] and table.edges[-1] <= box.right + _NEAR
    return across and box.top - _NEAR <= table.top and table.bottom <= box.bottom + _NEAR


def _table(grid: Sequence[Box], inside: dict[Box, list[Glyph]], page: int) -> Table:
    """The rows of a table: a cell that rules do not part from its neighbours covers their places too."""
    columns = _edges([x for box in grid for x in (box.left, box.right)])
    rows = _edges([y for box in grid for y in (box.top, box.bottom)])
    taken: set[tuple[int, int]] = set()
    cells: dict[tuple[int, int], Cell] = {}
    for box in sorted(grid, key=lambda each: (each.top, each.left)):
        top, bottom = _at(rows, box.top), _at(rows, box.bottom)
        left, right = _at(columns, box.left), _at(columns, box.right)
        lines = [joined(row) for row in rows_of(pieces_of(inside.get(box, ()), page))]
        cells[top, left] = Cell(
            tuple(unwrapped(lines, box.left, box.right)), max(bottom - top, 1), max(right - left, 1)
        )
        taken |= {(y, x) for y in range(top, bottom) for x in range(left, right)}
    holes = {(y, x): Cell(()) for y in range(len(rows) - 1) for x in range(len(columns) - 1) if (y, x) not in taken}
    placed = sorted((cells | holes).items())
    listed = tuple(tuple(cell for (y, _), cell in placed if y == row) for row in range(len(rows) - 1))
    return Table(page, rows[0], rows[-1], tuple(columns), listed, page)


def _edges(values: Sequence[float]) -> list[float]:
    """The distinct edges among values that differ by hairs."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def in_order(page: Page) -> Iterator[tuple[Column, Line] | Table | Frame]:
    """What stands on a page from top to bottom: lines with the bounds of their strip, tables and frames."""
    waiting = list(page.enclosed)
    for bounds, lines in page.strips:
        for line in lines:
            while waiting and waiting[0].top <= line.middle and len(page.strips) == 1:
                yield waiting.pop(0)
            yield bounds, line
    yield from waiting
