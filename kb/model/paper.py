"""What is handed out as a file: a paper of headings, paragraphs and grids, or sheets of cells."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Style(StrEnum):
    """How words of a paper are set."""

    PLAIN = "plain"
    BOLD = "bold"
    DELETED = "deleted"
    """Struck through."""
    INSERTED = "inserted"
    """Bold and underlined."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one style."""

    text: str
    style: Style = Style.PLAIN


Text = str | tuple[Words, ...]
"""Words of a paper; each of their lines is a paragraph."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest, 3 the lowest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body. A `note` is smaller and not indented: a source, a remark under a table."""

    text: Text
    note: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Its header is repeated on each page; `widths` are the columns' shares, equal where empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""


Piece = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to print on A4."""

    title: str
    pieces: tuple[Piece, ...]
    subtitle: str = ""
    landscape: bool = False


Cell = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: a header and rows of as many cells."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
