"""Tables → rows with their headers, and a row as a sentence that can be read aloud and quoted."""

import re

_INDEX_HEADERS = frozenset({"序号", "编号", "No.", "No", "#"})
_UNIT = re.compile(r"[（(]([^（）()、，]{1,8})[)）]$")
EMPTY_CELL = "（空）"
"""How a cell that the document leaves empty is read aloud."""


def header_and_rows(
    rows: tuple[tuple[str, ...], ...], header_rows: int = 1
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of the columns, and the other rows filled or cut to that width so that no cell is lost.

    Header rows above each other give 「目标值/2025年」. Cells beyond the header's width are joined to the last one.
    """
    width = len(rows[0])
    above = [_fit(row, width) for row in rows[:header_rows]]
    header = tuple("/".join(dict.fromkeys(filter(None, column))) for column in zip(*above, strict=True))
    return header, tuple(_fit(row, width) for row in rows[header_rows:])


def row_name(header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """What a row is about: its first cell that is no running number."""
    named = [cell for head, cell in zip(header, cells, strict=True) if head not in _INDEX_HEADERS and cell]
    return named[0] if named else " ".join(filter(None, cells))


def row_sentence(header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """A row as a sentence: 「指标：有效发明专利量（件），2025年目标：45000」. Running numbers are left out."""
    pairs = [(head, cell) for head, cell in zip(header, cells, strict=True) if head not in _INDEX_HEADERS]
    return "，".join(f"{head}：{cell or EMPTY_CELL}" if head else cell for head, cell in pairs if head or cell)


def unit_of(name: str) -> str | None:
    """The unit that an indicator's name ends in: 「有效注册商标（万件）」 → 「万件」; None where it names none."""
    match = _UNIT.search(name)
    return match[1] if match else None


def _fit(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    if len(row) <= width:
        return row + ("",) * (width - len(row))
    return (*row[: width - 1], " ".join(filter(None, row[width - 1 :])))
