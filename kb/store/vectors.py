"""The dense index: FAISS over unit rows, exact, memory-mapped when opened from disk."""

import errno
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from kb.model import Span

Matrix = NDArray[np.float32]


class Vectors:
    """Inner-product search over the spans of passages; with unit rows the score is the cosine.

    The cost of a search grows with rows × dimension.
    """

    def __init__(self, index: faiss.Index, spans: NDArray[np.int32]) -> None:
        self._index = index
        self._spans = spans

    @classmethod
    def of(cls, rows: Matrix, spans: Sequence[Span]) -> "Vectors":
        """Index unit rows, float32 (n, d), each standing for the span of the same position."""
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(index, np.array([astuple(each) for each in spans], dtype=np.int32))

    @classmethod
    def load(cls, folder: Path) -> "Vectors":
        """Open what `save` wrote, the rows left on disk until they are read."""
        index = faiss.read_index(str(folder / "rows.faiss"), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, np.load(folder / "spans.npy", mmap_mode="r", allow_pickle=False))

    def save(self, folder: Path) -> None:
        """Write the rows and what they stand for.

        Raises:
            OSError: the disk is full or fails.
        """
        folder.mkdir()
        try:
            faiss.write_index(self._index, str(folder / "rows.faiss"))
        except RuntimeError as error:
            raise OSError(errno.EIO, str(error)) from error
        np.save(folder / "spans.npy", self._spans, allow_pickle=False)

    @property
    def count(self) -> int:
        """The number of rows."""
        return int(self._index.ntotal)

    def nearest(self, query: Matrix, count: int) -> list[tuple[Span, float]]:
        """The `count` nearest spans (fewer if there are fewer) with their cosines, best first."""
        scores, numbers = self._index.search(query.reshape(1, -1), min(count, self.count))
        found = zip(self._spans[numbers[0]].tolist(), scores[0].tolist(), strict=True)
        return [(Span(*span), score) for span, score in found]
