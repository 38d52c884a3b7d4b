"""The tree of a document while it is being read: its sections so far, and the path of those that are open."""

from dataclasses import dataclass, field

from kb.model import Block, Section, SectionKind, Table
from kb.parse.numbering.families import Family
from kb.parse.outline.citations import Place, citation_of

_ID_PREFIX = {
    SectionKind.BOX: "b",
    SectionKind.TABLE: "t",
    SectionKind.ROW: "r",
    SectionKind.ATTACHMENT: "a",
    SectionKind.CONTENTS: "contents",
    SectionKind.SIGNATURE: "signature",
    SectionKind.IMPRINT: "imprint",
}
FRAMES = (SectionKind.BOX, SectionKind.TABLE, SectionKind.ATTACHMENT)


@dataclass(slots=True)
class Open:
    """A section while it is being read. `root` is the citation that its own is put behind."""

    kind: SectionKind
    id: str
    citation: str
    label: str = ""
    title: str = ""
    heading: str = ""
    root: str = ""
    family: Family | None = None
    style: str = ""
    ordinal: int = 0
    steps: tuple[int, ...] = ()
    level: int | None = None
    box: int | None = None
    depth: int = 0
    parent: str | None = None
    page: int | None = None
    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    table: Table | None = None


class Tree:
    """Holds the sections in reading order; `path` are the open ones, the document itself first."""

    def __init__(self, document: str, title: str) -> None:
        self._document = document
        self._ids = {"0": 1}
        self._offset = 0
        self.root = Open(SectionKind.DOCUMENT, f"{document}/0", f"《{title}》", title=title, heading=title)
        self.root.root = self.root.citation
        self._sections = [self.root]
        self.path = [self.root]

    def open(self, place: Place, component: str, heading: str, block: Block, root: str = "") -> Open:
        """Open a section below the innermost open one.

        Args:
            place: what it is, its label and title.
            component: its part of the id.
            heading: as printed.
            block: that it begins with.
            root: what its label is cited behind, where that is not the section around it.
        """
        parent = self.path[-1]
        base = "" if parent.kind is SectionKind.DOCUMENT else parent.id.rpartition("/")[2] + "."
        root = root or parent.citation
        section = Open(
            place.kind,
            self._unique(f"{base}{_ID_PREFIX.get(place.kind, '')}{component}"),
            citation_of(place, parent.kind, self.scope.citation, root, len(parent.texts)),
            place.label,
            place.title,
            heading,
        )
        section.root = root
        section.depth, section.parent = parent.depth + 1, parent.id
        section.level, section.page = block.level, block.page
        self._sections.append(section)
        self.path.append(section)
        return section

    def add(self, text: str) -> None:
        """Give the innermost open section its next paragraph."""
        section = self.path[-1]
        section.texts.append(text)
        section.starts.append(self._offset)
        self._offset += len(text) + 1

    def cut(self, depth: int) -> None:
        """Close all but the outermost `depth` open sections."""
        del self.path[depth:]

    def innermost(self, *kinds: SectionKind) -> int | None:
        """Where the innermost open section of some kinds stands in the path."""
        return next((i for i in range(len(self.path) - 1, 0, -1) if self.path[i].kind in kinds), None)

    @property
    def base(self) -> int:
        """Where the document that is being read stands in the path: an attached one, or the whole."""
        return self.innermost(SectionKind.ATTACHMENT) or 0

    @property
    def scope(self) -> Open:
        """The attachment that is being read, or the document."""
        return self.path[self.base]

    def sections(self) -> tuple[Section, ...]:
        """All sections in reading order, the document itself first."""
        return tuple(_close(section) for section in self._sections)

    def _unique(self, path: str) -> str:
        """The id of a section: its path of ordinals; where a number restarts beside itself, `~2`, `~3` … follow."""
        self._ids[path] = count = self._ids.get(path, 0) + 1
        return f"{self._document}/{path}" + (f"~{count}" if count > 1 else "")


def _close(section: Open) -> Section:
    return Section(
        id=section.id,
        kind=section.kind,
        label=section.label,
        title=section.title,
        heading=section.heading,
        depth=section.depth,
        parent=section.parent,
        citation=section.citation,
        texts=tuple(section.texts),
        starts=tuple(section.starts),
        page=section.page,
        table=section.table,
    )
