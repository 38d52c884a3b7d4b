"""Lexical and dense rankings → one, the reasons kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.ask.query import Query
from kb.model import Span

Scores = NDArray[np.float32]
Field = Callable[[Mapping[str, float], str], Scores]
"""Gives the BM25 score of every passage for weighted tokens, in the field `text` or `path`."""

POOL = 100
"""How many passages of each ranking are fused. The scores are standardised over the pool, so that the weight
below means the same in a corpus of a hundred passages and of a hundred thousand."""
DENSE_WEIGHT = 0.65
PATH_WEIGHT = 0.3
"""What a word in the heading path counts, beside 1 in the text."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's place. Ranks count from 1 and are None where that ranking did not hold the passage."""

    passage: int
    score: float
    lexical_rank: int | None
    lexical_score: float
    dense_rank: int | None
    dense_score: float


def lexical_scores(query: Query, field: Field) -> Scores:
    """The score of every passage: for each concept that of its best wording, summed.

    The best wording and not the sum of them, or a concept with five official terms would drown the others.
    """
    total = field({}, "text")
    for concept in query.concepts:
        wordings = [
            weight * (field(wording.weights, "text") + PATH_WEIGHT * field(wording.weights, "path"))
            for wording, weight in concept.wordings
        ]
        total = total + np.max(wordings, axis=0)
    return total


def dense_scores(nearest: Sequence[tuple[Span, float]]) -> dict[int, float]:
    """The cosine of the best span of each passage among the nearest spans, which come best first.

    A passage may be on the point with one sentence, or only with all of it.
    """
    return {span.passage: cosine for span, cosine in reversed(nearest)}


def fuse(lexical: Scores, dense: Mapping[int, float]) -> list[Ranked]:
    """The passages of either ranking's pool, best first; equal scores in the order of the passages."""
    by_words = [int(i) for i in np.argsort(-lexical, kind="stable")[:POOL] if lexical[i] > 0]
    by_meaning = sorted(dense, key=lambda i: (-dense[i], i))[:POOL]
    pool = sorted({*by_words, *by_meaning})
    floor = min((dense[i] for i in by_meaning), default=0.0)
    words = [float(lexical[i]) for i in pool]
    meaning = [dense.get(i, floor) for i in pool]
    scores = (1 - DENSE_WEIGHT) * _standardised(words) + DENSE_WEIGHT * _standardised(meaning)
    word_ranks = {passage: rank for rank, passage in enumerate(by_words, start=1)}
    meaning_ranks = {passage: rank for rank, passage in enumerate(by_meaning, start=1)}
    ranked = [
        Ranked(passage, float(score), word_ranks.get(passage), word, meaning_ranks.get(passage), mean)
        for passage, score, word, mean in zip(pool, scores, words, meaning, strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.passage))


def _standardised(values: Sequence[float]) -> NDArray[np.float64]:
    """Values with mean 0 and standard deviation 1; all 0 where they are all alike."""
    numbers = np.array(values, dtype=np.float64)
    deviation = numbers.std() if numbers.size else 0.0
    return (numbers - numbers.mean()) / deviation if deviation > 0 else np.zeros_like(numbers)
