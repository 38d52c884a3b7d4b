"""What a question gets: Hits with their reasons, and an Answer of Quotes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word as people say it, found in a question, and the official terms it stands for."""

    said: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a hit is where it is.

    `words` are those of the question, or of the official terms for it, that the hit's text or path holds; `synonyms`
    what was looked for beside the question's own words. Ranks count from 1, None where a ranking did not hold the hit.
    """

    words: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    lexical_rank: int | None = None
    lexical_score: float = 0.0
    dense_rank: int | None = None
    dense_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One section that matches a question, with the passage of it that matches best."""

    rank: int
    score: float
    document: str
    section: str
    citation: str
    path: tuple[str, ...]
    text: str
    page: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an answer, word for word from the section that it cites."""

    text: str
    citation: str
    section: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The quoted answer to a question; `quotes` is empty exactly when nothing in the corpus answers it."""

    question: str
    quotes: tuple[Quote, ...]
    hits: tuple[Hit, ...]

    @property
    def answered(self) -> bool:
        """Whether the corpus holds an answer."""
        return bool(self.quotes)
