"""Lexical and dense rankings → one, the reasons kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.ask.query import Query, Wording
from kb.model import Span

Scores = NDArray[np.float32]
Rows = NDArray[np.int32]
Postings = Callable[[str, str], tuple[Rows, Scores]]
"""Gives, for a token and the field `text` or `path`, the passages that hold it, each once, and its score in each."""

POOL = 200
"""How many passages of each ranking are fused. The scores are standardised over the pool, so that the weight
below means the same in a corpus of a hundred passages and of a hundred thousand."""
DENSE_WEIGHT = 0.7
PATH_WEIGHT = 0.3
"""What a word in the heading path counts, beside 1 in the text."""
FIELD_WEIGHTS = (("text", 1.0), ("path", PATH_WEIGHT))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's place. Ranks count from 1 and are None where that ranking did not hold the passage."""

    passage: int
    score: float
    lexical_rank: int | None
    lexical_score: float
    dense_rank: int | None
    dense_score: float


def lexical_scores(query: Query, postings: Postings, count: int) -> Scores:
    """The score of each of `count` passages: for each concept that of its best wording, summed.

    The best wording and not the sum of them, or a concept with five official terms would drown the others.
    The work grows with the posting lists of the question's tokens and not with `count`.
    """
    total = np.zeros(count, dtype=np.float32)
    best, said = np.zeros_like(total), np.zeros_like(total)
    for concept in query.concepts:
        if len(concept.wordings) == 1:
            _add(total, concept.said, 1.0, postings)
            continue
        touched = [_raise_to(best, said, wording, weight, postings) for wording, weight in concept.wordings]
        rows = np.concatenate(touched)
        total[rows] += best[rows]
        best[rows] = 0
    return total


def _add(scores: Scores, wording: Wording, weight: float, postings: Postings) -> list[Rows]:
    """Add what a wording gives to the passages that hold a token of it, and say which they are."""
    touched = []
    for token, counts in wording.weights.items():
        for field, share in FIELD_WEIGHTS:
            rows, values = postings(token, field)
            scores[rows] += np.float32(weight * counts * share) * values
            touched.append(rows)
    return touched


def _raise_to(best: Scores, said: Scores, wording: Wording, weight: float, postings: Postings) -> Rows:
    """Raise `best` to what a wording gives where that is more, and say where it gives anything.

    `said` is all zeros before and after. A passage that two tokens hold is named twice and gets one value: numpy
    reads all places before it writes any.
    """
    touched = _add(said, wording, weight, postings)
    rows = np.concatenate(touched) if touched else np.empty(0, dtype=np.int32)
    best[rows] = np.maximum(best[rows], said[rows])
    said[rows] = 0
    return rows


def dense_scores(nearest: Sequence[tuple[Span, float]]) -> dict[int, float]:
    """The cosine of the best span of each passage among the nearest spans, which come best first.

    A passage may be on the point with one sentence, or only with all of it.
    """
    return {span.passage: cosine for span, cosine in reversed(nearest)}


def fuse(lexical: Scores, dense: Mapping[int, float]) -> list[Ranked]:
    """The passages of either ranking's pool, best first; equal scores in the order of the passages."""
    by_words = _highest(lexical, POOL)
    by_meaning = sorted(dense, key=lambda i: (-dense[i], i))[:POOL]
    pool = sorted({*by_words, *by_meaning})
    floor = min((dense[i] for i in by_meaning), default=0.0)
    words = lexical[np.array(pool, dtype=np.intp)].tolist()
    meaning = [dense.get(i, floor) for i in pool]
    scores = (1 - DENSE_WEIGHT) * _standardised(words) + DENSE_WEIGHT * _standardised(meaning)
    word_ranks = {passage: rank for rank, passage in enumerate(by_words, start=1)}
    meaning_ranks = {passage: rank for rank, passage in enumerate(by_meaning, start=1)}
    found = list(zip(pool, scores.tolist(), words, meaning, strict=True))
    return [
        Ranked(passage, score, word_ranks.get(passage), word, meaning_ranks.get(passage), mean)
        for passage, score, word, mean in (found[i] for i in np.argsort(-scores, kind="stable"))
    ]


def _highest(scores: Scores, count: int) -> list[int]:
    """The `count` passages with the highest scores above 0, best first; equal scores in the order of the passages.

    Only what can be among them is sorted: passages that score at least as much as the last that is.
    """
    rows = np.flatnonzero(scores > 0)
    if rows.size > count:
        values = scores[rows]
        rows = rows[values >= np.partition(values, rows.size - count)[rows.size - count]]
    highest: list[int] = rows[np.argsort(-scores[rows], kind="stable")[:count]].tolist()
    return highest


def _standardised(values: Sequence[float]) -> NDArray[np.float64]:
    """Values with mean 0 and standard deviation 1; all 0 where they are all alike."""
    numbers = np.array(values, dtype=np.float64)
    deviation = numbers.std() if numbers.size else 0.0
    return (numbers - numbers.mean()) / deviation if deviation > 0 else np.zeros_like(numbers)
