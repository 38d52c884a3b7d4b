"""A grid of cells → blocks: merged cells, captions, and tables that only frame paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Block, BlockKind

_MEETS = re.compile(r"[!-~]\Z")
"""A line that ends in a letter or digit of ASCII is kept apart from the next, as 100 and 200 are."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its paragraphs, and how many rows and columns of the grid it covers."""

    lines: tuple[str, ...]
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """Its words in one line."""
        joined = ""
        for line in filter(None, (" ".join(line.split()) for line in self.lines)):
            joined += (" " if _MEETS.search(joined) else "") + line
        return joined


Grid = Sequence[Sequence[Cell]]
"""Each row lists the cells that begin in it, from left to right, as HTML does."""


def blocks_of(grid: Grid, *, frame: int, page: int | None = None, header_rows: int | None = None) -> Iterator[Block]:
    """The blocks that a table makes.

    One cell is a frame (专栏) around its paragraphs; a single row or column is no table but paragraphs. A first row of
    one cell across the whole width is the caption, a last one such is a remark below; both are paragraphs.

    Args:
        grid: the cells.
        frame: the number of this table in its file.
        page: the page that it begins on.
        header_rows: how many rows name the columns; None where the file is silent, then merged cells are asked.
    """
    rows = [list(row) for row in grid if any(cell.text for cell in row)]
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if len(rows) <= 1 or all(len(row) == 1 for row in rows):
        box = frame if len(rows) == 1 and len(rows[0]) == 1 else None
        yield from _paragraphs(rows, box, page)
        return
    above = 1 if _spans(rows[0], width) else 0
    below = 1 if len(rows) - above > 2 and _spans(rows[-1], width) else 0
    inner = rows[above : len(rows) - below]
    yield from _paragraphs(rows[:above], None, page)
    if len(inner) == 1 or all(len(row) == 1 for row in inner):
        yield from _paragraphs(inner, None, page)
    else:
        yield _table(inner, width, page, max(header_rows - above, 1) if header_rows else None)
    yield from _paragraphs(rows[len(rows) - below :], None, page)


def _spans(row: Sequence[Cell], width: int) -> bool:
    return len(row) == 1 and width > 1 and row[0].columns >= width and row[0].rows == 1


def _paragraphs(rows: Grid, box: int | None, page: int | None) -> Iterator[Block]:
    lines = (line.strip() for row in rows for cell in row for line in cell.lines)
    yield from (Block(line, box=box, page=page) for line in lines if line)


def _table(rows: Grid, width: int, page: int | None, header_rows: int | None) -> Block:
    """The table, a cell's words once in `text` and in every place that it covers in `rows`."""
    once, filled = ([[""] * width for _ in rows] for _ in range(2))
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for cell in row:
            while left < width - 1 and (top, left) in taken:
                left += 1
            once[top][left] = filled[top][left] = " ".join(filter(None, (once[top][left], cell.text)))
            places = [
                (y, x)
                for y in range(top, min(top + cell.rows, len(rows)))
                for x in range(left, min(left + cell.columns, width))
            ]
            taken.update(places)
            for y, x in places:
                filled[y][x] = filled[top][left]
    header = header_rows or max(cell.rows if cell.columns == 1 or cell.rows > 1 else 2 for cell in rows[0])
    return Block(
        "\n".join("\t".join(row) for row in once),
        BlockKind.TABLE,
        rows=tuple(map(tuple, filled)),
        header_rows=min(header, len(rows) - 1),
        page=page,
    )
