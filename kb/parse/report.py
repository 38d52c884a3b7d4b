"""The proof that nothing was lost, and what an editor should look at: a Source held against its Document."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kb.model import BlockKind, Document, ParseReport, SectionKind, Source
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
    apart = Counter({SectionKind.CONTENTS: 0})
    kept = 0
    for section in document.sections:
        count = sum(map(_printed, section.texts))
        if section.kind in apart:
            apart[section.kind] += count
        else:
            kept += count
    set_aside = Counter(each.kind.value for each in source.omissions for _ in range(_printed(each.text)))
    if apart[SectionKind.CONTENTS]:
        set_aside["目录"] = apart[SectionKind.CONTENTS]
    tables = [block for block in source.blocks if block.kind is BlockKind.TABLE]
    held = [section for section in document.sections if section.kind is SectionKind.TABLE and section.table]
    return ParseReport(
        characters=source.characters,
        in_sections=kept,
        set_aside=tuple(sorted(set_aside.items())),
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


def _printed(text: str) -> int:
    return len("".join(text.split()))


def _cells(table: str) -> int:
    """How many cells of a table, written with tabs and newlines, hold words."""
    return sum(bool(cell.strip()) for row in table.split("\n") for cell in row.split("\t"))
