"""The parts of a Word file as XML trees (ECMA-376-1 part 1, WordprocessingML; ECMA-376-2, OPC).

The parts are read one by one and not through python-docx's package: that refuses a file which merely names a picture
it does not hold, and any but the plain .docx type (.docm and .dotx hold the same parts).
"""

import posixpath
from collections.abc import Iterator

from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Node

from kb.errors import FileRefused
from kb.read.archive import Archive

__all__ = ["AC", "DGM", "MC", "A", "M", "Node", "Parts", "R", "V", "W", "integer", "is_on", "nearest", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
AC = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Word's 「Strict Open XML 文档」 differs in its namespaces (ISO/IEC 29500-1); nothing read here differs otherwise."""

_BROKEN = "Word 文件内部已损坏（正文的 XML 不完整），无法读取，请用 Word 或 WPS 打开并另存为 .docx 后再放入"
_INTEGER_LIMIT = 1 << 31


class Parts:
    """The parts of a package, found by the relationships that lead to them (OPC 6.5)."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.names}
        self.main = next((name for _, kind, name in self._related("") if kind == "officeDocument"), "")
        if not self._holds(self.main):
            self.main = "word/document.xml"

    def document(self) -> Node:
        """The main part.

        Raises:
            FileRefused: it is missing, or no XML.
        """
        if not self._holds(self.main):
            raise FileRefused("Word 文件里没有正文部分（document.xml），文件不完整，请重新导出或拷贝后再放入")
        return self._parse(self.main)

    def one(self, kind: str) -> Node | None:
        """The part of that kind of relationship, such as "styles"; None where the file has none."""
        return next((root for _, root in self.all(kind)), None)

    def all(self, *kinds: str) -> Iterator[tuple[str, Node]]:
        """Every part of those kinds, each once, with the id of the relationship that names it."""
        seen: set[str] = set()
        for identity, kind, name in self._related(self.main):
            if kind in kinds and name not in seen and self._holds(name):
                seen.add(name)
                yield identity, self._parse(name)

    def _holds(self, name: str) -> bool:
        return name.lower() in self._names

    def _related(self, source: str) -> Iterator[tuple[str, str, str]]:
        """The id, the kind and the target of each relationship of a part; those out of the package are left out."""
        folder, name = posixpath.split(source)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._holds(listing):
            return
        for each in self._parse(listing).iterchildren("*"):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target") or "")).lstrip("/")
                yield each.get("Id") or "", (each.get("Type") or "").rpartition("/")[2], target

    def _parse(self, name: str) -> Node:
        content = self._archive.read(self._names[name.lower()])
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        try:
            return parse_xml(content)
        except (SyntaxError, ValueError, LookupError) as error:
            raise FileRefused(_BROKEN) from error


def value(node: Node | None, *path: str) -> str | None:
    """The w:val of the child that a path of tags leads to; None where one of them is missing."""
    for tag in path:
        node = node.find(tag) if node is not None else None
    return node.get(W + "val") if node is not None else None


def integer(text: str | None) -> int | None:
    """A whole number as an attribute has it; None where it is none that Word could have written."""
    try:
        number = int(text) if text is not None else None
    except ValueError:
        return None
    return number if number is not None and abs(number) < _INTEGER_LIMIT else None


def is_on(node: Node | None, tag: str) -> bool | None:
    """Whether a switch is set (ST_OnOff, 17.17.4); None where the file is silent."""
    child = node.find(tag) if node is not None else None
    return None if child is None else child.get(W + "val", "1").lower() not in ("0", "false", "off")


def nearest(node: Node, *tags: str) -> Iterator[Node]:
    """The elements with one of those tags below a node, in order, and none that stands inside another of them.

    Content controls, tracked insertions and smart tags wrap paragraphs, rows and cells to any depth (17.5).
    """
    for child in node.iterchildren("*"):
        if child.tag in tags:
            yield child
        else:
            yield from nearest(child, *tags)
