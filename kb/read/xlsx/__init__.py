"""Excel workbooks: what each sheet shows, table by table (ECMA-376-1 part 1, SpreadsheetML)."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

from kb.errors import FileRefused
from kb.model import Block, Omission, OmissionKind, Source
from kb.read.archive import Archive
from kb.read.text import printed
from kb.read.xlsx.number import LOCAL_DATES, shown
from kb.read.xlsx.parts import Book, Sheet, Stored
from kb.read.xlsx.regions import Placed, tables_of

CELLS = 500_000
"""Cells with words or numbers in one file."""
CHARACTERS = 20_000_000
"""Characters that a file may show; a few strings that are shared by every cell could be without end."""
_COVERED = 2_000_000
"""Cells that the merged ranges of one sheet may cover, up to its last row and column in use."""

_DAMAGED = (etree.LxmlError, KeyError, IndexError, ValueError, TypeError, OverflowError)
"""What damaged parts bring out of lxml, openpyxl and the readers of them."""
_BROKEN = "Excel 文件已损坏或不合规范，读不出表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再放入"
_TOO_LARGE = f"Excel 文件太大（超过 {CELLS // 10000} 万个有内容的单元格），请只保留需要的工作表或拆分后再放入"
_GIVEN_NAME = re.compile(r"(?:Sheet|工作表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
"""A sheet's name as Excel or WPS gives it; it says nothing of what the sheet holds."""

Show = Callable[[Stored], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet's name, the words that it shows with their places, and those that it hides."""

    name: str
    words: tuple[Placed, ...]
    hidden: tuple[str, ...]


def read(content: bytes) -> Source:
    """The tables and paragraphs of a workbook, sheet by sheet.

    A sheet's name heads its tables where more than one sheet holds words. What is hidden, and remarks on cells, are
    set aside. Numbers and dates are written as the cell shows them; formulas as their last result.

    Raises:
        FileRefused: damaged, too large, or something else than a workbook.
    """
    archive = Archive.of(content, ".xlsx")
    try:
        book = Book(archive)
        sheets = list(book.sheets(CELLS))
        if sum(len(sheet.cells) for sheet in sheets) > CELLS:
            raise FileRefused(_TOO_LARGE)
        show = _show(book)
        words = {id(sheet): [show(cell) for cell in sheet.cells] for sheet in sheets}
        comments, boxed = book.comments(), book.boxed()
        seen = [_seen(sheet, words[id(sheet)]) for sheet in sheets]
    except _DAMAGED as error:
        raise FileRefused(_BROKEN) from error
    named = _named(seen)
    counted = [*named.values(), *comments, *boxed, *(text for each in words.values() for text in each)]
    omissions = [Omission(text, OmissionKind.HIDDEN) for sheet in seen for text in sheet.hidden]
    omissions += [Omission(text, OmissionKind.COMMENT) for text in comments if text.strip()]
    return Source(
        tuple(_blocks(seen, named, boxed)),
        tuple(omissions),
        characters=sum(map(printed, counted)),
        warnings=tuple(_warnings(book, sheets, seen, len(comments), bool(boxed))),
    )


def _show(book: Book) -> Show:
    """How a stored cell becomes the words that it shows.

    Raises (when called):
        FileRefused: the file shows more characters than any document has.
    """
    strings, (styles, own) = book.strings(), book.formats()
    formats = [
        own.get(number) or LOCAL_DATES.get(number) or builtin_format_code(number) or "General" for number in styles
    ]
    epoch = CALENDAR_MAC_1904 if book.counts_from_1904 else CALENDAR_WINDOWS_1900
    room = CHARACTERS

    def show(cell: Stored) -> str:
        nonlocal room
        text = _text(cell, strings, formats[cell.style] if cell.style < len(formats) else "General", epoch)
        room -= len(text)
        if room < 0:
            raise FileRefused(f"Excel 文件太大（超过 {CHARACTERS // 10000} 万字），请拆分后再放入")
        return text

    return show


def _text(cell: Stored, strings: list[str], number_format: str, epoch: object) -> str:
    match cell.kind:
        case "s":
            return strings[int(cell.words)]
        case "b":
            return shown(cell.words.strip() == "1", number_format)
        case "d" | "n":
            return _number(cell.words, cell.kind == "d", number_format, epoch)
        case _:
            return cell.words


def _number(words: str, is_date: bool, number_format: str, epoch: object) -> str:
    """A number or, by its format, the date that it counts to; what is neither stands as it is stored."""
    try:
        if is_date:
            return shown(from_ISO8601(words), number_format)
        value = float(words) if re.search(r"[.eE]", words) else int(words)
        if is_date_format(number_format):
            return shown(from_excel(value, epoch, timedelta=is_timedelta_format(number_format)), number_format)
        return shown(value, number_format)
    except (OverflowError, ValueError, TypeError):
        return words.strip()


def _seen(sheet: Sheet, words: list[str]) -> Shown:
    """What of a sheet is shown, each merged cell with the places that it covers."""
    cells = [(cell.row, cell.column, text) for cell, text in zip(sheet.cells, words, strict=True) if text.strip()]
    if sheet.hidden or not cells:
        return Shown(sheet.name, (), tuple(text for *_, text in cells))
    extents, covered = _merged(sheet, max(row for row, *_ in cells), max(column for _, column, _ in cells))
    rows, columns = _Axis(sheet.hidden_rows), _Axis(sheet.hidden_columns)
    kept: list[Placed] = []
    hidden: list[str] = []
    for row, column, text in cells:
        bottom, right = extents.get((row, column), (row, column))
        down, across = rows.between(row, bottom), columns.between(column, right)
        if (row, column) in covered or not down or not across:
            hidden.append(text)
        else:
            kept.append(Placed(down[0], across[0], down[1], across[1], text))
    return Shown(sheet.name, tuple(kept), tuple(hidden))


@dataclass(slots=True)
class _Axis:
    """Rows or columns of which some are hidden."""

    hidden: list[int]

    def __init__(self, hidden: set[int]) -> None:
        self.hidden = sorted(hidden)

    def between(self, first: int, last: int) -> tuple[int, int] | None:
        """The first and the last that is shown, counted without the hidden ones; None where none is."""
        start, end = first - bisect_left(self.hidden, first), last + 1 - bisect_left(self.hidden, last + 1)
        return (start, end - 1) if start < end else None


def _merged(
    sheet: Sheet, last_row: int, last_column: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Where the merged cells that begin at a place end, and the places behind them, whose words are not shown."""
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, end_row, end_column in sheet.merged:
        bottom, right = min(end_row, last_row), min(end_column, last_column)
        if (bottom - top + 1) * (right - left + 1) > _COVERED - len(covered):
            raise FileRefused("Excel 文件里合并的单元格大得不正常，请取消整行整列的合并后再放入")
        if bottom >= top and right >= left and (top, left) not in covered:
            ends[top, left] = bottom, right
            covered.update((y, x) for y in range(top, bottom + 1) for x in range(left, right + 1))
            covered.discard((top, left))
    return ends, covered


def _named(seen: list[Shown]) -> dict[int, str]:
    """The sheets whose names are headings: position → name."""
    filled = [i for i, sheet in enumerate(seen) if sheet.words]
    return {i: seen[i].name for i in filled if len(filled) > 1 and not _GIVEN_NAME.fullmatch(seen[i].name.strip())}


def _blocks(seen: list[Shown], named: dict[int, str], boxed: list[str]) -> Iterator[Block]:
    """A sheet's name stands at level 2: level 1 is the title of the whole file, which no sheet's name is."""
    for i, sheet in enumerate(seen):
        if i in named and named[i].strip():
            yield Block(named[i].strip(), level=2)
        yield from tables_of(sheet.words, i + 1)
    yield from (Block(text.strip()) for text in boxed)


def _warnings(book: Book, sheets: list[Sheet], seen: list[Shown], comments: int, boxed: bool) -> Iterator[str]:
    hidden = sum(printed(text) for sheet in seen for text in sheet.hidden)
    if hidden:
        names = "、".join(f"“{sheet.name}”" for sheet in seen if sheet.hidden)
        yield f"工作表{names}里隐藏的单元格（共 {hidden} 字）没有收入正文，需要时请取消隐藏后重新放入"
    if comments:
        yield f"{comments} 条批注没有收入正文"
    if boxed:
        yield "文本框里的文字放在了全文最后"
    if unsolved := sum(sheet.unsolved for sheet in sheets):
        yield f"有 {unsolved} 个公式没有保存计算结果，这些单元格是空的，请用 Excel 打开并保存后重新放入"
    for pattern, words in ((r"xl/media/.*", "张图片"), (r"xl/charts/chart\d*\.xml", "个图表")):
        if count := book.count(pattern):
            yield f"表格里的 {count} {words}没有读取"
