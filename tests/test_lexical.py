"""The lexical index gives the numbers of the BM25 formula, from memory and from disk."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.store.lexical import K1, B, Lexical

TOKENS = st.lists(st.sampled_from(["专利", "商标", "质押", "融资", "宁波", "pct"]), max_size=8)


def naive(texts: list[list[str]], weights: dict[str, float]) -> list[float]:
    """Lucene's BM25, straight from the formula (Kamphuis et al. 2020, table 1)."""
    average = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        counts, score = Counter(text), 0.0
        for token, weight in weights.items():
            df = sum(token in other for other in texts)
            idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
            tf = counts[token]
            score += weight * idf * tf / (tf + K1 * (1 - B + B * len(text) / average)) if tf else 0.0
        scores.append(score)
    return scores


@settings(max_examples=40, deadline=None)
@given(
    st.lists(TOKENS.filter(bool), min_size=1, max_size=12),
    st.dictionaries(st.sampled_from(["专利", "质押", "无"]), st.floats(0.1, 2)),
)
def test_scores_are_those_of_the_formula(texts: list[list[str]], weights: dict[str, float]) -> None:
    index = Lexical.of(texts, [["路径"]] * len(texts))
    assert index.scores(weights) == pytest.approx(naive(texts, weights), abs=1e-4)


def test_from_disk_the_scores_are_the_same(tmp_path: Path) -> None:
    texts = [["专利", "质押"], ["商标"], []]
    paths = [["总则"], ["专利"], ["附则"]]
    index = Lexical.of(texts, paths)
    index.save(tmp_path)
    again = Lexical.load(tmp_path, 3)
    for field in ("text", "path"):
        weights = {"专利": 1.0, "商标": 0.5}
        np.testing.assert_allclose(again.scores(weights, field), index.scores(weights, field), rtol=1e-6)


def test_frequency_counts_passages_in_text_or_path() -> None:
    index = Lexical.of([["专利", "专利"], ["商标"], ["商标"]], [["专利"], ["专利"], ["专利"]])
    assert [index.frequency(token) for token in ("专利", "商标", "温州")] == [3, 2, 0]
