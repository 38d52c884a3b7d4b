"""OFD, the national fixed-layout format (GB/T 33190—2016): a zip of XML that says where each character stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from kb.errors import FileRefused
from kb.model import Block, Omission, OmissionKind, Source
from kb.read import layout
from kb.read.archive import Archive
from kb.read.layout.layer import is_garbage
from kb.read.layout.page import Page, page_of
from kb.read.layout.running import without_running
from kb.read.layout.sheet import Box, Sheet
from kb.read.ofd.boxes import grids
from kb.read.ofd.package import Package
from kb.read.ofd.page import DEPTH, ROOM, Drawing, code_of, printed, without_doubles
from kb.read.ofd.types import POINT, Node, name_of, numbers

PAGES = 3000
"""Most pages of a file."""
_A4 = (0.0, 0.0, 210.0, 297.0)
_PICTURED = 0.5
"""A page with few characters and pictures on this share of it has its words in the picture."""
_FEW = 50
_LEADERS = re.compile(r"([.．·…‥\-—_])(?:\s?\1){2,}")
"""Dots that lead to a page number; they would hide that the other characters are noise."""

_DAMAGED = (etree.LxmlError, KeyError, ValueError, TypeError, AttributeError)
"""What damaged XML brings out of lxml and the readers of it."""
_BROKEN = "OFD 文件已损坏或不合规范，读不出页面，请重新下载，或用 OFD 阅读器导出为 PDF 后再放入"
_LOCKED = re.compile(r"(?:.*/)?(?:encryptions?\.xml|decr?yptseed(?:\.dat)?)", re.IGNORECASE)
"""The members that only an encrypted package has (GB/T 33190—2016 annex; GM/T 0099)."""
_NO_TEXT = "OFD 里没有文字（只有图形或图片），请用 OFD 阅读器导出为 PDF 后再放入，以便做文字识别"


@dataclass(slots=True)
class _Found:
    """What the documents of a package hold so far."""

    blocks: list[Block] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    characters: int = 0
    pages: int = 0
    room: int = field(default_factory=lambda: ROOM)
    lost: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    garbage: list[int] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)

    def omit(self, words: Iterable[str], kind: OmissionKind) -> None:
        """Set words aside."""
        if kept := [form for form in map(printed, words) if form]:
            self.omissions.append(Omission("\n".join(kept), kind))


def read(content: bytes) -> Source:
    """The paragraphs, frames and tables of an OFD, with their pages counted from 1 through all its documents.

    What a template draws stands on each page that uses it. Stamps and watermarks are set aside.

    Raises:
        FileRefused: damaged, encrypted, or without any text.
    """
    archive = Archive.of(content, ".ofd")
    if any(_LOCKED.fullmatch(name) for name in archive.names):
        raise FileRefused("OFD 文件加了密，无法读取，请用 OFD 阅读器去掉密码（或导出为 PDF）后再放入")
    package = Package(archive)
    found = _Found()
    try:
        roots = [node.text or "" for node in package.tree("OFD.xml").iter("{*}DocRoot")]
        for root in dict.fromkeys(package.find(root, "") for root in roots):
            if root:
                _read_document(package, root, found)
    except _DAMAGED as error:
        raise FileRefused(_BROKEN) from error
    if not found.blocks:
        raise FileRefused(_NO_TEXT if found.pages > len(found.lost) else _BROKEN)
    return Source(
        tuple(found.blocks),
        tuple(found.omissions),
        characters=found.characters,
        warnings=tuple(_warnings(found)),
    )


def _read_document(package: Package, root: str, found: _Found) -> None:
    document = package.tree(root)
    area = _area(document.find("{*}CommonData/{*}PageArea")) or _A4
    units = dict(_units(package, document, root))
    templates = {
        node.get("ID"): package.tree_or_none(node.get("BaseLoc", ""), root) for node in document.iter("{*}TemplatePage")
    }
    places = {node.get("ID", ""): node.get("BaseLoc", "") for node in document.iterfind("{*}Pages/{*}Page")}
    pages: list[Page] = []
    for number, location in enumerate(places.values(), start=found.pages + 1):
        if number > PAGES:
            raise FileRefused(f"OFD 超过了 {PAGES} 页，请拆成几份再放入")
        found.pages = number
        tree = package.tree_or_none(location, root)
        if tree is None:
            found.lost.append(number)
            continue
        used = [templates.get(node.get("TemplateID")) for node in tree.iterfind("{*}Template")]
        trees = [*(template for template in used if template is not None), tree]
        pages.append(_page(trees, number, _area(tree.find("{*}Area")) or area, units, found))
    _place(pages, found)
    _set_aside_annotations(package, document, root, found)
    found.attachments += _attachments(package, document, root)


def _area(node: Node) -> tuple[float, ...] | None:
    """The bounds of a page in millimetres: left, top, width, height."""
    for name in ("PhysicalBox", "ApplicationBox", "ContentBox"):
        box = numbers(node.findtext(f"{{*}}{name}")) if node is not None else []
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            return tuple(box)
    return None


def _units(package: Package, document: Node, root: str) -> Iterator[tuple[str, Node]]:
    """The drawings that pages refer to (CompositeGraphicUnit, 13.2)."""
    for name in ("PublicRes", "DocumentRes"):
        for node in document.iterfind(f"{{*}}CommonData/{{*}}{name}"):
            tree = package.tree_or_none(node.text or "", root)
            for unit in tree.iter("{*}CompositeGraphicUnit") if tree is not None else ():
                yield unit.get("ID", ""), unit


def _page(trees: list[Node], number: int, area: tuple[float, ...], units: dict[str, Node], found: _Found) -> Page:
    left, top, width, height = (value * POINT for value in area)
    drawing = Drawing(width, height, units, room=found.room)
    for tree in trees:
        for content in tree.iterfind("{*}Content"):
            drawing.add(content, (1, 0, 0, 1, -left / POINT, -top / POINT))
    found.room = drawing.room
    found.characters += sum(_count(tree.iterfind("{*}Content"), units) for tree in trees)
    glyphs, doubles = without_doubles(drawing.glyphs)
    found.omit(drawing.slanted, OmissionKind.WATERMARK)
    found.omit(["".join(drawing.hidden), doubles], OmissionKind.HIDDEN)
    sheet = Sheet(number, width, height, tuple(glyphs))
    boxes = tuple(tuple(grid) for grid in grids(drawing.strokes) if _holds_text(grid, sheet)) if glyphs else ()
    page = page_of(Sheet(number, width, height, tuple(glyphs), grids=boxes))
    written = sum(not glyph.text.isspace() for glyph in glyphs)
    if written and is_garbage([_LEADERS.sub("", text) for text in page.texts]):
        found.garbage.append(number)
        found.omit(["".join(glyph.text for glyph in glyphs)], OmissionKind.MARKUP)
        return Page(number, width, height)
    is_scan = written < _FEW and drawing.pictured >= _PICTURED * width * height
    if is_scan or (not written and (drawing.pictured or drawing.drawn)):
        found.pictures.append(number)
    return page


def _count(contents: Iterator[Node], units: dict[str, Node], depth: int = DEPTH) -> int:
    """The characters of all text codes below some elements, those of the drawings that they refer to among them."""
    total = 0
    for content in contents:
        for node in content.iter("{*}TextCode", "{*}CompositeObject"):
            if name_of(node) == "TextCode":
                total += len(printed(code_of(node)))
            elif depth and (unit := units.get(node.get("ResourceID"))) is not None:
                total += _count(iter([unit]), units, depth - 1)
    return total


def _holds_text(grid: tuple[Box, ...], sheet: Sheet) -> bool:
    """Whether cells hold text: no border of the page, no box to tick, no drawing."""
    inked = [glyph for glyph in sheet.glyphs if glyph.text.strip()]
    if len(grid) == 1:
        box, em = grid[0], inked[0].size if inked else 0.0
        if box.area > 0.75 * sheet.width * sheet.height or box.right - box.left < 6 * em:
            return False
    return any(box.holds(glyph) for box in grid for glyph in inked)


def _place(pages: list[Page], found: _Found) -> None:
    """The blocks of one document's pages, without what the pages repeat around their text."""
    kept, running = without_running([(page.number, page.height, page.lines) for page in pages])
    own = [_with_lines(page, {id(line) for line in lines}) for page, lines in zip(pages, kept, strict=True)]
    blocks, repeated = layout.blocks(own)
    found.blocks += blocks
    found.omissions += [*running, *repeated]


def _with_lines(page: Page, own: set[int]) -> Page:
    strips = ((bounds, tuple(line for line in lines if id(line) in own)) for bounds, lines in page.strips)
    return Page(
        page.number, page.width, page.height, tuple((bounds, lines) for bounds, lines in strips if lines), page.enclosed
    )


def _set_aside_annotations(package: Package, document: Node, root: str, found: _Found) -> None:
    """The words of stamps and watermarks, and those that a reader wrote on the pages (14)."""
    for listed in document.iterfind("{*}Annotations"):
        base = package.find(listed.text or "", root)
        pages = package.tree_or_none(listed.text or "", root)
        places = [node.text or "" for node in pages.iter("{*}FileLoc")] if pages is not None else []
        for place in dict.fromkeys(places):
            tree = package.tree_or_none(place, base)
            for note in tree.iter("{*}Annot") if tree is not None else ():
                marks = note.get("Type") in ("Stamp", "Watermark") and note.get("Subtype") != "FreeText"
                words = [code_of(code) for code in note.iter("{*}TextCode")]
                found.characters += sum(len(printed(word)) for word in words)
                found.omit(words, OmissionKind.WATERMARK if marks else OmissionKind.COMMENT)


def _attachments(package: Package, document: Node, root: str) -> Iterator[str]:
    for node in document.iterfind("{*}Attachments"):
        tree = package.tree_or_none(node.text or "", root)
        for each in tree.iter("{*}Attachment") if tree is not None else ():
            if each.get("Visible", "true").lower() != "false":
                yield each.get("Name") or "（未命名）"


def _warnings(found: _Found) -> Iterator[str]:
    for pages, fault in (
        (found.lost, "的内容缺失或损坏，没有读入，请重新下载或导出"),
        (found.pictures, "只有图形或图片，页上的字没有读入；要读入，请用 OFD 阅读器导出为 PDF 后再放入"),
        (found.garbage, "的文字是乱码，请用 OFD 阅读器导出为 PDF 后再放入"),
    ):
        if pages:
            yield f"第 {'、'.join(map(str, pages))} 页{fault}"
    if found.attachments:
        yield f"OFD 里的附件没有读取：{'、'.join(found.attachments)}，需要时请另存出来后放入"
