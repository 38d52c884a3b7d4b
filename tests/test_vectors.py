"""FAISS gives the order of brute force while small and nearly so when large, and rows keep the spans they stand for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Span
from kb.store.vectors import EXACT_UP_TO, Vectors

BESIDES = np.float32(3)
"""How much all rows of `cone` have in common beside what sets them apart: their cosines lie between 0.8 and 1."""


def unit(seed: int, count: int, dimension: int = 24) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def cone(seed: int, count: int, clusters: int = 40, dimension: int = 256) -> np.ndarray:
    """Unit rows in clusters, all of them in one narrow cone, as the e5 family lays texts."""
    chance = np.random.default_rng(seed)
    middles = unit(0, clusters, dimension)[chance.integers(clusters, size=count)]
    rows = middles + unit(seed, count, dimension) + BESIDES * unit(99, 1, dimension)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def spans(count: int) -> list[Span]:
    return [Span(number // 2, number, number + 5) for number in range(count)]


def numbers(found: list[tuple[Span, float]]) -> list[int]:
    return [span.start for span, _ in found]


def nearest(rows: np.ndarray, query: np.ndarray, wanted: int) -> list[int]:
    return np.argsort(-(rows @ query), kind="stable")[:wanted].tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 80))
def test_the_order_is_that_of_brute_force(seed: int, count: int, wanted: int) -> None:
    rows, query = unit(seed, count), unit(seed + 1, 1)[0]
    found = Vectors.of(rows, spans(count)).nearest(query, wanted)
    order = nearest(rows, query, wanted)
    assert [span for span, _ in found] == [spans(count)[i] for i in order]
    np.testing.assert_allclose([cosine for _, cosine in found], (rows @ query)[order], atol=1e-5)


@pytest.mark.parametrize(("count", "sketched"), [(EXACT_UP_TO, False), (EXACT_UP_TO + 1, True)])
def test_a_large_index_is_sketched(count: int, sketched: bool, tmp_path: Path) -> None:
    Vectors.of(unit(1, count, 8), spans(count)).save(tmp_path / "vectors")
    written = faiss.read_index(str(tmp_path / "vectors" / "rows.faiss"))
    assert isinstance(written, faiss.IndexRefine) is sketched


def test_sketches_find_the_true_neighbours_and_their_true_cosines() -> None:
    rows, queries = cone(1, 12_000), cone(2, 25)
    index = Vectors.of(rows, spans(len(rows)), exact_up_to=1000)
    shares = []
    for query in queries:
        found = index.nearest(query, 100)
        shares.append(len({*numbers(found)} & {*nearest(rows, query, 100)}) / 100)
        cosines = [cosine for _, cosine in found]
        np.testing.assert_allclose(cosines, rows[numbers(found)] @ query, atol=2e-4)
        assert cosines == sorted(cosines, reverse=True)
        assert cosines[0] >= (rows @ query).max() - 2e-4
    assert np.mean(shares) >= 0.98, shares


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 200), st.integers(1, 250))
def test_where_all_sketches_are_looked_at_the_order_is_that_of_brute_force(seed: int, count: int, wanted: int) -> None:
    rows, query = unit(seed, count).astype(np.float16).astype(np.float32), unit(seed + 1, 1)[0]
    found = numbers(Vectors.of(rows, spans(count), exact_up_to=1).nearest(query, wanted))
    assert len(found) == len({*found}) == min(count, wanted)
    np.testing.assert_allclose((rows @ query)[found], (rows @ query)[nearest(rows, query, wanted)], atol=1e-5)


@pytest.mark.parametrize("exact_up_to", [9000, 10])
def test_from_disk_the_answer_is_the_same(exact_up_to: int, tmp_path: Path) -> None:
    index = Vectors.of(cone(1, 3000), spans(3000), exact_up_to)
    index.save(tmp_path / "vectors")
    again = Vectors.load(tmp_path / "vectors")
    assert again.count == 3000
    for query in cone(2, 5):
        assert again.nearest(query, 50) == index.nearest(query, 50)


@pytest.mark.parametrize("exact_up_to", [20_000, 10])
def test_the_same_rows_give_the_same_bytes_on_any_number_of_threads(exact_up_to: int, tmp_path: Path) -> None:
    rows, before = cone(1, 18_000), faiss.omp_get_max_threads()
    written = []
    try:
        for threads in (1, 2, 4):
            faiss.omp_set_num_threads(threads)
            Vectors.of(rows.copy(), spans(len(rows)), exact_up_to).save(tmp_path / str(threads))
            written.append((tmp_path / str(threads) / "rows.faiss").read_bytes())
            assert faiss.omp_get_max_threads() == threads
    finally:
        faiss.omp_set_num_threads(before)
    assert written[0] == written[1] == written[2]


def test_threads_that_search_at_once_for_different_counts_get_what_each_would_alone() -> None:
    index = Vectors.of(cone(1, 3000), spans(3000), exact_up_to=10)
    asked = [(query, count) for query in cone(2, 20) for count in (1, 30, 400)]
    alone = [index.nearest(query, count) for query, count in asked]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda each: index.nearest(*each), asked)) == alone


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60), st.integers(1, 80), st.data())
def test_within_some_passages_the_order_is_that_of_brute_force_over_them(
    seed: int, count: int, wanted: int, data: st.DataObject
) -> None:
    rows, query = unit(seed, count), unit(seed + 1, 1)[0]
    passages = (count + 1) // 2
    within = np.array(data.draw(st.lists(st.booleans(), min_size=passages, max_size=passages)), dtype=bool)
    found = Vectors.of(rows, spans(count)).nearest(query, wanted, within)
    assert numbers(found) == [i for i in nearest(rows, query, count) if within[i // 2]][:wanted]


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_within_many_passages_of_a_sketched_index_no_place_is_lost(share: float) -> None:
    count = 3 * EXACT_UP_TO
    index = Vectors.of(cone(3, count, dimension=64), spans(count))
    within = np.random.default_rng(5).random(count // 2) < share
    found = index.nearest(cone(4, 1, dimension=64)[0], 200, within)
    assert len(found) == 200
    assert all(within[span.passage] for span, _ in found)
