"""BLOCKS → DOCUMENT → PASSAGES."""

from collections.abc import Mapping
from dataclasses import replace

from kb.model import Document, Field, Source
from kb.parse.header import facts_of, title_of
from kb.parse.outline import Outline
from kb.parse.passages import encoded_text, passages_of, spans_of
from kb.parse.report import report_of

__all__ = ["encoded_text", "parse", "passages_of", "spans_of"]


def parse(
    source: Source, *, document: str, file: str, sha256: str, known: Mapping[Field, str], fallback_title: str
) -> Document:
    """The document that a reader's blocks make.

    Args:
        source: what the reader found.
        document: the document's id.
        file: the file's path below the corpus folder, with forward slashes.
        sha256: of the file's bytes.
        known: what the catalog says of the document; it goes before what the text says.
        fallback_title: used where nobody knows the title (the file's name).
    """
    title = known.get(Field.TITLE) or title_of(source) or fallback_title
    outline = Outline(document, title)
    sections = outline.read(source.blocks)
    facts, doubts = facts_of(source, sections, known)
    parsed = Document(document, title, file, sha256, sections, facts, source.omissions)
    return replace(parsed, report=report_of(source, parsed, outline.gaps, doubts))
