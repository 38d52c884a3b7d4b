"""What a question gets: Hits with their reasons, and an Answer of Quotes."""

from dataclasses import dataclass, field

from kb.model.validity import Standing


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
    `cited` are the words of the question that cite the hit, which was opened for them and needed no search.
    `rerank_score` is a cross-encoder's, in its own scale, None where none is used or it did not read the hit.
    """

    words: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    lexical_rank: int | None = None
    lexical_score: float = 0.0
    dense_rank: int | None = None
    dense_score: float = 0.0
    rerank_score: float | None = None
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One section that matches a question, with the passage of it that matches best.

    `also` are the citations of sections further down that say nearly the same and are not shown for themselves.
    `standing` is the validity of its document on the day that was asked for.
    """

    rank: int
    score: float
    document: str
    section: str
    citation: str
    path: tuple[str, ...]
    text: str
    page: int | None
    why: Why
    also: tuple[str, ...] = ()
    standing: Standing = field(default_factory=Standing)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an answer, word for word from the section that it cites."""

    text: str
    citation: str
    section: str


REWRITTEN = "由语言模型改写，已逐句核对出处"
"""What stands above every sentence that is not a document's own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a language model wrote; all that it says stands in the sections that it cites, by their ids."""

    text: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """What a language model made of an answer: its sentences, or one sentence that says why they were set aside."""

    sentences: tuple[Sentence, ...] = ()
    set_aside: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The quoted answer to a question; `quotes` is empty exactly when nothing in the corpus answers it.

    `generated` is the answer in a language model's words, None where no model was asked.
    """

    question: str
    quotes: tuple[Quote, ...]
    hits: tuple[Hit, ...]
    generated: Generated | None = None

    @property
    def answered(self) -> bool:
        """Whether the corpus holds an answer."""
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class Check:
    """How a text agrees with the section that is cited for it, by its id and citation.

    `stands` says that it stands there word for word. Where it does not, `missing` is what it says and the section does
    not: numbers, names, denials, or whole sentences; empty where it only says it in other words.
    """

    text: str
    section: str
    citation: str
    stands: bool
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The outcome in one Chinese sentence."""
        if self.stands:
            return f"{self.citation}里有这段话，一字不差"
        if self.missing:
            return f"{self.citation}里没有这段话；对不上的有：{'、'.join(f'“{each}”' for each in self.missing)}"
        return f"{self.citation}里没有一字不差的这段话，但没有发现对不上的数字、名称和说法"
