"""Sections → passages: runs of whole sentences, never across a section, never longer than an encoder reads."""

from collections.abc import Iterator

from kb.model import Document, Passage, Section, SectionKind, Span
from kb.model.sentences import pieces, sentences
from kb.parse.tables import row_sentence

PASSAGE_LIMIT = 340
"""Most characters in a passage. A hit shows one passage, and a reader should take it in at a glance."""
CONTEXT_LIMIT = 150
"""Most characters of heading path. With the passage it stays under 512 tokens, at one token a character at worst."""

_WITHOUT_CONTENT = (SectionKind.TABLE, SectionKind.CONTENTS, SectionKind.SIGNATURE, SectionKind.IMPRINT)
"""Kinds that say nothing of their own: a table's rows do, and who signed, when, and who got copies are facts."""


def passages_of(document: Document) -> Iterator[Passage]:
    """The passages of a document, in reading order; their ids are the section's with `#1`, `#2` …"""
    parents = {section.parent for section in document.sections}
    paths = document.paths()
    for section in document.sections:
        path = _shorten(paths[section.id])
        for count, text in enumerate(_texts(section, leaf=section.id not in parents), start=1):
            yield Passage(f"{section.id}#{count}", section.id, path, text, section.page)


def spans_of(number: int, passage: Passage) -> Iterator[Span]:
    """The parts of the passage of that number that get vectors: all of it, then each sentence if there are several."""
    yield Span(number, 0, len(passage.text))
    parts = sentences(passage.text)
    position = 0
    for part in parts if len(parts) > 1 else ():
        start = passage.text.index(part, position)
        position = start + len(part)
        yield Span(number, start, position)


def encoded_text(passage: Passage, span: Span) -> str:
    """What the encoder reads for a span: the headings above it, then its own text."""
    return "\n".join((" ".join(passage.path), passage.text[span.start : span.end]))


def sentences_cut(paragraph: str) -> int:
    """How many sentences of a paragraph are longer than a passage may be."""
    return sum(len(each) > PASSAGE_LIMIT for each in sentences(paragraph)) if len(paragraph) > PASSAGE_LIMIT else 0


def _texts(section: Section, *, leaf: bool) -> list[str]:
    if section.kind in _WITHOUT_CONTENT:
        return []
    if section.table is not None:
        return pieces(row_sentence(section.table.header, section.table.rows[0]), PASSAGE_LIMIT)
    content = _content(section) or (section.texts if leaf else ())
    return _packed([piece for text in content for piece in pieces(text, PASSAGE_LIMIT)])


def _content(section: Section) -> tuple[str, ...]:
    """The section's paragraphs without the heading that the path already holds."""
    headed = section.title and section.kind is not SectionKind.DOCUMENT
    return section.texts[1:] if headed else section.texts


def _packed(parts: list[str]) -> list[str]:
    """Neighbouring short paragraphs of one section joined by line breaks, within the limit."""
    packed: list[str] = []
    for part in parts:
        if packed and len(packed[-1]) + len(part) < PASSAGE_LIMIT:
            packed[-1] += "\n" + part
        else:
            packed.append(part)
    return packed


def _shorten(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path with its headings cut where all of them together would crowd out the passage."""
    if len(" ".join(path)) <= CONTEXT_LIMIT:
        return path
    share = max(CONTEXT_LIMIT // len(path) - 1, 2)
    return tuple(each if len(each) <= share else each[: share - 1] + "…" for each in path)
