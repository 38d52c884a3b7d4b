"""The catalog of a generation, read: documents, sections, passages, what is known of them, and vectors by text hash."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.errors import IndexDamaged
from kb.model import Document, Passage, Refusal, Section
from kb.model.filters import Filters
from kb.model.naming import Entry
from kb.model.record import Indicator, Measure, Relation
from kb.model.validity import Standing
from kb.store import filtered, known
from kb.store.rows import DOCUMENT, PASSAGE, SECTION, document_of, passage_of, section_of, to_json

Rows = NDArray[np.float32]


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
        rows = self._read(f"SELECT {DOCUMENT} FROM document ORDER BY position")
        return tuple(map(document_of, rows))

    def passing(self, filters: Filters, day: date) -> list[str]:
        """The ids of the documents that pass all filters, their validity that of a day, in the order of the corpus."""
        condition, values = filtered.condition(filters, day)
        return [id_ for (id_,) in self._read(f"SELECT id FROM document WHERE {condition} ORDER BY position", values)]

    def passages_in(self, documents: Iterable[str]) -> NDArray[np.bool_]:
        """For each passage, by its number, whether it stands in one of some documents."""
        within = np.zeros(self.count("passage"), dtype=bool)
        rows = self._read(
            "SELECT first, last FROM reach WHERE document IN (SELECT value FROM json_each(?))",
            (to_json(list(documents)),),
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
        row = self._read(f"SELECT {DOCUMENT} FROM document WHERE id = ?", (id_,)).fetchone()
        if row is None:
            return None
        sections = self._read(f"SELECT {SECTION} FROM section WHERE document = ? ORDER BY position", (id_,))
        return document_of(row, tuple(map(section_of, sections)))

    def section(self, id_: str) -> Section | None:
        """A section, or None."""
        row = self._read(f"SELECT {SECTION} FROM section WHERE id = ?", (id_,)).fetchone()
        return section_of(row) if row else None

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of those numbers, in that order."""
        marks = ", ".join("?" * len(numbers))
        rows = self._read(
            f"SELECT number, {PASSAGE} FROM passage WHERE number IN ({marks})",
            [int(number) for number in numbers],
        )
        found = {number: passage_of(tuple(row)) for number, *row in rows}
        return [found[int(number)] for number in numbers]

    def passages_of(self, section: str) -> list[Passage]:
        """The passages of a section, in their order."""
        rows = self._read(f"SELECT {PASSAGE} FROM passage WHERE section = ? ORDER BY number", (section,))
        return list(map(passage_of, rows))

    def below(self, section: Section) -> list[Section]:
        """The sections that stand in a section, however deep, in reading order."""
        rows = self._read(
            f"SELECT {SECTION} FROM section JOIN (SELECT document AS d, position AS p FROM section WHERE id = ?)"
            " WHERE document = d AND position > p ORDER BY position",
            (section.id,),
        )
        return list(takewhile(lambda each: each.depth > section.depth, map(section_of, rows)))

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

    def standings(self, day: date) -> dict[str, Standing]:
        """The validity of each document on a day, by its id."""
        rows = self._read(
            f"SELECT document, {known.STANDING} FROM standing WHERE since <= ? AND ? < until", (day.isoformat(),) * 2
        )
        return {id_: known.standing_of(tuple(row)) for id_, *row in rows}

    def history(self, document: str) -> tuple[Standing, ...]:
        """The standings of a document one after the other."""
        rows = self._read(f"SELECT {known.STANDING} FROM standing WHERE document = ? ORDER BY since", (document,))
        return tuple(map(known.standing_of, rows))

    def relations_of(self, document: str) -> tuple[Relation, ...]:
        """What a document says of others, in the order of its text."""
        rows = self._read(f"SELECT {known.RELATION} FROM relation WHERE document = ? ORDER BY rowid", (document,))
        return tuple(map(known.relation_of, rows))

    def relations_to(self, document: str) -> tuple[Relation, ...]:
        """What others say of a document."""
        rows = self._read(f"SELECT {known.RELATION} FROM relation WHERE target = ? ORDER BY rowid", (document,))
        return tuple(map(known.relation_of, rows))

    def indicators(self, documents: Iterable[str]) -> tuple[Indicator, ...]:
        """The indicators of some documents, in the order of their text."""
        rows = self._read(
            f"SELECT {known.INDICATOR} FROM indicator WHERE document IN (SELECT value FROM json_each(?))"
            " ORDER BY rowid",
            (to_json(list(documents)),),
        )
        return tuple(map(known.indicator_of, rows))

    def measures(self, documents: Iterable[str]) -> tuple[Measure, ...]:
        """The support measures of some documents, in the order of their text."""
        rows = self._read(
            f"SELECT {known.MEASURE} FROM measure WHERE document IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            (to_json(list(documents)),),
        )
        return tuple(map(known.measure_of, rows))
