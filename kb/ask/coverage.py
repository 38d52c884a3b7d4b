"""How much of a question a text says."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Self

from kb.ask.query import Concept, Query, Wording

_COUNTED = re.compile(r"[哪有]?[几两一二三四五六七八九十\d]{1,3}[个项条家件种类次大点块]")
"""What counts the things asked for (几条, 哪几个, 六个) and says nothing of them; no text need hold it."""

Prevalence = Callable[[str], float]
"""The share of a corpus's passages that hold a token, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A question's concepts, and how telling each of them is in a corpus: all shares below are weighed by that.

    A word that every passage holds, by its headings perhaps, tells nothing: whoever asks a city's plan about the city's
    buses is not half answered by the city's name.
    """

    concepts: tuple[Concept, ...]
    telling: tuple[float, ...]
    prevalence: Prevalence

    @classmethod
    def of(cls, query: Query, prevalence: Prevalence) -> Self:
        """Weigh the concepts of a question."""
        return cls(query.concepts, tuple(_telling(each, prevalence) for each in query.concepts), prevalence)

    def covered(self, tokens: Collection[str]) -> float:
        """The share of the question that `tokens` say in some wording."""
        present = set(tokens)
        return self._mean(lambda each: max(weight * _share(wording, present) for wording, weight in each.wordings))

    def foreign(self, terms: Collection[str]) -> float:
        """The share that names, in official or people's words, things the corpus does not speak of.

        The lexicon (`terms` are its official ones) knows what policies of all fields are about. Where the corpus has
        neither such a term nor its parts nor any official wording of it, the question is about another field; an
        unknown word of everyday speech means nothing.
        """
        return self._mean(lambda each: self._unknown(each) if each.official or each.said.text in terms else 0.0)

    def unheard(self) -> float:
        """The share in words of which the corpus has none: no text of it can cover them."""
        return self._mean(lambda each: float(self._unknown(each) == 1.0))

    def _unknown(self, concept: Concept) -> float:
        """How much of a concept, in its best known wording, the corpus does not hold."""
        known = {token for wording, _ in concept.wordings for token in wording.weights if self.prevalence(token) > 0}
        return 1.0 - max(_share(wording, known) for wording, _ in concept.wordings)

    def _mean(self, share: Callable[[Concept], float]) -> float:
        total = sum(self.telling)
        shares = sum(telling * share(each) for each, telling in zip(self.concepts, self.telling, strict=True))
        return shares / total if total else 0.0


def words_held(query: Query, tokens: Collection[str]) -> tuple[str, ...]:
    """The words of a question, or of the official terms for it, that are among `tokens`: of each concept the best."""
    present = set(tokens)
    words: list[str] = []
    for concept in query.concepts:
        _, best = max(
            ((weight * _share(wording, present), wording) for wording, weight in concept.wordings),
            key=lambda pair: pair[0],
        )
        words += _said(best.text, best.weights, present)
    return tuple(dict.fromkeys(words))


def _said(text: str, weights: Mapping[str, float], present: set[str]) -> list[str]:
    """The wording itself where all of it is present, else its longest words that are."""
    held = [token for token in weights if token in present]
    if len(held) == len(weights):
        return [text] if held else []
    return [token for token in held if not any(token != other and token in other for other in held)]


def _telling(concept: Concept, prevalence: Prevalence) -> float:
    """How telling a concept is, by its own wording: its most telling token, and how few passages hold all of it."""
    if _COUNTED.fullmatch(concept.said.text):
        return 0.0
    weights = concept.said.weights
    everywhere = min(map(prevalence, weights), default=0.0)
    return max(weights.values(), default=0.5) * float(len(weights) ** 0.5) * (1.0 - everywhere)


def _share(wording: Wording, present: set[str]) -> float:
    """How much of a wording's weight the tokens hold."""
    total = sum(wording.weights.values())
    return sum(weight for token, weight in wording.weights.items() if token in present) / total if total else 0.0
