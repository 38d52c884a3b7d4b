"""How much of a question a text says."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from kb.ask.query import Concept, Query, Wording

_COUNTED = re.compile(r"[哪有]?[几两一二三四五六七八九十\d]{1,3}[个项条家件种类次大点块]")
"""What counts the things asked for (几条, 哪几个, 六个) and says nothing of them; no text need hold it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a question a text covers, 0 to 1, and by which of its words."""

    share: float
    words: tuple[str, ...]


def coverage(query: Query, tokens: Collection[str]) -> Coverage:
    """The share of the question's concepts, weighed by how telling they are, that `tokens` say in some wording."""
    present = set(tokens)
    total, covered = 0.0, 0.0
    words: list[str] = []
    for concept in query.concepts:
        telling = _telling(concept)
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


def foreign_share(query: Query, terms: Collection[str], known: Callable[[str], bool]) -> float:
    """The share of the question that names, in official or people's words, things the corpus does not speak of.

    The lexicon knows what policies of all fields are about. Where the corpus has neither such a term nor its parts nor
    any official wording of it, the question is about another field; an unknown word of everyday speech means nothing.

    Args:
        query: the question.
        terms: the official terms of the lexicon.
        known: whether the corpus holds a token.
    """
    return _of_all(query, lambda each: _unknown(each, known) if each.official or each.said.text in terms else 0.0)


def unheard_share(query: Query, known: Callable[[str], bool]) -> float:
    """The share of the question in words of which the corpus has none: no text of it can cover them."""
    return _of_all(query, lambda each: float(_unknown(each, known) == 1.0))


def _of_all(query: Query, share: Callable[[Concept], float]) -> float:
    """The mean over the question's concepts, weighed by how telling they are."""
    total = sum(map(_telling, query.concepts))
    return sum(_telling(each) * share(each) for each in query.concepts) / total if total else 0.0


def _unknown(concept: Concept, known: Callable[[str], bool]) -> float:
    """How much of a concept, in its best known wording, the corpus does not hold."""
    return 1.0 - max(_share(wording.weights, set(filter(known, wording.weights))) for wording, _ in concept.wordings)


def _telling(concept: Concept) -> float:
    if _COUNTED.fullmatch(concept.said.text):
        return 0.0
    weights = concept.said.weights
    return max(weights.values(), default=0.5) * float(len(weights) ** 0.5)


def _share(weights: Mapping[str, float], present: set[str]) -> float:
    """How much of a wording's weight the tokens hold."""
    total = sum(weights.values())
    return sum(weight for token, weight in weights.items() if token in present) / total if total else 0.0
