"""A question → what it cites, and its concepts: its words, and for people's words the official terms they stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from kb.ask.cited import Canonical, Citation, Cited, read
from kb.errors import QuestionRefused
from kb.model import Synonym

LONGEST = 500
"""Most characters in a question; longer ones are pasted documents, not questions."""
OFFICIAL_WEIGHT = 0.7
"""What an official term counts that a people's word stands for, beside 1 for the word itself."""
_WORD = re.compile(r"\w")


class Tokenizer(Protocol):
    """What a question needs of the project's one tokenizer."""

    @property
    def short_titles(self) -> Mapping[str, tuple[str, ...]]:
        """The titles that short ones stand for."""

    def simplified(self, text: str) -> str:
        """A text in simplified characters."""

    def tokens(self, text: str) -> list[str]:
        """The tokens under which the index knows a text."""

    def words(self, text: str) -> list[str]:
        """The words of a text, long ones not taken apart."""

    def synonyms(self, text: str) -> tuple[Synonym, ...]:
        """The people's words in a text."""

    def information(self, word: str) -> float:
        """How telling a word is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a concept: its tokens, each with what it counts. The weights of a wording sum to √(number)."""

    text: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a question asks about: as it is said, and in official terms where the lexicon knows them."""

    said: Wording
    official: tuple[Wording, ...] = ()

    @property
    def wordings(self) -> tuple[tuple[Wording, float], ...]:
        """All wordings with what each counts."""
        return ((self.said, 1.0), *((wording, OFFICIAL_WEIGHT) for wording in self.official))


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart. `text` is in simplified characters, `asked` as the question came."""

    text: str
    concepts: tuple[Concept, ...]
    asked: str = ""
    cited: Cited = field(default_factory=Cited)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses, titles and 发文字号 that the question cites."""
        return self.cited.citations

    @property
    def tokens(self) -> frozenset[str]:
        """All tokens of all wordings."""
        return frozenset(t for each in self.concepts for wording, _ in each.wordings for t in wording.weights)

    @property
    def synonyms(self) -> tuple[Synonym, ...]:
        """The official terms that are looked for beside the question's own words."""
        spoken = (each for each in self.concepts if each.official)
        return tuple(Synonym(each.said.text, tuple(wording.text for wording in each.official)) for each in spoken)


def understand(question: str, tokenizer: Tokenizer) -> Query:
    """Take a question apart.

    Raises:
        QuestionRefused: it is empty, has no word in it, or is too long.
    """
    return conceive(cite(question, tokenizer), tokenizer)


def cite(question: str, tokenizer: Tokenizer, canonical: Canonical | None = None) -> Query:
    """Read what a question cites, and not yet its words: the tokenizer's dictionary takes its time to load.

    Args:
        question: the question.
        tokenizer: the project's.
        canonical: gives a 发文字号 in its standard spelling, None for what is none.

    Raises:
        QuestionRefused: it is empty, has no word in it, or is too long.
    """
    asked = " ".join(question.split())
    if not asked:
        raise QuestionRefused("问题是空的，请写下想问的事")
    if len(asked) > LONGEST:
        raise QuestionRefused(f"问题太长（{len(asked)} 字），请缩短到 {LONGEST} 字以内，一次问一件事")
    if not _WORD.search(asked):
        raise QuestionRefused("问题里没有文字，请用一句话写下想问的事")
    text = tokenizer.simplified(asked)
    short = tokenizer.short_titles
    return Query(text, (), asked, read(text, short, canonical) if canonical else read(text, short))


def conceive(query: Query, tokenizer: Tokenizer) -> Query:
    """The query with the concepts of its text."""
    return replace(query, concepts=tuple(_concepts(query.text, tokenizer)))


def _concepts(text: str, tokenizer: Tokenizer) -> list[Concept]:
    """The people's words that the lexicon knows, longest first, then the other words of the question."""
    found: list[Concept] = []
    covered: set[str] = set()
    for synonym in tokenizer.synonyms(text):
        said = tokenizer.tokens(synonym.said)
        covered.update(said)
        official = tuple(_wording(term, tokenizer.tokens(term), tokenizer) for term in synonym.terms)
        found.append(Concept(_wording(synonym.said, said, tokenizer), official))
    for word in dict.fromkeys(tokenizer.words(text)):
        fresh = [token for token in tokenizer.tokens(word) if token not in covered]
        if fresh:
            found.append(Concept(_wording(word, fresh, tokenizer)))
    return [concept for concept in found if concept.said.weights or concept.official]


def _wording(text: str, tokens: list[str], tokenizer: Tokenizer) -> Wording:
    unique = list(dict.fromkeys(tokens))
    share = len(unique) ** -0.5 if unique else 0.0
    return Wording(text, {token: share * tokenizer.information(token) for token in unique})
