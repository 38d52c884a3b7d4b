"""Hits → the sentences that answer, each with its citation, or nothing: then the corpus holds no answer.

Whether a hit answers is weighed from its signs (`kb.ask.signs`). What kind of answer is asked for, and of which place
and year, is a matter of its own (`kb.ask.demands`, `kb.ask.elsewhere`): no evidence outweighs it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from kb.ask.coverage import Prevalence, Scale
from kb.ask.demands import Demand, demands_of, meets
from kb.ask.elsewhere import asked_for, elsewhere, names_none, other_years
from kb.ask.quantities import quantities
from kb.ask.query import Query, Tokenizer
from kb.ask.signs import WEIGHTS, Nearness, Signs, evidence

QUOTES = 3
"""Most sentences in an answer that is no list."""
MARGIN = 0.15
"""How much less evidence, as a share of what full coverage counts, another sentence may have and still be quoted."""
OWN = 0.3
"""The share of the best sentence's own coverage that another one must have to be quoted with it."""

TALLY = 4
"""Numbers from which on a sentence is a report in figures."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of a hit: where it starts, its words, which of the question's tokens they hold, and its cosine."""

    start: int
    text: str
    held: frozenset[str]
    cosine: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the first hits as it is judged.

    `path` are the headings above it and `above` the question's tokens that they hold, `held` those that headings and
    passage hold, `cosine` that of its nearest span. `figures` says that it is a row of a table.
    """

    path: str
    text: str
    above: frozenset[str]
    held: frozenset[str]
    cosine: float
    figures: bool
    sentences: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: its hit, its text, the evidence for it, and how much of it is its own."""

    hit: int
    position: int
    text: str
    evidence: float
    own: float


class Lexicon(Tokenizer, Protocol):
    """What judging a question needs of the project's tokenizer and lexicon."""

    @property
    def terms(self) -> frozenset[str]:
        """The official terms."""

    @property
    def places(self) -> tuple[str, ...]:
        """The names of provinces and cities that a question may be about."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a question asks: its parts, the kind of answer that it demands, and what it asks for by name."""

    query: Query
    nearness: Nearness
    places: tuple[str, ...]
    demands: tuple[Demand, ...]
    named: tuple[str, ...]
    scale: Scale
    foreign: float
    unheard: float
    tokens: Callable[[str], list[str]]

    @classmethod
    def of(cls, query: Query, nearness: Nearness, words: Lexicon, prevalence: Prevalence) -> Self:
        """Take a question apart."""
        demands = demands_of(query.text)
        named = () if demands else asked_for(query.text, words.words, words.information)
        scale = Scale.of(query, prevalence)
        foreign, unheard = scale.foreign(words.terms), scale.unheard()
        return cls(query, nearness, words.places, demands, named, scale, foreign, unheard, words.tokens)

    def signs(self, held: Collection[str], cosine: float) -> Signs:
        """The signs of a text that holds those of the question's tokens and has that cosine."""
        covered, near = self.scale.covered(held), self.nearness.of(cosine)
        return Signs(covered, near, float(bool(self.demands)), self.foreign, self.unheard)

    def covers(self, text: str) -> float:
        """The share of the question that a text covers."""
        return self.scale.covered(self.tokens(text))

    def elsewhere(self, reading: Reading) -> bool:
        """Whether a hit is about another place, or has no word for what is asked for by name."""
        question = self.query.text
        if elsewhere(question, self.places, reading.path, reading.text):
            return True
        return names_none(self.named, (reading.path + reading.text).__contains__)


def weigh(inquiry: Inquiry, reading: Reading) -> Signs | None:
    """The signs that a hit answers; None where it cannot, whatever they are.

    Where a kind of answer is demanded, they are those of its best sentence that gives it; else of the hit as a whole.
    """
    if inquiry.elsewhere(reading):
        return None
    if not inquiry.demands:
        return inquiry.signs(reading.held, reading.cosine)
    given = [inquiry.signs(reading.above | each.held, each.cosine) for each in _giving(inquiry, reading)]
    return max(given, key=evidence, default=None)


def candidates(inquiry: Inquiry, readings: Sequence[Reading]) -> list[Candidate]:
    """The sentences of the hits that answer. Figures answer who asks for none only if nothing else does."""
    found = [each for hit, reading in enumerate(readings) for each in _candidates(inquiry, hit, reading)]
    if inquiry.demands or asks_figures(inquiry.query.text):
        return found
    return [each for each in found if not readings[each.hit].figures and not _is_tally(each.text)] or found


def _is_tally(text: str) -> bool:
    """Whether a sentence reports figures one after the other, as a row of a table does."""
    return len(quantities(text)) >= TALLY


def asks_figures(question: str) -> bool:
    """Whether a question speaks of figures without asking how many: 「专利质押融资额达标了吗」."""
    return any(word in question for word in ("目标", "指标", "达标", "完成", "超额", "实现", "统计", "数据", "增长"))


def _candidates(inquiry: Inquiry, hit: int, reading: Reading) -> Iterator[Candidate]:
    signs = weigh(inquiry, reading)
    if signs is None or evidence(signs) <= 0:
        return
    for each in _giving(inquiry, reading):
        weight = evidence(inquiry.signs(reading.above | each.held, each.cosine))
        if weight > 0 or not inquiry.demands:
            yield Candidate(hit, each.start, each.text, weight, inquiry.scale.covered(each.held))


def _giving(inquiry: Inquiry, reading: Reading) -> Iterator[Spoken]:
    """The sentences that give what is demanded, and for the year that it is asked for."""
    for each in reading.sentences:
        years = (each.text, reading.text, reading.path)
        if meets(inquiry.demands, each.text) and not other_years(inquiry.query.text, *years):
            yield each


def choose(found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences to quote: the best of the first hit, and the few others that come close, in reading order.

    Another sentence must say of the question about as much as the best one does, by itself and not by its headings.
    """
    if not found:
        return []
    first = min(each.hit for each in found)
    best = max((each for each in found if each.hit == first), key=lambda each: each.evidence)
    enough = best.evidence - MARGIN * WEIGHTS.covered
    others = [each for each in found if each is not best and each.evidence >= enough and each.own >= OWN * best.own]
    others.sort(key=lambda each: (-each.evidence, each.hit, each.position))
    return sorted([best, *others[: QUOTES - 1]], key=lambda each: (each.hit, each.position))
