"""Documents, sections and passages ↔ rows of the catalog's tables."""

import json
from dataclasses import asdict
from typing import Any

from kb.model import (
    Document,
    Fact,
    Field,
    Omission,
    OmissionKind,
    ParseReport,
    Passage,
    Recognition,
    Section,
    SectionKind,
    Table,
)

DOCUMENT = "id, title, file, sha256, facts, omissions, report"
SECTION = 'id, kind, label, title, heading, depth, parent, citation, texts, starts, page, "table"'
PASSAGE = "id, section, path, text, page"


def to_json(value: object) -> str:
    """Compact JSON, its Chinese readable."""
    return json.dumps(value, ensure_ascii=False)


def document_row(position: int, document: Document) -> tuple[object, ...]:
    """A document without its sections."""
    facts = [(each.field, each.value, each.words, each.place) for each in document.facts]
    omissions = [(each.text, each.kind) for each in document.omissions]
    return (
        document.id, position, document.title, document.file, document.sha256,
        to_json(facts), to_json(omissions), to_json(asdict(document.report)),
    )  # fmt: skip


def section_row(document: str, position: int, section: Section) -> tuple[object, ...]:
    """A section of the document of that id."""
    table = section.table and to_json((section.table.caption, section.table.header, section.table.rows))
    return (
        section.id, document, position, section.kind, section.label, section.title, section.heading, section.depth,
        section.parent, section.citation, to_json(section.texts), to_json(section.starts), section.page, table,
    )  # fmt: skip


def passage_row(number: int, passage: Passage) -> tuple[object, ...]:
    """A passage of that number."""
    return number, passage.id, passage.section, to_json(passage.path), passage.text, passage.page


def passage_of(row: tuple[str, ...]) -> Passage:
    """A passage from the columns `PASSAGE`."""
    id_, section, path, text, page = row
    return Passage(id_, section, tuple(json.loads(path)), text, int(page) if page is not None else None)


def section_of(row: tuple[str, ...]) -> Section:
    """A section from the columns `SECTION`."""
    id_, kind, label, title, heading, depth, parent, citation, texts, starts, page, table = row
    return Section(
        id=id_,
        kind=SectionKind(kind),
        label=label,
        title=title,
        heading=heading,
        depth=int(depth),
        parent=parent,
        citation=citation,
        texts=tuple(json.loads(texts)),
        starts=tuple(json.loads(starts)),
        page=int(page) if page is not None else None,
        table=_table(table) if table else None,
    )


def _table(stored: str) -> Table:
    caption, header, rows = json.loads(stored)
    return Table(caption, tuple(header), tuple(map(tuple, rows)))


def document_of(row: tuple[str, ...], sections: tuple[Section, ...] = ()) -> Document:
    """A document from the columns `DOCUMENT`, with the sections that are handed in."""
    id_, title, file, sha256, facts, omissions, report = row
    return Document(
        id_,
        title,
        file,
        sha256,
        sections,
        tuple(Fact(Field(field), value, words, place) for field, value, words, place in json.loads(facts)),
        tuple(Omission(text, OmissionKind(kind)) for text, kind in json.loads(omissions)),
        _report(json.loads(report)),
    )


def _report(stored: dict[str, Any]) -> ParseReport:
    recognised = tuple(Recognition(**each) for each in stored.pop("recognised"))
    values = {name: _tuples(value) for name, value in stored.items()}
    return ParseReport(**values, recognised=recognised)


def _tuples(value: Any) -> Any:
    """A value of JSON with tuples for its lists."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
