"""index/ → hits, answers, sections: the only reader. It opens one generation and never writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kb.ask import answer as answers
from kb.ask import demands, fuse
from kb.ask.evaluate import Question, Report, Verdict, judge, questions, report
from kb.ask.query import Query, understand
from kb.encode import Encoder, open_encoder
from kb.errors import IndexDamaged, IndexMismatch, NotFound, QuestionRefused
from kb.model import Answer, Document, Hit, Passage, Quote, Refusal, Section, Span, Why
from kb.parse import spans_of
from kb.parse.mentions import Missing, missing
from kb.settings import Settings
from kb.store import generation
from kb.store.catalog import Catalog
from kb.store.generation import Layout, Manifest
from kb.store.lexical import Lexical
from kb.store.vectors import Vectors
from kb.words import Words, open_words

__all__ = ["Library", "Question", "Report", "Verdict"]

ROWS = 400
"""How many of the nearest spans are looked at: some 100 passages with their best sentences."""
JUDGED = 3
"""How many of the first hits may answer; one further down is a neighbour."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A question's passages in order, how much of it each covers, and the spans and passages that were nearest."""

    query: Query
    ranked: list[fuse.Ranked]
    passages: list[Passage]
    covered: list[answers.Coverage]
    cosines: dict[Span, float]
    dense: dict[int, float]
    floor: float


class Library:
    """One generation of the index, opened for reading; safe to share between threads."""

    def __init__(self, layout: Layout, manifest: Manifest, encoder: Encoder, words: Words) -> None:
        self._layout = layout
        self._manifest = manifest
        self._encoder = encoder
        self._words = words
        self._nearness = answers.Nearness(*manifest.nearness)
        try:
            self._catalog = Catalog(layout.catalog)
            self._lexical = Lexical.load(layout.lexical, manifest.passages)
            self._vectors = Vectors.load(layout.vectors)
        except (OSError, RuntimeError, ValueError) as error:
            raise IndexDamaged(
                "索引文件缺失或损坏。请运行：python -m kb verify 查看，python -m kb build --full 重建"
            ) from error

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder | None = None, words: Words | None = None) -> Self:
        """Open the current generation of an index, with the encoder that the settings name unless one is handed in.

        Raises:
            IndexUnavailable, IndexDamaged: there is none, or it cannot be read.
            IndexMismatch: it was made by another format, encoder or lexicon.
        """
        encoder, words = encoder or open_encoder(settings.model), words or open_words()
        layout = generation.current(settings.index)
        manifest = generation.read_manifest(layout)
        for what, made, now in (
            ("向量模型", manifest.encoder, encoder.id),
            ("词典", manifest.words, words.id),
        ):
            if made != now:
                raise IndexMismatch(f"索引是用另一种{what}建的（{made}，现在是 {now}）。请运行：python -m kb build")
        words.use(layout.dictionary)
        return cls(layout, manifest, encoder, words)

    @property
    def generation(self) -> str:
        """The name of the generation that is open."""
        return self._layout.name

    def ask(self, question: str, limit: int = 5) -> Answer:
        """The quoted answer to a question, with at most `limit` hits; no quotes where the corpus holds no answer.

        Raises:
            QuestionRefused: the question is empty, too long, or has no word in it.
        """
        found = self._find(question, max(limit, JUDGED))
        hits = self._hits(found)
        return Answer(found.query.text, tuple(self._quotes(found, hits[:JUDGED])), tuple(hits[:limit]))

    def search(self, question: str, limit: int = 10) -> tuple[Hit, ...]:
        """The `limit` sections that match best, whether they answer or not.

        Raises:
            QuestionRefused: the question is empty, too long, or has no word in it.
        """
        return tuple(self._hits(self._find(question, limit)))

    def documents(self) -> tuple[Document, ...]:
        """All documents in the order of the corpus, without their sections."""
        return self._catalog.documents()

    def section_counts(self) -> dict[str, int]:
        """How many sections each document has, by its id."""
        return self._catalog.section_counts()

    def refusals(self) -> tuple[Refusal, ...]:
        """The files of the corpus that are not in the index, and why."""
        return self._catalog.refusals()

    def document(self, id_: str) -> Document:
        """A document with all its sections.

        Raises:
            NotFound: there is none of that id.
        """
        document = self._catalog.document(id_)
        if document is None:
            raise NotFound(f"知识库里没有编号为“{id_}”的文件。可用 python -m kb docs 查看全部文件")
        return document

    def section(self, id_: str) -> Section:
        """A section.

        Raises:
            NotFound: there is none of that id.
        """
        section = self._catalog.section(id_)
        if section is None:
            raise NotFound(f"知识库里没有编号为“{id_}”的章节")
        return section

    def missing(self) -> tuple[Missing, ...]:
        """The documents that the corpus cites and does not hold, the most cited first."""
        return missing([self.document(each.id) for each in self.documents()])

    def verify(self) -> list[str]:
        """What is wrong with the generation: files against the manifest, counts against each other."""
        problems = generation.verify(self._layout)
        for table in ("document", "section", "passage"):
            expected, held = getattr(self._manifest, f"{table}s"), self._catalog.count(table)
            if expected != held:
                problems.append(f"目录里有 {held} 条 {table}，清单记的是 {expected} 条")
        return problems

    def evaluate(self, path: Path) -> Report:
        """Ask every question of a file and score the answers.

        Raises:
            QuestionsFileRefused: the file is missing or malformed.
        """
        return report([judge(each, self._attempt(each.text)) for each in questions(path)])

    def questions(self, path: Path) -> list[Question]:
        """The questions of a JSON-lines file.

        Raises:
            QuestionsFileRefused: the file is missing or malformed.
        """
        return questions(path)

    def _attempt(self, question: str) -> Answer:
        """The answer with ten hits; to a question that cannot be asked, none."""
        try:
            return self.ask(question, limit=10)
        except QuestionRefused:
            return Answer(question, (), ())

    def _find(self, question: str, limit: int) -> _Found:
        query = understand(question, self._words)
        nearest = self._vectors.nearest(self._encoder.query(query.text), ROWS)
        dense = fuse.dense_scores(nearest)
        ranked = fuse.fuse(fuse.lexical_scores(query, self._lexical.scores), dense)
        passages = self._catalog.passages([each.passage for each in ranked])
        first = _first_of_each_section(passages)[:limit]
        return _Found(
            query=query,
            ranked=[ranked[i] for i in first],
            passages=[passages[i] for i in first],
            covered=[answers.coverage(query, self._lexical.held(query.tokens, ranked[i].passage)) for i in first],
            cosines=dict(nearest),
            dense=dense,
            floor=nearest[-1][1] if nearest else 0.0,
        )

    def _hits(self, found: _Found) -> list[Hit]:
        return [self._hit(found, position) for position in range(len(found.ranked))]

    def _hit(self, found: _Found, position: int) -> Hit:
        ranked, passage = found.ranked[position], found.passages[position]
        section = self.section(passage.section)
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
                words=found.covered[position].words,
                synonyms=found.query.synonyms,
                lexical_rank=ranked.lexical_rank,
                lexical_score=round(ranked.lexical_score, 4),
                dense_rank=ranked.dense_rank,
                dense_score=round(ranked.dense_score, 4),
            ),
        )

    def _quotes(self, found: _Found, hits: list[Hit]) -> Iterator[Quote]:
        """The sentences that answer; none where the question names what the corpus never speaks of.

        Where a sum, a term, a number is asked for, only a sentence that gives one and is evidence by itself answers.
        """
        if demands.strangers(found.query.text, self._words.places, self._occurs):
            return
        wanted = demands.demands_of(found.query.text)
        candidates = [
            candidate
            for position in range(len(hits))
            if self._answers(found, position)
            for candidate in self._sentences(found, position)
            if not wanted or (candidate.evidence > 0 and demands.meets(wanted, candidate.text))
        ]
        for chosen in answers.choose(candidates):
            yield Quote(chosen.text, hits[chosen.hit].citation, hits[chosen.hit].section)

    def _sentences(self, found: _Found, position: int) -> Iterator[answers.Candidate]:
        """The sentences of a hit, each with the evidence that it gives under the headings it stands under."""
        passage, number = found.passages[position], found.ranked[position].passage
        above = self._lexical.held(found.query.tokens, number, ("path",))
        spans = list(spans_of(number, passage))
        for span in spans[1:] or spans:
            text = passage.text[span.start : span.end].strip()
            covered = answers.coverage(found.query, above.union(self._words.tokens(text))).share
            near = self._nearness.of(found.cosines.get(span, found.floor))
            yield answers.Candidate(position, span.start, text, answers.evidence(covered, near))

    def _answers(self, found: _Found, position: int) -> bool:
        """Whether a hit, taken as a whole, is evidence enough for an answer."""
        return answers.evidence(*self._signs(found, position)) > 0

    def _signs(self, found: _Found, position: int) -> tuple[float, float]:
        """The two signs that a hit answers: how much of the question it covers, and how near its best span is."""
        near = self._nearness.of(found.dense.get(found.ranked[position].passage, found.floor))
        return found.covered[position].share, near

    def _occurs(self, word: str) -> bool:
        return any(self._lexical.frequency(token) for token in (word, *self._words.words(word)))


def _first_of_each_section(passages: list[Passage]) -> list[int]:
    seen: set[str] = set()
    first: list[int] = []
    for position, passage in enumerate(passages):
        if passage.section not in seen:
            seen.add(passage.section)
            first.append(position)
    return first
