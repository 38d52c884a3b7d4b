"""BLOCKS → DOCUMENT → PASSAGES."""

from kb.model import Document, Source
from kb.parse.header import title_of
from kb.parse.outline import Outline
from kb.parse.passages import encoded_text, passages_of, spans_of

__all__ = ["encoded_text", "parse", "passages_of", "spans_of"]


def parse(source: Source, *, document: str, file: str, sha256: str, title: str | None, fallback_title: str) -> Document:
    """The document that a reader's blocks make.

    Args:
        source: what the reader found.
        document: the document's id.
        file: the file's path below the corpus folder, with forward slashes.
        sha256: of the file's bytes.
        title: what the catalog says; None where it is silent, then the text is asked.
        fallback_title: used where the text does not say either (the file's name).
    """
    named = title or title_of(source.blocks) or fallback_title
    outline = Outline(document, named)
    sections = outline.read(source.blocks)
    return Document(document, named, file, sha256, sections, source.omissions, tuple(outline.notes))
