"""The lexical index: bm25s over the tokens of the passages, and over those of their heading paths."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
FIELDS = ("text", "path")

Scores = NDArray[np.float32]


class Lexical:
    """BM25 (Lucene's variant) over two fields of the same passages; memory-mapped when opened from disk."""

    def __init__(self, fields: Mapping[str, bm25s.BM25], count: int) -> None:
        self._fields = fields
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
        for name, index in self._fields.items():
            index.save(folder / name, show_progress=False)

    def scores(self, weights: Mapping[str, float], field: str = "text") -> Scores:
        """The BM25 score of every passage, float32 (count,), each token counted with its weight."""
        index = self._fields[field]
        total = np.zeros(self.count, dtype=np.float32)
        for token, weight in weights.items():
            rows, values = self._postings(index, token)
            total[rows] += weight * values
        return total

    def held(self, tokens: Iterable[str], passage: int, fields: Sequence[str] = FIELDS) -> set[str]:
        """Those of `tokens` that a passage holds in any of `fields`."""
        return {token for token in tokens if any(self._holds(self._fields[name], token, passage) for name in fields)}

    def frequency(self, token: str) -> int:
        """In how many passages `token` occurs, in their text or their path (the larger of the two)."""
        return max(len(self._postings(index, token)[0]) for index in self._fields.values())

    def _holds(self, index: bm25s.BM25, token: str, passage: int) -> bool:
        rows, _ = self._postings(index, token)
        return bool(np.any(rows == passage))

    @staticmethod
    def _postings(index: bm25s.BM25, token: str) -> tuple[NDArray[np.int32], Scores]:
        column = index.vocab_dict.get(token)
        if column is None:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        start, end = index.scores["indptr"][column], index.scores["indptr"][column + 1]
        return index.scores["indices"][start:end], index.scores["data"][start:end]


def _index(tokens: Sequence[list[str]]) -> bm25s.BM25:
    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index([each or [""] for each in tokens], show_progress=False)
    return index
