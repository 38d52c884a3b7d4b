"""Everything of a generation → one new SQLite file; `kb.store.catalog` reads it."""

import errno
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.model import Document, Passage, Refusal
from kb.model.knowledge import Knowledge
from kb.store import filtered, known
from kb.store.named import Fold, listed
from kb.store.rows import document_row, passage_row, section_row

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


def text_hash(text: str) -> str:
    """The key under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a catalog holds.

    A passage's number is its position; `vectors` holds a unit row, made by `encoder`, for every text hash. `fold` gives
    the spelling in which titles are compared (see `kb.store.named`).
    """

    documents: Sequence[Document]
    passages: Sequence[Passage] = ()
    vectors: Mapping[str, Rows] = field(default_factory=dict)
    encoder: str = ""
    refusals: Iterable[Refusal] = ()
    knowledge: Knowledge = field(default_factory=Knowledge)
    fold: Fold = str


def write(path: Path, contents: Contents) -> None:
    """Write a new catalog.

    Raises:
        OSError: the disk is full or fails.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_SCHEMA + known.SCHEMA)
            for table, rows in _inserts(contents):
                width = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
                connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)
            connection.execute(_REACH)
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)) from error


def _inserts(contents: Contents) -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    """Each table, and the rows that belong in it."""
    documents, vectors = contents.documents, contents.vectors
    names = listed(documents, contents.fold)
    yield "document", (document_row(i, document) for i, document in enumerate(documents))
    yield "fact", (row for document in documents for row in filtered.rows_of(document))
    yield "section", (section_row(d.id, i, section) for d in documents for i, section in enumerate(d.sections))
    yield "passage", (passage_row(i, passage) for i, passage in enumerate(contents.passages))
    yield "name", names.name_rows()
    yield "clause", names.clause_rows()
    yield "vector", ((hash_, contents.encoder, vectors[hash_].tobytes()) for hash_ in sorted(vectors))
    yield "refusal", ((each.file, each.reason) for each in contents.refusals)
    yield from known.inserts(contents.knowledge)
