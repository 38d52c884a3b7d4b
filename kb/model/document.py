"""What a parser makes of a Source: a Document of Sections, its Passages, and the proof that nothing was lost."""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.source import Field, Omission, Recognition


class SectionKind(StrEnum):
    """What a section is in its document."""

    DOCUMENT = "document"
    HEADING = "heading"
    ARTICLE = "article"
    ITEM = "item"
    BOX = "box"
    TABLE = "table"
    ROW = "row"
    ATTACHMENT = "attachment"
    CONTENTS = "contents"
    SIGNATURE = "signature"
    IMPRINT = "imprint"


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows of a table, cell for cell; an empty cell is an empty string."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A node of a document's tree, with the words that are its own and not its children's.

    `id` is `document/path of ordinals` and survives a rebuild; `parent` is another section's id.
    `label` is the numbering as a citation writes it (`（三）`, `第二条`), `heading` the whole heading as
    printed; `texts` are the section's own paragraphs in order, a printed heading first.
    `starts` says for each of `texts` where it begins in the document's body.
    """

    id: str
    kind: SectionKind
    label: str
    title: str
    heading: str
    depth: int
    parent: str | None
    citation: str
    texts: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    page: int | None = None
    table: Table | None = None

    @property
    def text(self) -> str:
        """The section's own words, one paragraph a line."""
        return "\n".join(self.texts)


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a document with the words that it was read from.

    `place` is the id of the section that holds the words, or says where else they stand (网页信息栏, catalog.toml).
    Dates are written 2021-06-01; a document number as its text has it, its brackets made 〔〕.
    """

    field: Field
    value: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class ParseReport:
    """What became of every character of a file, and what its reader or an editor should look at.

    Characters are counted without white space: `characters` of the file are those `in_sections`, those of the 目录 and
    those `set_aside` by kind. `headings` counts the numbered and marked headings by depth. `tables` and `cells` are
    (found by the reader, held by sections). `cut` counts sentences that had to be cut for the encoder.
    """

    characters: int = 0
    in_sections: int = 0
    set_aside: tuple[tuple[str, int], ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    gaps: tuple[str, ...] = ()
    tables: tuple[int, int] = (0, 0)
    cells: tuple[int, int] = (0, 0)
    recognised: tuple[Recognition, ...] = ()
    cut: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """How many characters of the file lie nowhere; below zero where some lie twice."""
        return self.characters - self.in_sections - sum(count for _, count in self.set_aside)

    @property
    def balanced(self) -> bool:
        """Whether every character, table and cell of the file is accounted for."""
        return self.lost == 0 and self.tables[0] == self.tables[1] and self.cells[0] == self.cells[1]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document. `sections` are in reading order, the root (the document itself) first."""

    id: str
    title: str
    file: str
    sha256: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...] = ()
    omissions: tuple[Omission, ...] = ()
    report: ParseReport = ParseReport()

    @property
    def body(self) -> str:
        """The text of the document: the paragraphs of all its sections in the order of the file."""
        paragraphs = [pair for each in self.sections for pair in zip(each.starts, each.texts, strict=True)]
        return "\n".join(text for _, text in sorted(paragraphs))

    def paths(self) -> dict[str, tuple[str, ...]]:
        """For each section's id the headings from the document's title down to it."""
        paths: dict[str, tuple[str, ...]] = {}
        for each in self.sections:
            paths[each.id] = (*(paths[each.parent] if each.parent else ()), each.heading)
        return paths


@dataclass(frozen=True, slots=True)
class Passage:
    """What is ranked and shown as a hit: a run of sentences of one section, never more than the encoder reads.

    `text` is the document's own (a table row reads as a sentence), `path` the headings above it, title first.
    """

    id: str
    section: str
    path: tuple[str, ...]
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a passage that has a vector of its own: the whole of it, or one of its sentences.

    `passage` is the passage's number, `start` and `end` are positions in its text.
    """

    passage: int
    start: int
    end: int
