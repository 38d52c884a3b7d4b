"""Hits → the sentences that answer, each with its citation, or nothing: then the corpus holds no answer.

Whether something answers is weighed from two signs that mean the same in any corpus and with any encoder:
how much of the question the text covers, and how much nearer it is than questions about nothing ever come.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kb.ask.query import Query, Wording

NEARNESS_WEIGHT, THRESHOLD = 1.5, 0.57
"""What nearness counts beside a coverage of 1, and how much evidence an answer needs. `bench/calibrate.py` finds
them on bench/questions/; between 1 and 2.5 the weight makes no difference."""
QUOTES = 3
"""Most sentences in an answer."""
MARGIN = 0.15
"""How much less evidence than the best sentence another may have and still be quoted."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What cosines mean in a corpus.

    `stranger` is as near as questions about nothing come, `friend` as the corpus's own sentences come when they
    are asked as questions.
    """

    stranger: float
    friend: float

    def of(self, cosine: float) -> float:
        """0 for a stranger, 1 for a friend. Further than a stranger is no worse: an abbreviation may be as far."""
        return max((cosine - self.stranger) / max(self.friend - self.stranger, 1e-6), 0.0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a question a text covers, 0 to 1, and by which of its words."""

    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: its hit, its text, and the evidence for it."""

    hit: int
    position: int
    text: str
    evidence: float


def coverage(query: Query, tokens: Collection[str]) -> Coverage:
    """The share of the question's concepts, weighed by how telling they are, that `tokens` say in some wording."""
    present = set(tokens)
    total, covered = 0.0, 0.0
    words: list[str] = []
    for concept in query.concepts:
        telling = max(concept.said.weights.values(), default=0.5) * len(concept.said.weights) ** 0.5
        share, wording = max(
            ((weight * _share(wording.weights, present), wording) for wording, weight in concept.wordings),
            key=lambda pair: pair[0],
        )
        total += telling
        covered += telling * share
        words += _said(wording, present)
    return Coverage(covered / total if total else 0.0, tuple(dict.fromkeys(words)))


def _said(wording: Wording, present: set[str]) -> list[str]:
    """The wording itself where all of it is present, else its longest words that are."""
    held = [token for token in wording.weights if token in present]
    if len(held) == len(wording.weights):
        return [wording.text] if held else []
    return [token for token in held if not any(token != other and token in other for other in held)]


def evidence(covered: float, nearness: float) -> float:
    """How strongly a text answers, from its coverage and its nearness: above 0 it does."""
    return covered + NEARNESS_WEIGHT * nearness - THRESHOLD


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sentences to quote: the best of the first hit, and the few others that come close, in reading order."""
    if not candidates:
        return []
    first = min(each.hit for each in candidates)
    best = max((each for each in candidates if each.hit == first), key=lambda each: each.evidence)
    others = [each for each in candidates if each is not best and each.evidence >= best.evidence - MARGIN]
    others.sort(key=lambda each: (-each.evidence, each.hit, each.position))
    return sorted([best, *others[: QUOTES - 1]], key=lambda each: (each.hit, each.position))


def _share(weights: Mapping[str, float], present: set[str]) -> float:
    """How much of a wording's weight the tokens hold."""
    total = sum(weights.values())
    return sum(weight for token, weight in weights.items() if token in present) / total if total else 0.0
