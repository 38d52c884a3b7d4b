"""The parts of a workbook that hold words (ECMA-376-1 part 1, 18), read one by one and as a stream.

A sheet in the wild has a million empty rows with a border, merges of whole columns, drawings and rules of every maker.
None of these holds words: what is not a cell with a value, a merged range or something hidden is passed over.
"""

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from kb.read.archive import Archive

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""The namespaces of ISO/IEC 29500 Strict and their twins of the transitional kind."""

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_CONTROL = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Node = Any
"""An lxml element; lxml brings no types."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A cell as the file stores it: `kind` is its type (n, s, str, inlineStr, b, e, d), `style` its format's number."""

    row: int
    column: int
    kind: str
    words: str
    style: int


@dataclass(slots=True)
class Sheet:
    """One worksheet: its cells with values, what is merged, what is hidden; rows and columns count from 1.

    `unsolved` counts the formulas whose result the file does not hold.
    """

    name: str
    hidden: bool
    cells: list[Stored] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsolved: int = 0


class Book:
    """The workbook's parts, by name, whatever the case of their letters."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.names}
        start = self._targets("").values()
        self._path = next((path for kind, path in start if kind == "officeDocument"), "xl/workbook.xml")
        self._root = etree.fromstring(self._bytes(self._path), _parser())
        self._parts = self._targets(self._path)

    @property
    def counts_from_1904(self) -> bool:
        """Whether the file's dates count from 1904, as old ones of the Mac do (18.2.28)."""
        properties = self._root.find(f"{_MAIN}workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    def sheets(self, limit: int) -> Iterator[Sheet]:
        """The worksheets in their order, each with at most `limit` cells and one."""
        for node in self._root.iter(f"{_MAIN}sheet"):
            kind, path = self._parts.get(node.get(_ID), ("", ""))
            if kind == "worksheet" and path.lower() in self._names:
                sheet = Sheet(node.get("name", ""), node.get("state", "visible") != "visible")
                _fill(sheet, self._bytes(path), limit)
                yield sheet

    def strings(self) -> list[str]:
        """The shared strings (18.4.9)."""
        return [_plain(node) for node in self._each("sharedStrings", "si")]

    def formats(self) -> tuple[list[int], dict[int, str]]:
        """The number of each style's number format, and the formats that the file defines (18.8)."""
        own = {int(node.get("numFmtId")): node.get("formatCode", "")[:255] for node in self._each("styles", "numFmt")}
        styles = next(self._each("styles", "cellXfs"), ())
        return [int(node.get("numFmtId") or 0) for node in styles if isinstance(node.tag, str)], own

    def comments(self) -> list[str]:
        """The words of every remark on a cell."""
        trees = (self._tree(name) for name in self._named(r".*/comments?\d*\.xml"))
        return [_plain(text) for tree in trees for text in tree.iter(f"{_MAIN}text")]

    def boxed(self) -> list[str]:
        """The paragraphs of text boxes and shapes."""
        trees = (self._tree(name) for name in self._named(r".*/drawings/drawing\d*\.xml"))
        found = (paragraph for tree in trees for paragraph in tree.iter(f"{_DRAWING}p"))
        paragraphs = ("".join(text.text or "" for text in paragraph.iter(f"{_DRAWING}t")) for paragraph in found)
        return [words for words in paragraphs if words.strip()]

    def count(self, pattern: str) -> int:
        """How many members are named so."""
        return len(self._named(pattern))

    def _named(self, pattern: str) -> list[str]:
        return [name for name in self._archive.names if re.fullmatch(pattern, name, re.IGNORECASE)]

    def _bytes(self, name: str) -> bytes:
        content = self._archive.read(self._names[name.lower()])
        for strict, twin in _STRICT:
            content = content.replace(strict, twin)
        return content

    def _tree(self, name: str) -> Node:
        return etree.fromstring(self._bytes(name), _parser())

    def _each(self, kind: str, tag: str) -> Iterator[Node]:
        """Each element of a part that the workbook names; none where it has no such part."""
        path = next((path for found, path in self._parts.values() if found == kind), "")
        if path.lower() in self._names:
            for _, node in _stream(self._bytes(path), tag):
                yield node
                _forget(node)

    def _targets(self, path: str) -> dict[str, tuple[str, str]]:
        """The parts that a part points to: id → kind and path (ECMA-376-2, 9.3)."""
        folder, name = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels.lower() not in self._names:
            return {}
        found = {}
        for node in etree.fromstring(self._bytes(rels), _parser()).iter("{*}Relationship"):
            target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/")
            found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], target)
        return found


def _parser() -> Node:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _stream(content: bytes, *tags: str) -> Iterator[tuple[str, Node]]:
    names = [_MAIN + tag for tag in tags]
    parsed = etree.iterparse(io.BytesIO(content), tag=names, resolve_entities=False, no_network=True, huge_tree=False)
    yield from parsed


def _forget(node: Node) -> None:
    """Free an element that was read, and those before it."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]


def _plain(node: Node) -> str:
    """The text of a string, its runs joined, without the guide to its pronunciation (18.4.8)."""
    kept = (t for t in node.iter(f"{_MAIN}t") if t.getparent().tag != f"{_MAIN}rPh")
    return _CONTROL.sub(_control, "".join(t.text or "" for t in kept))


def _control(code: re.Match[str]) -> str:
    """A character that XML cannot hold, written as its number (22.4.2.4): a line end, or nothing that is shown."""
    char = chr(int(code[1], 16))
    return char if char.isprintable() else "\n" if char in "\t\n\r" else ""


def _fill(sheet: Sheet, content: bytes, limit: int) -> None:
    row, column = 0, 0
    for _, node in _stream(content, "c", "row", "col", "mergeCell"):
        tag = node.tag[len(_MAIN) :]
        if tag == "c":
            start = node.getparent()
            if column == 0:
                row = int(start.get("r") or row + 1)
            row, column = _place(node.get("r")) if node.get("r") else (row, column + 1)
            _add(sheet, node, row, column)
            _forget(node)
            if len(sheet.cells) > limit:
                return
        elif tag == "row":
            row, column = int(node.get("r") or row + (column == 0)), 0
            if node.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(row)
            _forget(node)
        elif tag == "col" and node.get("hidden") in ("1", "true"):
            last = min(int(node.get("max")), LAST_COLUMN)
            sheet.hidden_columns.update(range(max(int(node.get("min")), 1), last + 1))
        elif tag == "mergeCell":
            first, _, last_place = node.get("ref", "").partition(":")
            sheet.merged.append((*_place(first), *_place(last_place or first)))


def _add(sheet: Sheet, node: Node, row: int, column: int) -> None:
    """Take a cell in if it holds a value."""
    kind = node.get("t") or "n"
    if kind == "inlineStr":
        words = _plain(node)
    else:
        stored = node.find(f"{_MAIN}v")
        words = (stored.text or "") if stored is not None else ""
        if not words and kind != "str" and node.find(f"{_MAIN}f") is not None:
            sheet.unsolved += 1
    if words.strip():
        sheet.cells.append(Stored(row, column, kind, words, int(node.get("s") or 0)))


def _place(reference: str) -> tuple[int, int]:
    """Row and column of such as AB12.

    Raises:
        ValueError: no such place.
    """
    match = _PLACE.fullmatch(reference)
    column = 0
    for letter in match[1] if match else "":
        column = column * 26 + ord(letter) - 64
    row = int(match[2]) if match else 0
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise ValueError(reference)
    return row, column
