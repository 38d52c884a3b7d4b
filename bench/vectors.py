"""The vectors' recall against reading every row, and their times: `python -m bench.vectors --corpus … --queries …`.

Both files are in BEIR's layout. The first rows are texts as they are, encoded by the bundled model; more are made of
them, as no machine encodes a quarter of a million texts for a measure. Beside the product stand other indexes of FAISS.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from bench.beir import questions_in, rows_in
from kb.encode import open_encoder
from kb.library.finder import ROWS
from kb.model import Span
from kb.store.vectors import Vectors

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]
Search = Callable[[Matrix], Sequence[int]]
"""Gives the numbers of the `ROWS` nearest rows, best first."""

CUTS = (10, 100, ROWS)
NEIGHBOURS = 5
"""Of which one is chosen to make a row between it and another."""
NOISE = 0.012
"""Of each dimension of a made row: it keeps made rows as far from each other as sentences of one article are."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an index costs and gives: seconds to build, bytes on disk, ms of a query, recall at each cut.

    `work` is the processors' time of a query: on a shared machine it wanders less than the clock's.
    """

    build: float
    size: int
    times: list[float]
    work: float
    recall: list[float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table for each number of rows."""
    options = _options(arguments)
    rows, queries = _vectors(options)
    for count in options.rows:
        table = widen(enlarge(rows, count), queries, options.dimension)
        print(f"\n{count} 行 × {table[0].shape[1]} 维，{len(queries)} 个问题，各取最近的 {ROWS} 行")
        print(_row("索引", "建成 s", "文件 MB", "p50 ms", "p95 ms", "处理器 ms", *(f"R@{cut}" for cut in CUTS)))
        print("|---|" + "---|" * (5 + len(CUTS)))
        for name, found in compare(*table, others=options.others):
            print(_line(name, found), flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.vectors", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="corpus.jsonl")
    parser.add_argument("--queries", type=Path, required=True, help="queries.jsonl")
    parser.add_argument("--texts", type=int, default=20_000, help="编码多少篇真的文字")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rows", type=int, nargs="+", default=[65_140, 130_000, 250_000])
    parser.add_argument("--dimension", type=int, default=0, help="把向量加宽到多少维")
    parser.add_argument("--others", action="store_true", help="也量 FAISS 的其他索引")
    parser.add_argument("--keep", type=Path, help="编码好的向量存在这个文件夹，下次不再编码")
    return parser.parse_args(arguments)


def _vectors(options: argparse.Namespace) -> tuple[Matrix, Matrix]:
    folder = options.keep or Path(tempfile.mkdtemp())
    paths = folder / "rows.npy", folder / "queries.npy"
    if not all(path.exists() for path in paths):
        folder.mkdir(parents=True, exist_ok=True)
        encoder = open_encoder()
        texts = [f"{row.title}\n{row.text}" for row in rows_in(options.corpus)]
        step = max(len(texts) // options.texts, 1)
        np.save(paths[0], encoder.passages(texts[::step][: options.texts]))
        np.save(paths[1], np.stack([encoder.query(each.text) for each in questions_in(options.queries)]))
    rows, queries = (np.load(path, allow_pickle=False) for path in paths)
    return rows, queries[:: max(len(queries) // options.questions, 1)][: options.questions]


def enlarge(rows: Matrix, count: int) -> Matrix:
    """So many rows: the ones there are, then rows made between one of them and a neighbour of it, with some noise."""
    if count <= len(rows):
        return rows[:count]
    chance = np.random.default_rng(0)
    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(rows)
    beside = np.concatenate([exact.search(rows[i : i + 1000], NEIGHBOURS + 1)[1] for i in range(0, len(rows), 1000)])
    one = chance.integers(len(rows), size=count - len(rows))
    other = beside[one, chance.integers(1, NEIGHBOURS + 1, size=len(one))]
    share = chance.uniform(0.3, 0.7, size=(len(one), 1)).astype(np.float32)
    noise = chance.normal(0, NOISE, size=(len(one), rows.shape[1])).astype(np.float32)
    return np.concatenate([rows, _unit(share * rows[one] + (1 - share) * rows[other] + noise)])


def widen(rows: Matrix, queries: Matrix, dimension: int) -> tuple[Matrix, Matrix]:
    """Rows and queries with further dimensions, sparse and lopsided, as a table of word vectors beside them has."""
    more = dimension - rows.shape[1]
    if more <= 0:
        return rows, queries
    turn = np.random.default_rng(1).normal(0, 0.15, size=(rows.shape[1], more)).astype(np.float32)
    centre = rows.mean(axis=0)
    first, second = (_unit(np.hstack([m, np.maximum((m - centre) @ turn, -0.01)])) for m in (rows, queries))
    return first, second


def _unit(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def compare(rows: Matrix, queries: Matrix, *, others: bool) -> Iterator[tuple[str, Found]]:
    """Reading every row, the product, and where asked for the other indexes, each measured on the same queries."""
    exact, seconds = _built(lambda: _exact(rows))
    truth = [exact.search(query[np.newaxis], ROWS)[1][0] for query in queries]
    yield "逐行（float32）", _measured(_searching(exact), queries, truth, seconds, rows.nbytes)
    with tempfile.TemporaryDirectory() as folder:
        spans = [Span(number, 0, 1) for number in range(len(rows))]
        begun = time.perf_counter()
        Vectors.of(rows, spans).save(Path(folder, "vectors"))
        seconds, size = time.perf_counter() - begun, Path(folder, "vectors", "rows.faiss").stat().st_size
        vectors = Vectors.load(Path(folder, "vectors"))

        def nearest(query: Matrix) -> list[int]:
            return [span.passage for span, _ in vectors.nearest(query, ROWS)]

        yield "本库", _measured(nearest, queries, truth, seconds, size)
    for name, make in OTHERS.items() if others else ():
        index, seconds = _built(lambda make=make: make(rows))  # type: ignore[misc]
        size = faiss.serialize_index(index).nbytes
        for setting, search in _settings(index):
            yield f"{name}{setting}", _measured(search, queries, truth, seconds, size)


def _exact(rows: Matrix) -> faiss.Index:
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return index


def _quantised(rows: Matrix, kind: int) -> faiss.Index:
    index = faiss.IndexScalarQuantizer(rows.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    index.train(rows)
    index.add(rows)
    return index


def _inverted(rows: Matrix) -> faiss.Index:
    lists = int(4 * len(rows) ** 0.5)  # as FAISS advises: 4 to 16 times √rows
    coarse = faiss.IndexFlatIP(rows.shape[1])
    index = faiss.IndexIVFScalarQuantizer(
        coarse, rows.shape[1], lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, True
    )
    index.cp.max_points_per_centroid = 40
    index.train(rows)
    index.add(rows)
    return index


def _graph(rows: Matrix) -> faiss.Index:
    kind: Any = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexHNSWSQ(rows.shape[1], kind, 16, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = 80
    index.train(rows)
    index.add(rows)
    return index


OTHERS: dict[str, Callable[[Matrix], faiss.Index]] = {
    "逐行（float16）": lambda rows: _quantised(rows, faiss.ScalarQuantizer.QT_fp16),
    "逐行（8 位）": lambda rows: _quantised(rows, faiss.ScalarQuantizer.QT_8bit),
    "倒排（8 位余量）": _inverted,
    "HNSW（8 位，M 16）": _graph,
}


def _settings(index: faiss.Index) -> Iterator[tuple[str, Search]]:
    """The searches of an index, from quick to thorough."""
    if isinstance(index, faiss.IndexIVF):
        for share in (16, 8, 4):
            index.nprobe = index.nlist // share
            yield f"，{index.nprobe} / {index.nlist} 类", _searching(index)
    elif isinstance(index, faiss.IndexHNSW):
        for breadth in (ROWS, 2 * ROWS):
            index.hnsw.efSearch = breadth
            yield f"，ef {breadth}", _searching(index)
    else:
        yield "", _searching(index)


def _searching(index: faiss.Index) -> Search:
    return lambda query: index.search(query[np.newaxis], ROWS)[1][0].tolist()


def _built(make: Callable[[], faiss.Index]) -> tuple[faiss.Index, float]:
    begun = time.perf_counter()
    return make(), time.perf_counter() - begun


def _measured(search: Search, queries: Matrix, truth: Sequence[Numbers], seconds: float, size: int) -> Found:
    search(queries[0])
    times, work, shares = [], [], []
    for query, right in zip(queries, truth, strict=True):
        begun, worked = time.perf_counter(), time.process_time()
        found = search(query)
        work.append(1000 * (time.process_time() - worked))
        times.append(1000 * (time.perf_counter() - begun))
        shares.append([len({*found[:cut]} & {*right[:cut].tolist()}) / cut for cut in CUTS])
    return Found(seconds, size, times, statistics.median(work), np.mean(shares, axis=0).tolist())


def _line(name: str, found: Found) -> str:
    p95 = statistics.quantiles(found.times, n=20)[-1]
    times = (statistics.median(found.times), p95, found.work)
    numbers = [f"{found.build:.1f}", f"{found.size / 1e6:.0f}", *(f"{each:.2f}" for each in times)]
    return _row(name, *numbers, *(f"{each:.4f}" for each in found.recall))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
