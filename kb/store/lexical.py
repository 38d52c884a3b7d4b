"""The lexical index: bm25s over the tokens of the passages, and over those of their heading paths."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
FIELDS = ("text", "path")

Rows = NDArray[np.int32]
Scores = NDArray[np.float32]

_NONE: tuple[Rows, Scores] = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class _Columns:
    """What bm25s keeps of one field: a column a token, of the passages that hold it, ascending, and its scores there.

    They are views on what bm25s mapped: a slice of a `numpy.memmap` costs more than the work on a short column.
    """

    engine: bm25s.BM25
    starts: NDArray[np.int64]
    rows: Rows
    scores: Scores

    @classmethod
    def of(cls, engine: bm25s.BM25) -> "_Columns":
        return cls(engine, *(np.asarray(engine.scores[name]) for name in ("indptr", "indices", "data")))

    def column(self, token: str) -> tuple[Rows, Scores]:
        number = self.engine.vocab_dict.get(token)
        if number is None:
            return _NONE
        start, end = self.starts[number], self.starts[number + 1]
        return self.rows[start:end], self.scores[start:end]


class Lexical:
    """BM25 (Lucene's variant) over two fields of the same passages; memory-mapped when opened from disk."""

    def __init__(self, fields: Mapping[str, bm25s.BM25], count: int) -> None:
        self._fields = {name: _Columns.of(engine) for name, engine in fields.items()}
        self.count = count

    @classmethod
    def of(cls, texts: Sequence[list[str]], paths: Sequence[list[str]]) -> "Lexical":
        """Index the tokens of each passage's text and of its path, in the order of the passages' numbers."""
        return cls({"text": _index(texts), "path": _index(paths)}, len(texts))

    @classmethod
    def load(cls, folder: Path, count: int) -> "Lexical":
        """Open what `save` wrote for `count` passages."""
        return cls({name: bm25s.BM25.load(folder / name, mmap=True) for name in FIELDS}, count)

    def save(self, folder: Path) -> None:
        """Write one folder a field: numpy arrays and JSON, no pickle."""
        for name, columns in self._fields.items():
            columns.engine.save(folder / name, show_progress=False)

    def engine(self, field: str) -> bm25s.BM25:
        """The bare index of a field."""
        return self._fields[field].engine

    def postings(self, token: str, field: str = "text") -> tuple[Rows, Scores]:
        """The passages that hold `token` in a field, ascending, and the BM25 score that it gives to each."""
        return self._fields[field].column(token)

    def held(self, tokens: Iterable[str], passage: int, fields: Sequence[str] = FIELDS) -> set[str]:
        """Those of `tokens` that a passage holds in any of `fields`."""
        return self.held_each(tokens, [passage], fields)[0]

    def held_each(
        self, tokens: Iterable[str], passages: Sequence[int], fields: Sequence[str] = FIELDS
    ) -> list[set[str]]:
        """For each passage those of `tokens` that it holds in any of `fields`, each posting list searched once."""
        wanted = np.array(passages, dtype=np.int32)
        found: list[set[str]] = [set() for _ in passages]
        for token in tokens:
            for field in fields:
                for position in _places(self._fields[field].column(token)[0], wanted):
                    found[position].add(token)
        return found

    def frequency(self, token: str) -> int:
        """In how many passages `token` occurs, in their text or their path (the larger of the two)."""
        return max(len(columns.column(token)[0]) for columns in self._fields.values())

    def prevalence(self, token: str) -> float:
        """The share of passages in which `token` occurs, 0 to 1, counted as `frequency` counts."""
        return self.frequency(token) / max(self.count, 1)


def _places(rows: Rows, wanted: Rows) -> list[int]:
    """The positions of those of `wanted` that are among `rows`, which ascend.

    Both are int32: numpy would widen all of `rows` to compare it with anything else.
    """
    if not rows.size:
        return []
    at = rows.searchsorted(wanted)
    at[at == rows.size] = 0
    positions: list[int] = (rows[at] == wanted).nonzero()[0].tolist()
    return positions


def _index(tokens: Sequence[list[str]]) -> bm25s.BM25:
    """Index, the columns in the order in which tokens first appear.

    Left alone bm25s takes them from a set, in an order that differs from one process to the next.
    """
    columns: dict[str, int] = {}
    numbers = [[columns.setdefault(token, len(columns)) for token in each or ("",)] for each in tokens]
    engine = bm25s.BM25(k1=K1, b=B, method="lucene")
    engine.index((numbers, columns), create_empty_token=False, show_progress=False)
    return engine
