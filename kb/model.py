"""The vocabulary of the project: what every room passes to the next.

A file becomes Blocks, Blocks become a Document (a tree of Sections), a Document becomes Passages,
Passages become one generation of the index, a Query becomes Hits, Hits become an Answer,
and every sentence of the Answer cites a Section.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a reader recognised a block as, from the file's own markup."""

    TEXT = "text"
    TABLE = "table"


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


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table of a file, in reading order.

    `text` holds the words of the file; a table's is its cells joined by tabs, its rows by newlines.
    `level` is the heading level that the file's markup gives (1 is the highest), `box` the number
    of the frame the paragraph stands in, `page` counts from 1; each is None where the file is silent.
    """

    text: str
    kind: BlockKind = BlockKind.TEXT
    rows: tuple[tuple[str, ...], ...] = ()
    level: int | None = None
    box: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """Characters of a file that are no part of its body, and why they were left out."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader makes of one file: its body as blocks, and what it left out."""

    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...] = ()


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
class Document:
    """A parsed document. `sections` are in reading order, the root (the document itself) first."""

    id: str
    title: str
    file: str
    sha256: str
    sections: tuple[Section, ...]
    omissions: tuple[Omission, ...] = ()
    notes: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word as people say it, found in a question, and the official terms it stands for."""

    said: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a hit is where it is.

    `words` are those of the question, or of the official terms for it, that the hit's text or path holds; `synonyms`
    what was looked for beside the question's own words. Ranks count from 1, None where a ranking did not hold the hit.
    """

    words: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    lexical_rank: int | None = None
    lexical_score: float = 0.0
    dense_rank: int | None = None
    dense_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One section that matches a question, with the passage of it that matches best."""

    rank: int
    score: float
    document: str
    section: str
    citation: str
    path: tuple[str, ...]
    text: str
    page: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an answer, word for word from the section that it cites."""

    text: str
    citation: str
    section: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The quoted answer to a question; `quotes` is empty exactly when nothing in the corpus answers it."""

    question: str
    quotes: tuple[Quote, ...]
    hits: tuple[Hit, ...]

    @property
    def answered(self) -> bool:
        """Whether the corpus holds an answer."""
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be taken into the index, and the sentence that says why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build did. `encoded` counts passages that went through the encoder, `reused` those that did not."""

    generation: str
    documents: int
    sections: int
    passages: int
    encoded: int
    reused: int
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = field(default=())
