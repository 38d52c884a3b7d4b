"""GLYPHS → LINES: characters with their places on a page become lines of text.

Lengths are points (1/72 inch) measured from the page's top left corner; a picture's are its pixels.
"""

import itertools
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_RADICALS = str.maketrans(
    "⺠⻓⻔⻅⻋⻢⻥⻩⻛⻚⻬⻰⻝⻄⻘⺟⻁⻆⻉⻜⻦⻨⻮", "民长门见车马鱼黄风页齐龙食西青母虎角贝飞鸟麦齿"
)
"""Radicals that fonts show instead of the characters of the same shape, and that Unicode does not map itself."""
_SAME_ROW = 0.45
"""Share of the type size by which two characters of one row may stand higher or lower."""
_APART = 1.5
"""A gap in ems that may part two columns; characters less far apart belong to one piece of a row."""
_WORD_GAP, _LATIN_GAP = 0.6, 0.22
"""A gap in ems that is a space though the file holds none: beside Chinese characters, and between Latin ones."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of a page with its box; `size` is the type size (1 em)."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a piece of one, with its box; `size` is the type size (1 em)."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int
    size: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """How long it is."""
        return self.right - self.left


Placed = TypeVar("Placed", Glyph, Line)


def printed_form(text: str) -> str:
    """A glyph's text as it is printed: shapes that have several codes get the everyday one; what has no shape goes.

    Fonts without a good character map show 「⼀」 (U+2F00) for 「一」 and a soft hyphen for a hyphen.
    """
    if text.startswith("(cid:"):
        return "\ufffd"
    if text.isascii():
        return "".join(char for char in text if char.isprintable() or char.isspace())
    shown = "".join(
        unicodedata.normalize("NFKC", char)
        if "\u2f00" <= char <= "\u2fd5" or "\uf900" <= char <= "\ufaff"
        else "-"
        if char == "\xad"
        else char
        for char in text.translate(_RADICALS)
    )
    return "".join(char for char in shown if unicodedata.category(char) != "Cf")


def ems(text: str) -> float:
    """How wide a text is set, in ems: a Chinese character is one wide, a Latin letter about half."""
    return sum(0.5 if char < "\u0250" else 1.0 for char in text)


def rows_of(pieces: Iterable[Placed]) -> list[list[Placed]]:
    """Characters or pieces that stand at one height, from left to right; the rows from top to bottom."""
    rows: list[list[Placed]] = []
    middle = size = 0.0
    for each in sorted(pieces, key=lambda piece: piece.middle):
        if rows and each.middle - middle <= _SAME_ROW * max(size, each.size):
            rows[-1].append(each)
            middle += (each.middle - middle) / len(rows[-1])
            size = max(size, each.size)
        else:
            rows.append([each])
            middle, size = each.middle, each.size
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def pieces_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The pieces of rows that wide gaps leave."""
    return [
        _line(piece, page) for row in rows_of(glyphs) for piece in _pieces(row) if any(g.text.strip() for g in piece)
    ]


def _pieces(row: Sequence[Glyph]) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = []
    edge = 0.0
    for glyph in row:
        if not glyph.text.strip():
            if pieces:
                pieces[-1].append(glyph)
            continue
        if pieces and glyph.left - edge < _APART * glyph.size:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
        edge = max(edge, glyph.right)
    return pieces


def _line(piece: Sequence[Glyph], page: int) -> Line:
    inked = [glyph for glyph in piece if glyph.text.strip()]
    return Line(
        _text(piece),
        inked[0].left,
        max(glyph.right for glyph in inked),
        min(glyph.top for glyph in inked),
        max(glyph.bottom for glyph in inked),
        page,
        statistics.median(glyph.size for glyph in inked),
    )


def _text(piece: Sequence[Glyph]) -> str:
    """The words of a piece of a row: spaces where the file or a gap has them, none where a word is only spread out."""
    inked = [glyph for glyph in piece if glyph.text.strip()]
    gaps = [(b.left - a.right) / b.size for a, b in itertools.pairwise(inked)]
    spread = len(gaps) >= 3 and min(gaps) > 0.2 and max(gaps) - min(gaps) < 0.2
    text, before, typed = "", None, False
    for glyph in piece:
        if not glyph.text.strip():
            typed = True
            continue
        if before is not None and not spread and (typed or _is_gap(before, glyph)):
            text += " "
        text += glyph.text.strip()
        before, typed = glyph, False
    return text


def _is_gap(before: Glyph, after: Glyph) -> bool:
    latin = before.text[-1] < "\u0250" and after.text[0] < "\u0250"
    return after.left - before.right > (_LATIN_GAP if latin else _WORD_GAP) * after.size


def joined(row: Sequence[Line]) -> Line:
    """The pieces of a row as one line."""
    return Line(
        " ".join(piece.text for piece in row),
        row[0].left,
        max(piece.right for piece in row),
        min(piece.top for piece in row),
        max(piece.bottom for piece in row),
        row[0].page,
        max(row, key=lambda piece: len(piece.text)).size,
    )
