"""The tree of a page → its lines in order, a paragraph, a heading or a whole table each, and where elements lie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from kb.read.grid import Cell
from kb.read.html.table import TableKind, grid_of, header_rows, kind_of
from kb.read.html.tree import Element
from kb.read.text import printed

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main marquee menu nav ol p pre section summary table tbody",
    "td tfoot th thead tr ul xmp",
)
_BLOCKS = frozenset(tag for row in _BLOCK_TAGS for tag in row.split())
"""Elements that begin and end a line (HTML 15.3)."""
_CONTROLS = frozenset(
    ("audio", "button", "canvas", "datalist", "object", "option", "select", "svg", "textarea", "video")
)
_HEADING = re.compile(r"h([1-6])\Z")
_HIDDEN = re.compile(r"(?:display:none|visibility:hidden)")
_FILE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|pptx?|ofd|zip|rar|7z|txt|ceb|jpe?g|png)(?:\?|#|\Z)|download", re.I)
_WIDE = "\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
_BROKEN_LINE = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n\s*(?=[{_WIDE}])")
"""A line end between two wide characters shows as nothing (CSS Text 3, 4.1.3), any other as a space."""
_SPACES = re.compile(r"[ \t\n\r]+")
_DEEP = 12
"""Tables nested deeper than this are a scaffold; to look into each would take forever on a page made to that end."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ICON = 40
"""A picture no wider or no higher than this, in pixels, is an ornament."""


@dataclass(slots=True)
class Line:
    """A line of a page: its words, or a table.

    `linked` counts the characters that lead to other pages, `links` how many such links there are; `file` says that
    one leads to a file to download. `frame` is the number of the frame it stands in.
    """

    text: str
    level: int | None = None
    linked: int = 0
    links: int = 0
    file: bool = False
    frame: int | None = None
    grid: list[list[Cell]] | None = None
    header_rows: int | None = None

    @property
    def size(self) -> int:
        """Its characters, white space apart."""
        return printed(self.text)


@dataclass(frozen=True, slots=True)
class Region:
    """The lines `first` to `last` (exclusive) that an element holds, and what the page calls it.

    `names` are its id and classes in small letters, `words` what they are put together from: navBox-2 → nav, box.
    """

    tag: str
    names: frozenset[str]
    words: frozenset[str]
    first: int
    last: int


@dataclass(slots=True)
class Lines:
    """What a walk over a page gives.

    `hidden` are words that no reader of the page sees, or that only label a button; `pictures` says before which lines
    a picture stands, `frames` how many frames and tables there are.
    """

    lines: list[Line] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    frames: int = 0


def lines_of(root: Element, *, total: int) -> Lines:
    """The lines of a page.

    Args:
        root: its tree, from which what is no text has been taken out.
        total: how many characters it holds: no part is hidden, or framed, that is most of the page.
    """
    walk = _Walk(Lines(), total, inside_table=False)
    walk.over(root)
    return walk.found


class _Walk:
    """Goes over a tree once, without recursion save into the cells of a table."""

    def __init__(self, found: Lines, total: int, *, inside_table: bool) -> None:
        self.found = found
        self._total = total
        self._inside_table = inside_table
        self._parts: list[str] = []
        self._line = Line("")
        self._links: list[str] = []
        self._levels: list[int] = []
        self._pre = 0
        self._frame: tuple[Element, int] | None = None
        self._open: list[int] = []
        self._tables = 0

    def over(self, root: Element) -> None:
        """Walk over `root` and what is in it."""
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if self._begin(element):
                    events.skip_subtree()
            else:
                self._end(element)
                if element is not root and element.tail:
                    self._say(element.tail)
        self._flush()

    def _begin(self, element: Element) -> bool:
        """Take in the start of an element; whether all that is in it has been dealt with."""
        tag = element.tag
        heading = _HEADING.match(tag)
        if tag in _BLOCKS:
            self._flush()
            self._open.append(len(self.found.lines))
        if heading:
            self._levels.append(int(heading[1]))
        elif tag == "a":
            self._link(element)
        elif tag == "br":
            self._parts.append("\n") if self._levels else self._flush()
        elif tag == "img" and not _is_ornament(element):
            self.found.pictures.append(len(self.found.lines))
        self._pre += tag in ("pre", "xmp")
        self._tables += tag == "table"
        if tag in _CONTROLS or (_is_hidden(element) and not self._too_large_to_hide(element)):
            self.found.hidden.append(" ".join("".join(element.itertext()).split()))
            return True
        if tag == "table" and self._table(element):
            return True
        if element.text:
            self._say(element.text)
        return False

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._region(element, self._open.pop())
            if self._levels and _HEADING.match(tag):
                self._levels.pop()
            if self._frame and self._frame[0] is element:
                self._frame = None
            self._tables -= tag == "table"
        elif tag == "a" and self._links:
            self._links.pop()
        self._pre -= tag in ("pre", "xmp")

    def _region(self, element: Element, first: int) -> None:
        last = len(self.found.lines)
        if last > first and not self._inside_table and not _HEADING.match(element.tag) and element.tag != "p":
            self.found.regions.append(Region(element.tag, *_names(element), first, last))

    def _link(self, element: Element) -> None:
        """An anchor inside the page is no link, and one to a file belongs to the text."""
        href = (element.get("href") or "").strip()
        inner = not href or (href.startswith("#") and len(href) > 1)
        self._links.append("" if inner else "file" if _FILE.search(href) else "page")
        self._line.file = self._line.file or self._links[-1] == "file"
        self._line.links += self._links[-1] == "page"

    def _say(self, text: str) -> None:
        if self._pre:
            first, *others = text.split("\n")
            self._parts.append(first)
            for other in others:
                self._flush()
                self._parts.append(other)
        else:
            self._parts.append(text)
        if self._links and self._links[-1] == "page":
            self._line.linked += printed(text)

    def _flush(self) -> None:
        """End the line that is being read."""
        text = _shown("".join(self._parts))
        self._parts.clear()
        line, self._line = self._line, Line("")
        if self._links:
            self._line.file, self._line.links = self._links[-1] == "file", int(self._links[-1] == "page")
        if text:
            line.text = text
            line.level = self._levels[-1] if self._levels else None
            line.frame = self._frame[1] if self._frame else None
            self.found.lines.append(line)

    def _table(self, table: Element) -> bool:
        """Take in a table; whether it was taken in as a whole."""
        if self._inside_table or self._tables > _DEEP:
            return False
        kind = kind_of(table, small=self._total * 6 // 10)
        if kind is TableKind.FRAME:
            self.found.frames += 1
            self._frame = (table, self.found.frames)
        grid = grid_of(table, self._cell) if kind is TableKind.DATA else None
        if grid is None:
            return False
        for caption in table.iterchildren("caption"):
            self.found.lines += (Line(text) for text in self._cell(caption))
        self.found.frames += 1
        words = "\n".join("\t".join(cell.text for cell in row) for row in grid)
        linked = sum(printed("".join(link.itertext())) for link in table.iterdescendants("a") if link.get("href"))
        line = Line(words, linked=linked, frame=self.found.frames, grid=grid, header_rows=header_rows(table))
        self.found.lines.append(line)
        return True

    def _cell(self, cell: Element) -> Sequence[str]:
        """The paragraphs of a cell; a table inside it is read as paragraphs."""
        inner = Lines(hidden=self.found.hidden)
        _Walk(inner, self._total, inside_table=True).over(cell)
        self.found.pictures += [len(self.found.lines)] * len(inner.pictures)
        return [line.text for line in inner.lines]

    def _too_large_to_hide(self, element: Element) -> bool:
        """Whether a part that a style hides is most of the page: then a script would have shown it."""
        return printed("".join(element.itertext())) * 2 > self._total


def _names(element: Element) -> tuple[frozenset[str], frozenset[str]]:
    given = f"{element.get('id') or ''} {element.get('class') or ''} {element.get('role') or ''}"
    words = (word.lower() for word in _WORD.findall(given))
    return frozenset(given.lower().split()), frozenset(words)


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(re.sub(r"\s", "", style.lower())) is not None


def _is_ornament(picture: Element) -> bool:
    """Whether a picture is hidden, or so small that it can hold no text."""
    sides = [re.match(r"\s*(\d+)", picture.get(name) or "") for name in ("width", "height")]
    return _is_hidden(picture) or any(side is not None and int(side[1][:6]) <= _ICON for side in sides)


def _shown(text: str) -> str:
    """A line as a browser shows it: runs of plain white space are one space, the hard space stays."""
    text = _SPACES.sub(" ", _BROKEN_LINE.sub("", text)).replace("\xa0", " ")
    return text.strip()
