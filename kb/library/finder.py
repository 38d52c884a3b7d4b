"""A question → the passages that match it, with all that is known of why: both rankings over one generation."""

from dataclasses import dataclass
from math import inf

from kb.ask import fuse
from kb.ask.answer import Inquiry, Reading, Spoken
from kb.ask.coverage import words_held
from kb.ask.query import Query, understand
from kb.ask.signs import Nearness
from kb.encode import Encoder, Reranker
from kb.model import Hit, Passage, Section, SectionKind, Span, Why
from kb.parse import encoded_text, spans_of
from kb.store.catalog import Catalog
from kb.store.lexical import Lexical
from kb.store.vectors import Vectors, Within
from kb.words import Words

ROWS = 800
"""How many of the nearest spans are looked at: some 200 passages with their best sentences."""
REREAD = 30
"""How many of the first hits a cross-encoder reads, where there is one: seconds on a CPU."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question's passages in order, the words of it that each holds, and how near their spans are to it.

    `cosines` are those by which an answer is judged, none where it was not to be judged.
    """

    query: Query
    ranked: list[fuse.Ranked]
    passages: list[Passage]
    sections: list[Section]
    words: list[tuple[str, ...]]
    cosines: dict[Span, float]
    reread: list[float | None]


@dataclass(frozen=True, slots=True)
class Finder:
    """The stores of one generation and what reads a question; `nearness` is what cosines mean in them."""

    catalog: Catalog
    lexical: Lexical
    vectors: Vectors
    encoder: Encoder
    words: Words
    reranker: Reranker | None
    nearness: Nearness

    def find(self, question: str, limit: int, within: Within | None = None, *, judged: bool = False) -> Found:
        """The best passage of each of the `limit` sections that match best; if `judged`, with what tells if it answers.

        Only the passages `within` are ranked; all are where it is None.

        Raises:
            QuestionRefused: the question is empty, too long, or has no word in it.
        """
        query = understand(question, self.words)
        asked, plain = self.encoder.pair(query.text) if judged else (self.encoder.query(query.text), None)
        dense = fuse.dense_scores(self.vectors.nearest(asked, ROWS, within))
        lexical = fuse.lexical_scores(query, self.lexical.postings, self.lexical.count)
        ranked = fuse.fuse(lexical if within is None else lexical * within, dense)
        passages = self._first_of_each_section(ranked, max(limit, REREAD) if self.reranker else limit)
        reread = self._reread(query, list(passages.items())[:REREAD])
        first = sorted(passages, key=lambda i: -reread.get(i, -inf))[:limit]
        held = self.lexical.held_each(query.tokens, [ranked[i].passage for i in first])
        return Found(
            query=query,
            ranked=[ranked[i] for i in first],
            passages=[passages[i] for i in first],
            sections=[self._section(passages[i]) for i in first],
            words=[words_held(query, tokens) for tokens in held],
            cosines={} if plain is None else self.vectors.cosines(plain, [ranked[i].passage for i in first]),
            reread=[reread.get(i) for i in first],
        )

    def hits(self, found: Found) -> list[Hit]:
        """What was found as it is shown, ranked from 1."""
        return [self._hit(found, position) for position in range(len(found.ranked))]

    def inquiry(self, found: Found) -> Inquiry:
        """What a question asks and demands."""
        return Inquiry.of(found.query, self.nearness, self.words, self.lexical.prevalence)

    def reading(self, found: Found, position: int) -> Reading:
        """A hit as it is judged: which of the question's tokens it and its sentences hold, and how near they are."""
        passage, number = found.passages[position], found.ranked[position].passage
        spans = list(spans_of(number, passage))
        texts = [(span, passage.text[span.start : span.end].strip()) for span in spans[1:] or spans]
        tokens, cosines = found.query.tokens, found.cosines
        return Reading(
            path="".join(passage.path),
            text=passage.text,
            above=frozenset(self.lexical.held(tokens, number, ("path",))),
            held=frozenset(self.lexical.held(tokens, number)),
            cosine=max(cosines[span] for span in spans),
            figures=found.sections[position].kind is SectionKind.ROW,
            sentences=tuple(
                Spoken(span.start, text, tokens.intersection(self.words.token_set(text)), cosines[span])
                for span, text in texts
            ),
        )

    def occurs(self, word: str) -> bool:
        """Whether the corpus holds a word, or a shorter one that it is made of."""
        return any(self.lexical.frequency(token) for token in (word, *self.words.words(word)))

    def _first_of_each_section(self, ranked: list[fuse.Ranked], wanted: int) -> dict[int, Passage]:
        """The best passage of each of the first `wanted` sections, by its place; few of the pool need be read."""
        found: dict[str, tuple[int, Passage]] = {}
        for start in range(0, len(ranked), max(wanted, 1)):
            if len(found) >= wanted:
                break
            batch = self.catalog.passages([each.passage for each in ranked[start : start + wanted]])
            for place, passage in enumerate(batch, start):
                found.setdefault(passage.section, (place, passage))
        return dict(list(found.values())[:wanted])

    def _reread(self, query: Query, passages: list[tuple[int, Passage]]) -> dict[int, float]:
        """What the cross-encoder says of passages, by their numbers; nothing where there is none."""
        if self.reranker is None:
            return {}
        texts = [encoded_text(each, Span(0, 0, len(each.text))) for _, each in passages]
        return dict(zip((i for i, _ in passages), self.reranker.scores(query.text, texts), strict=True))

    def _section(self, passage: Passage) -> Section:
        section = self.catalog.section(passage.section)
        assert section is not None, "a passage is written with its section"
        return section

    def _hit(self, found: Found, position: int) -> Hit:
        ranked, passage, section = found.ranked[position], found.passages[position], found.sections[position]
        return Hit(
            rank=position + 1,
            score=round(ranked.score, 4),
            document=section.id.rpartition("/")[0],
            section=section.id,
            citation=section.citation,
            path=passage.path,
            text=passage.text,
            page=passage.page,
            why=Why(
                words=found.words[position],
                synonyms=found.query.synonyms,
                lexical_rank=ranked.lexical_rank,
                lexical_score=round(ranked.lexical_score, 4),
                dense_rank=ranked.dense_rank,
                dense_score=round(ranked.dense_score, 4),
                rerank_score=found.reread[position],
            ),
        )
