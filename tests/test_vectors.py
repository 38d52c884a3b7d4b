"""FAISS gives the order of brute force, and rows keep the spans they stand for."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Span
from kb.store.vectors import Vectors


def unit(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 24)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def spans(count: int) -> list[Span]:
    return [Span(number // 2, number, number + 5) for number in range(count)]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 80))
def test_the_order_is_that_of_brute_force(seed: int, count: int, wanted: int) -> None:
    rows, query = unit(seed, count), unit(seed + 1, 1)[0]
    found = Vectors.of(rows, spans(count)).nearest(query, wanted)
    order = np.argsort(-(rows @ query), kind="stable")[:wanted]
    assert [span for span, _ in found] == [spans(count)[i] for i in order]
    np.testing.assert_allclose([cosine for _, cosine in found], (rows @ query)[order], atol=1e-5)


def test_from_disk_the_answer_is_the_same(tmp_path: Path) -> None:
    index = Vectors.of(unit(1, 9), spans(9))
    index.save(tmp_path / "vectors")
    again = Vectors.load(tmp_path / "vectors")
    assert again.count == 9
    assert again.nearest(unit(2, 1)[0], 5) == index.nearest(unit(2, 1)[0], 5)
