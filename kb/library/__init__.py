"""index/ → hits, answers, sections: the only reader. It opens one generation and never writes."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Self

from kb.ask import check, opened, respond
from kb.ask.elsewhere import strangers
from kb.ask.evaluate import Question, Report, Verdict, judge, questions, report
from kb.ask.fold import fold_hits
from kb.ask.query import Query, cite
from kb.ask.signs import Nearness
from kb.encode import Encoder, Reranker, open_encoder, open_reranker
from kb.errors import IndexDamaged, IndexMismatch, QuestionRefused
from kb.generate import Writer, open_writer
from kb.library.day import Day
from kb.library.finder import Finder, Found
from kb.library.known import Known
from kb.library.scope import Scope
from kb.library.shelf import Shelf
from kb.model import Answer, Check, Document, Field, Hit, Quote, Refusal, Section, SectionKind
from kb.model.filters import EVERYTHING, Filters
from kb.parse.header.document_number import DocumentNumber
from kb.parse.tables import row_sentence
from kb.records.mentions import Missing, missing
from kb.settings import Settings
from kb.store import generation
from kb.store.catalog import Catalog
from kb.store.filtered import YEAR
from kb.store.generation import Layout, Manifest
from kb.store.lexical import Lexical
from kb.store.vectors import Vectors
from kb.words import Words, open_words

__all__ = ["Library", "Question", "Report", "Verdict"]

JUDGED = 3
"""How many of the first hits may answer; one further down is a neighbour."""
SPARE = 5
"""How many more hits are looked at than asked for, to come in for those that are folded into others."""


class Library:
    """One generation of the index, opened for reading; safe to share between threads."""

    def __init__(
        self, layout: Layout, manifest: Manifest, encoder: Encoder, words: Words,
        reranker: Reranker | None = None, writer: Writer | None = None,
    ) -> None:  # fmt: skip
        self._layout = layout
        self._manifest = manifest
        self._words = words
        self._writer = writer
        try:
            self._catalog = Catalog(layout.catalog)
            lexical = Lexical.load(layout.lexical, manifest.passages)
            vectors = Vectors.load(layout.vectors)
        except (OSError, RuntimeError, ValueError) as error:
            raise IndexDamaged(
                "索引文件缺失或损坏。请运行：python -m kb verify 查看，python -m kb build --full 重建"
            ) from error
        self._shelf = Shelf(self._catalog)
        self.known = Known(self._shelf, words.tokens, encoder.passages)
        self.finder = Finder(self._catalog, lexical, vectors, encoder, words, reranker, Nearness(*manifest.nearness))

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
        llm = (settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_seconds)
        writer = open_writer(*llm, check=partial(check.supported, places=words.places))
        return cls(layout, manifest, encoder, words, open_reranker(settings.reranker), writer)

    @property
    def generation(self) -> str:
        """The name of the generation that is open."""
        return self._layout.name

    @property
    def size(self) -> tuple[int, int]:
        """How many documents and how many sections it holds."""
        return self._manifest.documents, self._manifest.sections

    def ask(self, question: str, limit: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """The quoted answer to a question, with at most `limit` hits; no quotes where the corpus holds no answer.

        Only the documents that pass the filters are looked at, those in force before the others.

        Raises:
            QuestionRefused: the question is empty, too long, or has no word in it.
        """
        day, scope = self._shelf.narrowed(filters)
        query, look = self._look(question, limit, day, scope)
        if look.settled:
            return Answer(query.asked, self._checked(look.quotes), day.marked(look.hits))
        found = self.finder.find(question, max(limit, JUDGED) + SPARE, scope.passages, judged=True)
        texts = [section.text for section in found.sections]
        kept = day.ordered(fold_hits(self.finder.hits(found), texts, day.origins))
        quotes = [*filter(look.allows, self._quotes(found, kept))]
        if quotes:
            stated = filter(look.allows, self.known.figures(question, filters))
            quotes = list(dict.fromkeys((*stated, *quotes)))
        hits = look.followed_by(list(kept.values()), limit)
        return Answer(query.asked, self._checked((*look.quotes, *quotes)), day.marked(hits))

    @property
    def rewrites(self) -> bool:
        """Whether a language model may put an answer into its own words."""
        return self._writer is not None

    def rewrite(self, answer: Answer) -> Answer:
        """The answer, with what the language model made of it where there is one; see `Writer.rewrite`."""
        return self._writer.rewrite(answer, self.section) if self._writer else answer

    def search(
        self, question: str, limit: int = 10, filters: Filters = EVERYTHING, *, by_force: bool = True
    ) -> tuple[Hit, ...]:
        """The `limit` sections that match best of the documents that pass the filters, whether they answer or not.

        What is in force comes first, unless `by_force` is false: a bench measures the ranking alone.

        Raises:
            QuestionRefused: the question is empty, too long, or has no word in it.
        """
        day, scope = self._shelf.narrowed(filters)
        _, look = self._look(question, limit, day, scope)
        if look.settled:
            return day.marked(look.hits)
        found = self.finder.find(question, limit, scope.passages)
        ranked = dict(enumerate(self.finder.hits(found)))
        hits = day.ordered(ranked) if by_force else ranked
        return day.marked(look.followed_by(list(hits.values()), limit))

    def documents(self, filters: Filters = EVERYTHING) -> tuple[Document, ...]:
        """The documents that pass the filters, in the order of the corpus, without their sections."""
        return self._shelf.documents(filters)

    def values(self, field: Field) -> list[tuple[str, int]]:
        """The values that documents have in a field that can be filtered by, and how many have each, the most first."""
        return self._catalog.values(field)

    def years(self) -> list[int]:
        """The years that documents speak for, the latest first."""
        return sorted((int(year) for year, _ in self._catalog.values(YEAR)), reverse=True)

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
        return self._shelf.document(id_)

    def section(self, id_: str) -> Section:
        """A section.

        Raises:
            NotFound: there is none of that id.
        """
        return self._shelf.section(id_)

    def quoted(self, section: Section) -> Quote:
        """A section's own words as a quote: its heading left out where it has more, a row of a table read aloud."""
        if section.table and section.kind is SectionKind.ROW:
            text = row_sentence(section.table.header, section.table.rows[0])
        else:
            text = "\n".join(section.texts[1:] if section.title and len(section.texts) > 1 else section.texts)
        return Quote(text, section.citation, section.id)

    def holds(self, quote: Quote) -> bool:
        """Whether a quote stands word for word in the section that it cites, under that citation."""
        return respond.stands(quote, self._catalog, row_sentence)

    def check(self, text: str, section_id: str) -> Check:
        """Whether a text stands word for word in a section, and where it does not, what is missing there.

        Raises:
            NotFound: there is no such section.
            QuestionRefused: the text is empty.
        """
        if not text.strip():
            raise QuestionRefused("要核对的文字是空的，请写上要核对的原文")
        section = self.section(section_id)
        return respond.checked(text, section, self._shelf.headings(section), row_sentence, self._words.places)

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
        """Ask every question of a file that says what is right, and score the answers.

        Raises:
            QuestionsFileRefused: the file is missing or malformed.
        """
        asked = questions(path)
        settled = [each for each in asked if each.settled]
        return report([judge(each, self._attempt(each.text)) for each in settled], len(asked) - len(settled))

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

    def _look(self, question: str, limit: int, day: Day, scope: Scope) -> tuple[Query, opened.Look]:
        """What the question cites, opened: no search is needed for it, nor the tokenizer's dictionary."""
        query = cite(question, self._words, _number)
        look = opened.look(query.cited, day, self._words.short_titles, limit)
        return query, look.within(scope.holds)

    def _quotes(self, found: Found, kept: dict[int, Hit]) -> Iterator[Quote]:
        """The sentences that answer; none where the question names what the corpus never speaks of."""
        if strangers(found.query.text, self._words.places, self.finder.occurs):
            return
        readings = [self.finder.reading(found, position) for position in list(kept)[:JUDGED]]
        yield from respond.quotes(self.finder.inquiry(found), list(kept.values()), readings, self._catalog)

    def _checked(self, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        """Those quotes that stand in the sections that they cite, read again; see `kb.ask.check`."""
        return tuple(filter(self.holds, quotes))


def _number(text: str) -> str | None:
    number = DocumentNumber.parse(text)
    return str(number) if number else None
