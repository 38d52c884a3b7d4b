"""The fused ranking is that of a naive reference, and obeys the laws one expects of a fusion."""

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ask.fuse import DENSE_WEIGHT, dense_scores, fuse, lexical_scores
from kb.ask.query import Concept, Query, Wording
from kb.model import Span

SCORES = st.lists(st.floats(0, 20, width=32), min_size=1, max_size=40)


def naive(lexical: list[float], dense: list[float]) -> list[int]:
    def standardised(values: list[float]) -> list[float]:
        spread = statistics.pstdev(values)
        return [(value - statistics.fmean(values)) / spread if spread else 0.0 for value in values]

    pairs = zip(standardised(lexical), standardised(dense), strict=True)
    scores = [(1 - DENSE_WEIGHT) * words + DENSE_WEIGHT * meaning for words, meaning in pairs]
    return sorted(range(len(scores)), key=lambda i: (-round(scores[i], 9), i))


@settings(max_examples=60, deadline=None)
@given(SCORES, st.integers(0, 1000))
def test_in_a_corpus_smaller_than_the_pool_the_order_is_that_of_plain_z_scores(lexical: list[float], seed: int) -> None:
    cosines = np.random.default_rng(seed).uniform(0.7, 0.9, len(lexical)).tolist()
    dense = dict(enumerate(cosines))
    ranked = fuse(np.array(lexical, dtype=np.float32), dense)
    expected = naive([float(np.float32(value)) for value in lexical], cosines)
    assert [each.passage for each in ranked] == expected


def test_a_passage_that_is_first_in_both_rankings_is_first() -> None:
    ranked = fuse(np.array([1, 5, 2], dtype=np.float32), {0: 0.8, 1: 0.9, 2: 0.7})
    assert ranked[0].passage == 1
    assert (ranked[0].lexical_rank, ranked[0].dense_rank) == (1, 1)
    assert ranked[0].lexical_score == 5


def test_a_ranking_that_does_not_hold_a_passage_gives_it_no_rank() -> None:
    ranked = {each.passage: each for each in fuse(np.array([0, 3], dtype=np.float32), {0: 0.9})}
    assert (ranked[0].lexical_rank, ranked[0].dense_rank) == (None, 1)
    assert (ranked[1].lexical_rank, ranked[1].dense_rank) == (1, None)


def test_scores_that_hardly_differ_are_no_division_by_zero() -> None:
    ranked = fuse(np.array([0, 6e-30], dtype=np.float32), {0: 0.8, 1: 0.8})
    assert [each.passage for each in ranked] == [1, 0]


def test_nothing_found_is_an_empty_ranking() -> None:
    assert fuse(np.zeros(5, dtype=np.float32), {}) == []


def test_a_passage_scores_as_its_best_span() -> None:
    nearest = [(Span(7, 4, 9), 0.9), (Span(7, 0, 9), 0.8), (Span(3, 0, 5), 0.6)]
    assert dense_scores(nearest) == {7: 0.9, 3: 0.6}


def test_a_concept_counts_by_its_best_wording_and_not_by_their_sum() -> None:
    def field(weights: dict[str, float], name: str) -> np.ndarray:
        return (
            np.array([sum(weights.values())] * 2, dtype=np.float32) if name == "text" else np.zeros(2, dtype=np.float32)
        )

    concept = Concept(Wording("缺钱", {"缺钱": 1.0}), tuple(Wording(term, {term: 2.0}) for term in ("融资", "信贷")))
    assert lexical_scores(Query("缺钱", (concept,)), field).tolist() == pytest.approx([1.4, 1.4])
