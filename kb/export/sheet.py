"""Sheets → .xlsx: text stays text, numbers are numbers, the header stays in sight."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell as Written
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kb.export.package import clean, timeless
from kb.model.paper import Cell, Sheet

_NO_NAME = re.compile(r"[\[\]:*?/\\']")
"""What the name of a sheet cannot hold; it has 31 characters at most (Excel's limits)."""
_LONGEST = 32_767
"""Characters that a cell can hold (Excel's limit)."""
_EXACT = 10**15
"""Whole numbers from here on lose digits in Excel; they are written as text."""
_FORMULA = ("=", "+", "-", "@", "\t")
"""A text that begins so would be taken for a formula when it is typed in or opened as CSV (OWASP, CSV injection)."""
_WIDTHS = (8, 60)
"""Least and greatest width of a column in characters of half width."""
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class Look(StrEnum):
    """How a cell looks; a `GUARDED` text is one that would be taken for a formula."""

    HEAD = "head"
    TEXT = "text"
    GUARDED = "guarded"
    NUMBER = "number"
    DATE = "date"


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file; at least one."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(_name(sheet.name, book.sheetnames)), sheet)
    book.properties.creator = ""
    stream = BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _name(wanted: str, taken: Iterable[str]) -> str:
    """A name that a sheet can have and that none has yet."""
    name = _NO_NAME.sub("", clean(wanted)).strip()[:31] or "Sheet"
    others = {each.casefold() for each in taken}
    number, free = 2, name
    while free.casefold() in others:
        free = f"{name[:27]}({number})"
        number += 1
    return free


def _write(target: Worksheet, sheet: Sheet) -> None:
    looks: dict[Look, Any] = {}
    for column, name in enumerate(sheet.header, start=1):
        _fill(target.cell(1, column), name, looks, head=True)
    for number, row in enumerate(sheet.rows, start=2):
        for column, (_, value) in enumerate(zip(sheet.header, row, strict=True), start=1):
            _fill(target.cell(number, column), value, looks)
    for column, name in enumerate(sheet.header, start=1):
        values = [name, *(row[column - 1] for row in sheet.rows)]
        target.column_dimensions[get_column_letter(column)].width = max(map(_width, values))
    target.freeze_panes = "A2"
    target.auto_filter.ref = f"A1:{get_column_letter(max(1, len(sheet.header)))}{len(sheet.rows) + 1}"
    target.print_title_rows = "1:1"


def _fill(cell: Written, value: Cell, looks: dict[Look, Any], *, head: bool = False) -> None:
    """The value of a cell, a text always as text: =1+1 is three characters and no sum."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) >= _EXACT):
        value = str(value)
    if not isinstance(value, str):
        cell.value = value
        _dress(cell, Look.DATE if isinstance(value, date) else Look.NUMBER, looks)
        return
    text = clean(value)[:_LONGEST]
    cell.value = text
    cell.data_type = "s"
    guarded = text.startswith(_FORMULA)
    _dress(cell, Look.HEAD if head else Look.GUARDED if guarded else Look.TEXT, looks)
    if head and guarded:
        cell.quotePrefix = True


def _dress(cell: Written, look: Look, looks: dict[Look, Any]) -> None:
    """Give a cell its look: the first of a look is dressed, the others take over its style, which costs a tenth."""
    if look in looks:
        cell._style = copy(looks[look])
        return
    head = look is Look.HEAD
    cell.border = _BORDER
    cell.font = Font(name="黑体", size=11, bold=True) if head else Font(name="宋体", size=11)
    if head:
        cell.fill = PatternFill("solid", fgColor="E7ECF3")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    else:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    if look in (Look.HEAD, Look.TEXT, Look.GUARDED):
        cell.number_format = "@"
    if look is Look.GUARDED:
        cell.quotePrefix = True
    looks[look] = copy(cell._style)


def _width(value: Cell) -> int:
    """The width that a value's longest line fits into, within limits; a Chinese character is two wide."""
    lines = "" if value is None else clean(str(value))
    widest = max(sum(1 + (east_asian_width(char) in "WF") for char in line) for line in lines.split("\n"))
    return min(max(widest + 2, _WIDTHS[0]), _WIDTHS[1])
