"""The catalog: documents, sections, passages, and vectors by text hash, in one SQLite file a generation."""

import errno
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import IndexDamaged
from kb.model import (
    Document,
    Fact,
    Field,
    Omission,
    OmissionKind,
    ParseReport,
    Passage,
    Recognition,
    Refusal,
    Section,
    SectionKind,
    Table,
)
from kb.model.filters import Filters
from kb.model.naming import Entry
from kb.store import filtered
from kb.store.named import Fold, listed

Rows = NDArray[np.float32]

_SCHEMA = """
CREATE TABLE document (id TEXT PRIMARY KEY, position INTEGER, title TEXT, file TEXT, sha256 TEXT, facts TEXT,
                       omissions TEXT, report TEXT) WITHOUT ROWID;
CREATE TABLE fact (document TEXT REFERENCES document, field TEXT, value TEXT);
CREATE INDEX fact_by_field ON fact (field, value);
CREATE TABLE section (id TEXT PRIMARY KEY, document TEXT REFERENCES document, position INTEGER, kind TEXT, label TEXT,
                      title TEXT, heading TEXT, depth INTEGER, parent TEXT, citation TEXT, texts TEXT, starts TEXT,
                      page INTEGER, "table" TEXT) WITHOUT ROWID;
CREATE INDEX section_by_document ON section (document, position);
CREATE TABLE passage (number INTEGER PRIMARY KEY, id TEXT, section TEXT REFERENCES section, path TEXT, text TEXT,
                      page INTEGER);
CREATE INDEX passage_by_section ON passage (section);
CREATE TABLE reach (document TEXT PRIMARY KEY REFERENCES document, first INTEGER, last INTEGER) WITHOUT ROWID;
CREATE TABLE name (name TEXT, work INTEGER, rank INTEGER, PRIMARY KEY (name, work)) WITHOUT ROWID;
CREATE TABLE clause (work INTEGER, clause TEXT, edition INTEGER, section TEXT REFERENCES section);
CREATE INDEX clause_of_work ON clause (work, clause);
CREATE INDEX clause_of_any ON clause (clause, work);
CREATE TABLE vector (hash TEXT PRIMARY KEY, encoder TEXT, row BLOB) WITHOUT ROWID;
CREATE TABLE refusal (file TEXT, reason TEXT);
"""
_REACH = """
INSERT INTO reach SELECT document, min(number), max(number) FROM passage JOIN section ON section.id = passage.section
GROUP BY document
"""
"""The passages of a document have numbers that follow each other."""
_SECTION = 'id, kind, label, title, heading, depth, parent, citation, texts, starts, page, "table"'


def text_hash(text: str) -> str:
    """The key under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def write(
    path: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    vectors: Mapping[str, Rows],
    encoder: str,
    refusals: Iterable[Refusal],
    fold: Fold = str,
) -> None:
    """Write a new catalog. A passage's number is its position; `vectors` holds a unit row for every text hash.

    `fold` gives the spelling in which titles are compared (see `kb.store.named`).

    Raises:
        OSError: the disk is full or fails.
    """
    try:
        _write(path, documents, passages, vectors, encoder, refusals, fold)
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)) from error


def _write(
    path: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    vectors: Mapping[str, Rows],
    encoder: str,
    refusals: Iterable[Refusal],
    fold: Fold = str,
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (_document_row(i, document) for i, document in enumerate(documents)),
        )
        connection.executemany(
            "INSERT INTO fact VALUES (?, ?, ?)", (row for d in documents for row in filtered.rows_of(d))
        )
        connection.executemany(
            f"INSERT INTO section VALUES ({', '.join('?' * 14)})",
            (_section_row(d.id, i, section) for d in documents for i, section in enumerate(d.sections)),
        )
        connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
            ((i, p.id, p.section, _json(p.path), p.text, p.page) for i, p in enumerate(passages)),
        )
        connection.execute(_REACH)
        found = listed(documents, fold)
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", found.name_rows())
        connection.executemany("INSERT INTO clause VALUES (?, ?, ?, ?)", found.clause_rows())
        connection.executemany(
            "INSERT INTO vector VALUES (?, ?, ?)", ((h, encoder, vectors[h].tobytes()) for h in sorted(vectors))
        )
        connection.executemany("INSERT INTO refusal VALUES (?, ?)", ((r.file, r.reason) for r in refusals))


class Catalog:
    """A published catalog, read only; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        self.count("document")

    def _read(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run a query.

        Raises:
            IndexDamaged: the file is no catalog, or cannot be read.
        """
        try:
            return self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise IndexDamaged(
                f"索引目录损坏（{error}）。请运行：python -m kb verify 查看，python -m kb build --full 重建"
            ) from error

    def vectors(self, encoder: str) -> dict[str, Rows]:
        """All unit rows that `encoder` made, by text hash."""
        rows = self._read("SELECT hash, row FROM vector WHERE encoder = ?", (encoder,))
        return {hash_: np.frombuffer(row, dtype=np.float32) for hash_, row in rows}

    def documents(self) -> tuple[Document, ...]:
        """All documents in the order of the corpus, without their sections."""
        rows = self._read("SELECT id, title, file, sha256, facts, omissions, report FROM document ORDER BY position")
        return tuple(_document(row, ()) for row in rows)

    def passing(self, filters: Filters) -> list[str]:
        """The ids of the documents that pass all filters but the one on validity, in the order of the corpus."""
        condition, values = filtered.condition(filters)
        return [id_ for (id_,) in self._read(f"SELECT id FROM document WHERE {condition} ORDER BY position", values)]

    def passages_in(self, documents: Iterable[str]) -> NDArray[np.bool_]:
        """For each passage, by its number, whether it stands in one of some documents."""
        within = np.zeros(self.count("passage"), dtype=bool)
        rows = self._read(
            "SELECT first, last FROM reach WHERE document IN (SELECT value FROM json_each(?))",
            (_json(list(documents)),),
        )
        for first, last in rows:
            within[first : last + 1] = True
        return within

    def values(self, field: str) -> list[tuple[str, int]]:
        """The values that documents have in a field that can be filtered by, and how many have each; the most first."""
        return self._read(
            "SELECT value, count(*) FROM fact WHERE field = ? GROUP BY value ORDER BY 2 DESC, 1", (field,)
        ).fetchall()

    def document(self, id_: str) -> Document | None:
        """A document with all its sections, or None."""
        row = self._read(
            "SELECT id, title, file, sha256, facts, omissions, report FROM document WHERE id = ?", (id_,)
        ).fetchone()
        if row is None:
            return None
        sections = self._read(f"SELECT {_SECTION} FROM section WHERE document = ? ORDER BY position", (id_,))
        return _document(row, tuple(map(_section, sections)))

    def section(self, id_: str) -> Section | None:
        """A section, or None."""
        row = self._read(f"SELECT {_SECTION} FROM section WHERE id = ?", (id_,)).fetchone()
        return _section(row) if row else None

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of those numbers, in that order."""
        marks = ", ".join("?" * len(numbers))
        rows = self._read(
            f"SELECT number, id, section, path, text, page FROM passage WHERE number IN ({marks})",
            [int(number) for number in numbers],
        )
        found = {row[0]: Passage(row[1], row[2], tuple(json.loads(row[3])), row[4], row[5]) for row in rows}
        return [found[int(number)] for number in numbers]

    def passages_of(self, section: str) -> list[Passage]:
        """The passages of a section, in their order."""
        rows = self._read(
            "SELECT id, section, path, text, page FROM passage WHERE section = ? ORDER BY number", (section,)
        )
        return [Passage(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4]) for row in rows]

    def below(self, section: Section) -> list[Section]:
        """The sections that stand in a section, however deep, in reading order."""
        rows = self._read(
            f"SELECT {_SECTION} FROM section JOIN (SELECT document AS d, position AS p FROM section WHERE id = ?)"
            " WHERE document = d AND position > p ORDER BY position",
            (section.id,),
        )
        return list(takewhile(lambda each: each.depth > section.depth, map(_section, rows)))

    def named(self, names: Sequence[str]) -> list[tuple[str, int, int]]:
        """(name, work, rank) for those of the keys of titles under which a document is known."""
        marks = ", ".join("?" * len(names))
        return self._read(f"SELECT name, work, rank FROM name WHERE name IN ({marks})", names).fetchall()

    def clauses(self, clauses: Sequence[str], works: Sequence[int] | None = None, most: int = 400) -> list[Entry]:
        """Where clauses stand in some works, or in any: the newest editions first, each in reading order."""
        marks = ", ".join("?" * len(clauses))
        within = f" AND work IN ({', '.join('?' * len(works))})" if works is not None else ""
        rows = self._read(
            f"SELECT work, clause, edition, section FROM clause WHERE clause IN ({marks}){within}"
            " ORDER BY edition DESC, rowid LIMIT ?",
            (*clauses, *(works or ()), most),
        )
        return [Entry(*row) for row in rows]

    def count(self, table: str) -> int:
        """The number of rows of a table of the catalog."""
        (count,) = self._read(f'SELECT count(*) FROM "{table}"').fetchone()
        return int(count)

    def section_counts(self) -> dict[str, int]:
        """How many sections each document has, by its id."""
        return dict(self._read("SELECT document, count(*) FROM section GROUP BY document"))

    def refusals(self) -> tuple[Refusal, ...]:
        """The files of the corpus that the build could not take in."""
        return tuple(Refusal(*row) for row in self._read("SELECT file, reason FROM refusal"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _document_row(position: int, document: Document) -> tuple[object, ...]:
    facts = [(each.field, each.value, each.words, each.place) for each in document.facts]
    omissions = [(each.text, each.kind) for each in document.omissions]
    return (
        document.id, position, document.title, document.file, document.sha256,
        _json(facts), _json(omissions), _json(asdict(document.report)),
    )  # fmt: skip


def _section_row(document: str, position: int, section: Section) -> tuple[object, ...]:
    table = section.table and _json((section.table.caption, section.table.header, section.table.rows))
    return (
        section.id, document, position, section.kind, section.label, section.title, section.heading, section.depth,
        section.parent, section.citation, _json(section.texts), _json(section.starts), section.page, table,
    )  # fmt: skip


def _section(row: tuple[str, ...]) -> Section:
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


def _document(row: tuple[str, ...], sections: tuple[Section, ...]) -> Document:
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
