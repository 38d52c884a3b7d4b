"""The fused ranking is that of a naive reference, and obeys the laws one expects of a fusion."""

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ask.fuse import DENSE_WEIGHT, PATH_WEIGHT, POOL, Postings, dense_scores, fuse, lexical_scores
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


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 300), st.integers(1, 40), st.integers(0, 1000))
def test_the_pool_is_the_head_of_a_full_stable_sort(count: int, different: int, seed: int) -> None:
    lexical = np.random.default_rng(seed).integers(0, different, count).astype(np.float32)
    by_words = [each for each in fuse(lexical, {}) if each.lexical_rank]
    order = [i for i in np.argsort(-lexical, kind="stable").tolist() if lexical[i] > 0][:POOL]
    assert [each.passage for each in sorted(by_words, key=lambda each: each.lexical_rank or 0)] == order
    assert [each.passage for each in by_words] == order


Lists = dict[tuple[str, str], dict[int, float]]
"""For a token and a field the passages that hold it, and its score in each."""
LISTS = st.dictionaries(
    st.tuples(st.sampled_from("甲乙丙丁戊"), st.sampled_from(["text", "path"])),
    st.dictionaries(st.integers(0, 15), st.floats(0.1, 9), max_size=16),
)
WORDINGS = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.floats(0, 2), max_size=4).map(
    lambda weights: Wording("".join(weights), weights)
)
QUERIES = st.lists(
    st.builds(Concept, WORDINGS, st.lists(WORDINGS, max_size=3).map(tuple)), max_size=4
).map(lambda concepts: Query("", tuple(concepts)))  # fmt: skip


def postings_of(lists: Lists) -> Postings:
    def postings(token: str, field: str) -> tuple[np.ndarray, np.ndarray]:
        found = sorted(lists.get((token, field), {}).items())
        rows, scores = [row for row, _ in found], [score for _, score in found]
        return np.array(rows, dtype=np.int32), np.array(scores, dtype=np.float32)

    return postings


def score(passage: int, query: Query, lists: Lists) -> float:
    """What the words give to a passage, straight from the definition."""

    def of(token: str) -> float:
        text, path = (lists.get((token, field), {}).get(passage, 0.0) for field in ("text", "path"))
        return text + PATH_WEIGHT * path

    return sum(
        max(
            weight * sum(counts * of(token) for token, counts in wording.weights.items())
            for wording, weight in concept.wordings
        )
        for concept in query.concepts
    )


@settings(max_examples=200, deadline=None)
@given(QUERIES, LISTS)
def test_lexical_scores_are_those_of_the_definition(query: Query, lists: Lists) -> None:
    found = lexical_scores(query, postings_of(lists), 16)
    assert found.tolist() == pytest.approx([score(i, query, lists) for i in range(16)], rel=1e-4, abs=1e-5)


def test_a_concept_counts_by_its_best_wording_and_not_by_their_sum() -> None:
    concept = Concept(Wording("缺钱", {"缺钱": 1.0}), tuple(Wording(term, {term: 2.0}) for term in ("融资", "信贷")))
    lists: Lists = {(token, "text"): {0: 1.0, 1: 1.0} for token in ("缺钱", "融资", "信贷")}
    assert lexical_scores(Query("缺钱", (concept,)), postings_of(lists), 2).tolist() == pytest.approx([1.4, 1.4])
