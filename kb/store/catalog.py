"""The catalog: documents, sections, passages, and vectors by text hash, in one SQLite file a generation."""

import errno
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
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

Rows = NDArray[np.float32]

_SCHEMA = """
CREATE TABLE document (id TEXT PRIMARY KEY, position INTEGER, title TEXT, file TEXT, sha256 TEXT, facts TEXT,
                       omissions TEXT, report TEXT) WITHOUT ROWID;
CREATE TABLE section (id TEXT PRIMARY KEY, document TEXT REFERENCES document, position INTEGER, kind TEXT, label TEXT,
                      title TEXT, heading TEXT, depth INTEGER, parent TEXT, citation TEXT, texts TEXT, starts TEXT,
                      page INTEGER, "table" TEXT) WITHOUT ROWID;
CREATE INDEX section_by_document ON section (document, position);
CREATE TABLE passage (number INTEGER PRIMARY KEY, id TEXT, section TEXT REFERENCES section, path TEXT, text TEXT,
                      page INTEGER);
CREATE TABLE vector (hash TEXT PRIMARY KEY, encoder TEXT, row BLOB) WITHOUT ROWID;
CREATE TABLE refusal (file TEXT, reason TEXT);
"""
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
) -> None:
    """Write a new catalog. A passage's number is its position; `vectors` holds a unit row for every text hash.

    Raises:
        OSError: the disk is full or fails.
    """
    try:
        _write(path, documents, passages, vectors, encoder, refusals)
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)) from error


def _write(
    path: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    vectors: Mapping[str, Rows],
    encoder: str,
    refusals: Iterable[Refusal],
) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (_document_row(i, document) for i, document in enumerate(documents)),
        )
        connection.executemany(
            f"INSERT INTO section VALUES ({', '.join('?' * 14)})",
            (_section_row(d.id, i, section) for d in documents for i, section in enumerate(d.sections)),
        )
        connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
            ((i, p.id, p.section, _json(p.path), p.text, p.page) for i, p in enumerate(passages)),
        )
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
