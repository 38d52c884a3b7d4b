"""The proof that nothing was lost, and what an editor should look at: a Source held against its Document."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kb.model import BlockKind, Document, ParseReport, Section, SectionKind, Source
from kb.parse.passages import sentences_cut

_HEADED = (SectionKind.HEADING, SectionKind.ARTICLE, SectionKind.BOX, SectionKind.ATTACHMENT)


def report_of(source: Source, document: Document, gaps: Sequence[str], doubts: Sequence[str]) -> ParseReport:
    """What became of the characters, tables and cells of a file.

    Args:
        source: what the reader found.
        document: what the parser made of it.
        gaps: where a numbering does not go on, one sentence each.
        doubts: what is to be looked at in the header, one sentence each.
    """
    contents = sum(_held(each) for each in document.sections if each.kind is SectionKind.CONTENTS)
    kept = sum(map(_held, document.sections)) - contents
    set_aside = Counter({"目录": contents} if contents else {})
    for omission in source.omissions:
        set_aside[omission.kind.value] += _printed(omission.text)
    tables = [block for block in source.blocks if block.kind is BlockKind.TABLE]
    held = [section for section in document.sections if section.kind is SectionKind.TABLE and section.table]
    return ParseReport(
        characters=source.characters,
        in_sections=kept,
        set_aside=tuple(sorted((+set_aside).items())),
        headings=tuple(sorted(Counter(s.depth for s in document.sections if s.kind in _HEADED).items())),
        gaps=tuple(gaps),
        tables=(len(tables), len(held)),
        cells=(sum(map(_cells, (block.text for block in tables))), sum(map(_cells, _lines(document)))),
        recognised=source.recognised,
        cut=sum(sentences_cut(text) for section in document.sections for text in section.texts),
        warnings=(*source.warnings, *doubts),
    )


def _lines(document: Document) -> Iterator[str]:
    """The lines of all tables: the text of each row, and above them the texts as wide as the table."""
    for section in document.sections:
        if section.kind is SectionKind.ROW:
            yield from section.texts
        elif section.table:
            width = len(section.table.header)
            yield from (text for text in section.texts if text.count("\t") == width - 1)


def _held(section: Section) -> int:
    return sum(map(_printed, section.texts))


def _printed(text: str) -> int:
    return len("".join(text.split()))


def _cells(table: str) -> int:
    """How many cells of a table, written with tabs and newlines, hold words."""
    return sum(bool(cell.strip()) for row in table.split("\n") for cell in row.split("\t"))
