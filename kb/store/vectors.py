"""The dense index: FAISS over unit rows, exact while small, by sketches and exact re-scoring when large."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from kb.model import Span

Matrix = NDArray[np.float32]
Within = NDArray[np.bool_]
"""For each passage, by its number, whether it may be found."""

EXACT_UP_TO = 20_000
"""Rows that are searched one by one. Up to here that takes some 2 ms, which no sketch would make worth its while."""
SAMPLE = 20_000
"""Most rows that the sketches' centre is taken from, spread over all of them."""
CHUNK = 16_384
"""Rows that are added at once: the rotation makes a copy of them."""
BREADTH, LEAST = 3, 1000
"""How many times as many sketches are looked at as rows are asked for, and how many at least. Of 203,509 rows and 800
asked for, the true first 100 are found to 99.6% and all 800 to 88%; at five times to 99.9% and 94%, for a third more
time and not one question answered better."""
SEED = 1


class Vectors:
    """Inner-product search over the spans of passages; with unit rows the score is the cosine.

    Up to `EXACT_UP_TO` rows a search reads every row. Beyond, it reads a sketch of one bit a dimension of each
    (RaBitQ: Gao and Long, SIGMOD 2024, doi 10.1145/3654970), and scores the rows of the likeliest as they are, kept
    in half precision: the cosines that come back are true to 0.0001. Rows of an encoder whose texts all lie in one
    narrow cone, as those of the e5 family do, gather in no clusters, so that an inverted file loses more and gains
    less. The cost grows with rows × dimension ÷ 8 bytes.
    """

    def __init__(self, index: faiss.Index, spans: NDArray[np.int32]) -> None:
        self._index = index
        self._spans = spans

    @classmethod
    def of(cls, rows: Matrix, spans: Sequence[Span], exact_up_to: int = EXACT_UP_TO) -> "Vectors":
        """Index unit rows, float32 (n, d), each standing for the span of the same position.

        The same rows give the same bytes.
        """
        rows = np.ascontiguousarray(rows, dtype=np.float32)
        with _one_thread():
            index = _exact(rows) if len(rows) <= exact_up_to else _sketched(rows)
        return cls(index, np.array([astuple(each) for each in spans], dtype=np.int32))

    @classmethod
    def load(cls, folder: Path) -> "Vectors":
        """Open what `save` wrote, the rows left on disk until they are read; sketches are read at once."""
        index = faiss.read_index(str(folder / "rows.faiss"), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, np.asarray(np.load(folder / "spans.npy", mmap_mode="r", allow_pickle=False)))

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

    def nearest(self, query: Matrix, count: int, within: Within | None = None) -> list[tuple[Span, float]]:
        """The `count` nearest spans (fewer if there are fewer) with their cosines, best first.

        Args:
            query: a unit vector.
            count: how many.
            within: for each passage whether its spans may be found; all may where it is None.
        """
        if within is None:
            scores, numbers = self._search(query.reshape(1, -1), min(count, self.count))
            return self._named(scores[0], numbers[0])
        allowed = np.flatnonzero(within[self._spans[:, 0]])
        if allowed.size > EXACT_UP_TO:
            return self._named(*self._nearest_of_many(query, count, within, allowed.size))
        scores = self._rows.reconstruct_batch(allowed) @ query
        best = np.argsort(-scores, kind="stable")[:count]
        return self._named(scores[best], allowed[best])

    def cosines(self, query: Matrix, passages: Sequence[int]) -> dict[Span, float]:
        """The cosine of every span of some passages, by their numbers."""
        bounds = [np.searchsorted(self._spans[:, 0], (number, number + 1)) for number in passages]
        numbers = np.concatenate([np.arange(*each) for each in bounds]) if bounds else np.empty(0, dtype=np.int64)
        return dict(self._named(self._rows.reconstruct_batch(numbers.astype(np.int64)) @ query, numbers))

    @property
    def _rows(self) -> faiss.Index:
        return self._index.refine_index if isinstance(self._index, faiss.IndexRefine) else self._index

    def _named(self, scores: Matrix, numbers: NDArray[np.int64]) -> list[tuple[Span, float]]:
        return list(zip(map(Span, *self._spans[numbers].T.tolist()), scores.tolist(), strict=True))

    def _nearest_of_many(
        self, query: Matrix, count: int, within: Within, allowed: int
    ) -> tuple[Matrix, NDArray[np.int64]]:
        """The nearest of many rows of still more: twice as many are asked for until enough of them are allowed."""
        asked = count
        while True:
            asked = min(2 * asked * max(self.count // allowed, 1), self.count)
            scores, numbers = self._search(query.reshape(1, -1), asked)
            kept = within[self._spans[numbers[0], 0]]
            if kept.sum() >= min(count, allowed) or asked == self.count:
                return scores[0][kept][:count], numbers[0][kept][:count]

    def _search(self, query: Matrix, count: int) -> tuple[Matrix, NDArray[np.int64]]:
        """The scores and the numbers of the `count` nearest rows; the settings go along, so that threads may search."""
        how = None
        if isinstance(self._index, faiss.IndexRefine) and count:
            how = faiss.IndexRefineSearchParameters()
            how.k_factor = min(max(BREADTH * count, LEAST), self.count) / count
        with _one_thread():
            scores, numbers = self._index.search(query, count, params=how)
        return scores, numbers


@contextmanager
def _one_thread() -> Iterator[None]:
    """FAISS on this thread alone.

    Sums over many threads are added in an order of their own, and signs that hang on a last digit with them. And one
    query is work for one: the others of OpenMP's team spin while it works, and take the processors from the encoder.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _exact(rows: Matrix) -> faiss.Index:
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return index


def _sketched(rows: Matrix) -> faiss.Index:
    """Sketches over the rows in half precision.

    A sketch is the signs of what is left of a row when the centre of all is taken away; the rotation spreads over all
    dimensions what an encoder, or two of them side by side, may keep in a few.
    """
    dimension = rows.shape[1]
    rotation = faiss.RandomRotationMatrix(dimension, dimension)
    rotation.init(SEED)
    sketches = faiss.IndexPreTransform(rotation, faiss.IndexRaBitQFastScan(dimension, faiss.METRIC_INNER_PRODUCT))
    sketches.train(rows[:: max(len(rows) // SAMPLE, 1)])
    halves = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index = faiss.IndexRefine(sketches, halves)
    for start in range(0, len(rows), CHUNK):
        index.add(rows[start : start + CHUNK])
    return index
