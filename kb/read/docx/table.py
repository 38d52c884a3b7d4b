"""The tables of a Word file → grids of cells: merged cells, cells that are left out, borders a hair apart (17.4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.errors import FileRefused
from kb.read.docx.shown import printed_in, words_in
from kb.read.docx.xml import Node, W, integer, is_on, nearest, value
from kb.read.grid import Cell

THIN = 180
"""A column narrower than this, in twentieths of a point, cannot hold one character of 小五 (9 points)."""
_MOST_COLUMNS = 200
"""Beyond this many borders, thin columns are left as they are; Word itself allows 63 columns."""
_MOST_PLACES = 2_000_000
_TOO_LARGE = "文件里有一张表格大得不正常（行数乘列数超过 200 万），没有读取，请拆成几张表或另存为 .xlsx 后再放入"


@dataclass(slots=True)
class _Placed:
    """A cell between two borders of its table's grid, counted from the left."""

    left: int
    right: int
    lines: list[str]
    rows: int = 1


def continues(table: Node, before: Node) -> bool:
    """Whether a table goes on where the one directly before it ends: the same columns, and no header of its own.

    Word shows two tables without a paragraph between them as one.
    """
    first, above = next(nearest(table, W + "tr"), None), next(nearest(before, W + "tr"), None)
    if first is None or above is None or _widths(table) != _widths(before) or _is_header(first):
        return False
    return len(list(nearest(above, W + "tc"))) > 1 and words_in(first) != words_in(above)


def only_cell(table: Node) -> Node | None:
    """The cell of a table that has no other: a frame around paragraphs, lists and tables of their own."""
    cells = [cell for row in nearest(table, W + "tr") for cell in nearest(row, W + "tc")]
    return cells[0] if len(cells) == 1 else None


def grid_of(tables: Sequence[Node], lines_of: Callable[[Node], list[str]]) -> tuple[list[list[Cell]], int | None]:
    """The cells of tables that are shown as one, and how many rows the file names as header; None where it is silent.

    A row without words of its own is left out, so that no merged cell reaches over it.

    Args:
        tables: w:tbl elements with the same columns.
        lines_of: the paragraphs of a cell; asked once for each cell that is shown, in the order of the file.

    Raises:
        FileRefused: more places than any real table has.
    """
    rows: list[list[_Placed]] = []
    above: dict[int, _Placed] = {}
    header, counting = 0, True
    for row in (row for table in tables for row in nearest(table, W + "tr")):
        begun, above = _row(row, above, lines_of)
        if any("".join(cell.lines).strip() for cell in begun):
            rows.append(begun)
            counting = counting and _is_header(row)
            header += counting
            for cell in above.values():
                cell.rows += not any(cell is each for each in begun)
        else:
            above = {left: cell for left, cell in above.items() if not any(cell is each for each in begun)}
    places = _places(rows, _widths(tables[0]))
    if len(rows) * (max(places.values(), default=0)) > _MOST_PLACES:
        raise FileRefused(_TOO_LARGE)
    grid = [
        [Cell(tuple(cell.lines), cell.rows, max(1, places[cell.right] - places[cell.left])) for cell in row]
        for row in rows
    ]
    return grid, header if 0 < header < len(rows) else None


def _row(
    row: Node, above: dict[int, _Placed], lines_of: Callable[[Node], list[str]]
) -> tuple[list[_Placed], dict[int, _Placed]]:
    """The cells that begin in a row, and the cells that may go on below it by their left border."""
    begun: list[_Placed] = []
    below: dict[int, _Placed] = {}
    left = max(integer(value(row, W + "trPr", W + "gridBefore")) or 0, 0)
    if left:
        begun.append(_Placed(0, left, []))
    for node in nearest(row, W + "tc"):
        properties = node.find(W + "tcPr")
        right = left + max(integer(value(properties, W + "gridSpan")) or 1, 1)
        begins = _begins(properties, "vMerge")
        origin = above.get(left) if begins is False else None
        if begun and _begins(properties, "hMerge") is False:
            begun[-1].right = right
            begun[-1].lines += _covered(node, lines_of)
        elif origin is not None:
            origin.lines += _covered(node, lines_of)
            below[left] = origin
        else:
            begun.append(_Placed(left, right, lines_of(node)))
            below[left] = begun[-1]
        left = right
    return begun, below


def _covered(cell: Node, lines_of: Callable[[Node], list[str]]) -> list[str]:
    """The lines of a cell that a merged one covers: mostly none, and Word does not number its empty paragraphs."""
    return lines_of(cell) if printed_in(cell) else []


def _begins(properties: Node | None, kind: str) -> bool | None:
    """True where a cell begins a merged one, False where it goes on with it (17.4.84); None: it is not merged."""
    merge = properties.find(W + kind) if properties is not None else None
    return None if merge is None else merge.get(W + "val") == "restart"


def _places(rows: Sequence[Sequence[_Placed]], widths: Sequence[int]) -> dict[int, int]:
    """The column in which each border that is used stands, borders a hair apart as one.

    A border dragged by hand in one row leaves a thin column in all of them; a column that is nowhere a cell of its
    own and too thin for a character is no column.
    """
    spans = {(cell.left, cell.right) for row in rows for cell in row}
    borders = sorted({border for span in spans for border in span} | {0})
    at = [0]
    for border in borders if len(borders) <= _MOST_COLUMNS else ():
        while len(at) <= min(border, len(widths)):
            at.append(at[-1] + widths[len(at) - 1])
    places = {0: 0}
    start = 0
    for before, border in pairwise(borders):
        known = border < len(at)
        alone = any(start <= left and right <= border for left, right in spans) if known else True
        if known and not alone and at[border] - at[start] < THIN:
            places[border] = places[before]
        else:
            places[border], start = places[before] + 1, border
    return places


def _widths(table: Node) -> list[int]:
    grid = table.find(W + "tblGrid")
    columns = list(grid.iterchildren(W + "gridCol")) if grid is not None else []
    return [_column_width(each) for each in columns[:_MOST_COLUMNS]]


def _column_width(column: Node) -> int:
    """The width of a column; one that is not given is wide enough to be one."""
    width = integer(column.get(W + "w"))
    return width if width is not None and width > 0 else THIN


def _is_header(row: Node) -> bool:
    return bool(is_on(row.find(W + "trPr"), W + "tblHeader"))
