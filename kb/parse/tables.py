"""Tables → rows with their headers, and a row as a sentence that can be read aloud and quoted."""

import re
from collections.abc import Container, Sequence

from kb.parse.numbering import number_of
from kb.parse.numbering.families import Family

_INDEX_HEADERS = frozenset({"序号", "编号", "No.", "No", "#"})
_UNIT = re.compile(r"[（(]([^（）()、，]{1,8})[)）]$")
EMPTY_CELL = "（空）"
"""How a cell that the document leaves empty is read aloud."""


def header_rows_of(rows: Sequence[Sequence[str]], stated: int) -> int:
    """How many rows name the columns: as many as the file says, or none in a form.

    A form names in its odd columns what stands to the right of them: 「单位名称：| |联系人：| 」. Its first row would
    name the columns of the others falsely, so each row is read for itself.
    """
    width = len(rows[0])
    if stated > 1 or width % 2 or any(len(row) != width for row in rows):
        return stated
    names = [cell.strip() for row in rows for cell in row[::2] if cell.strip()]
    with_colon = len(names) > 1 and all(name.endswith(("：", ":")) for name in names)
    left_empty = width > 2 and all(rows[0][::2]) and not any(rows[0][1::2])
    return 0 if with_colon or left_empty else stated


def header_and_rows(
    rows: tuple[tuple[str, ...], ...], header_rows: int = 1
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of the columns, and the other rows filled or cut to that width so that no cell is lost.

    Header rows above each other give 「目标值/2025年」. Cells beyond the header's width are joined to the last one.
    Without header rows the columns have empty names.
    """
    width = len(rows[0])
    above = [_fit(row, width) for row in rows[:header_rows]]
    columns = list(zip(*above, strict=True)) if above else [()] * width
    header = tuple("/".join(dict.fromkeys(filter(None, column))) for column in columns)
    return header, tuple(_fit(row, width) for row in rows[header_rows:])


def shared_columns(rows: Sequence[tuple[str, ...]], lines: Sequence[str]) -> frozenset[int]:
    """The columns in which one cell stands beside several rows, so that it names a group and no single row.

    Args:
        rows: a merged cell's words in every place that it covers.
        lines: the same rows with each cell's words once, joined by tabs.
    """
    return frozenset(
        column
        for cells, line in zip(rows, lines, strict=True)
        for column, (cell, printed) in enumerate(zip(cells, line.split("\t"), strict=False))
        if cell and not printed.strip()
    )


def row_name(header: tuple[str, ...], cells: tuple[str, ...], shared: Container[int] = ()) -> str:
    """What a row is about: its first cell that is no running number and, where it can be, names no group of rows."""
    named = [i for i, (head, cell) in enumerate(zip(header, cells, strict=True)) if head not in _INDEX_HEADERS and cell]
    own = [i for i in named if i not in shared]
    return cells[(own or named)[0]] if named else " ".join(filter(None, cells))


def group_name(header: tuple[str, ...], cells: tuple[str, ...], printed: str) -> str:
    """The name of a group of rows that stands across the whole width (一、创造), or nothing if the row is no such one.

    A row with one cell filled may as well be an indicator without values. It is a group only where its one cell covers
    all columns, where it is numbered as a heading is, or where it stands in the column of running numbers.

    Args:
        header: the names of the columns.
        cells: of the row, a merged cell's words in every place that it covers.
        printed: the row's words, each once, its cells joined by tabs.
    """
    words = [cell for cell in printed.split("\t") if cell.strip()]
    if len(words) != 1 or len(cells) < 2:
        return ""
    name = words[0]
    if all(cell == name for cell in cells):
        return name
    if cells[0] != name:
        return ""
    number = number_of(name)
    numbered = number is not None and number.family in (Family.HAN, Family.HAN_PAREN)
    running = header[0] in _INDEX_HEADERS and not re.search(r"[0-9]", name) and len(name) > 2
    return name if numbered or running else ""


def row_sentence(header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """A row as a sentence: 「指标：有效发明专利量（件），2025年目标：45000」. Running numbers are left out.

    A row of a form names its cells itself: 「单位名称：甲局，联系人：（空）」.
    """
    if not any(header):
        named = zip(cells[::2], cells[1::2], strict=True) if len(cells) % 2 == 0 else ((cell, "") for cell in cells)
        return "，".join(filter(None, (_entry(*pair, alone=len(cells) % 2 == 1) for pair in named)))
    pairs = [(head, cell) for head, cell in zip(header, cells, strict=True) if head not in _INDEX_HEADERS]
    return "，".join(f"{head}：{cell or EMPTY_CELL}" if head else cell for head, cell in pairs if head or cell)


def _entry(name: str, value: str, *, alone: bool) -> str:
    return name if alone else f"{name.rstrip('：:')}：{value or EMPTY_CELL}" if name else value


def unit_of(name: str) -> str | None:
    """The unit that an indicator's name ends in: 「有效注册商标（万件）」 → 「万件」; None where it names none."""
    match = _UNIT.search(name)
    return match[1] if match else None


def _fit(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    if len(row) <= width:
        return row + ("",) * (width - len(row))
    return (*row[: width - 1], " ".join(filter(None, row[width - 1 :])))
