"""What a generation knows beyond its text: what is in force, relations, figures, what enterprises can get."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from kb.compare import Vectors, aligned, versions
from kb.library.shelf import Shelf
from kb.match import Tokens, match, questions
from kb.match.profile import profile_of
from kb.model import Document, Quote
from kb.model.comparison import Alignment, Revision
from kb.model.edition import edition_of
from kb.model.filters import EVERYTHING, Filters
from kb.model.match import Match, Offer, Profile
from kb.model.naming import name_key
from kb.model.record import Disagreement, Indicator, Line, Relation
from kb.model.validity import Standing
from kb.records.indicators.asked import asked
from kb.records.indicators.joined import disagreements, joined
from kb.records.indicators.joined import name_key as indicator_key


class Known:
    """The records of one generation, read."""

    def __init__(self, shelf: Shelf, tokens: Tokens, vectors: Vectors) -> None:
        self._shelf, self._catalog = shelf, shelf.catalog
        self._tokens, self._vectors = tokens, vectors

    def standing(self, document: str, on: date | None = None) -> Standing:
        """The validity of a document on a day, or today."""
        return self._shelf.day(on or date.today()).standing(document)

    def history(self, document: str) -> tuple[Standing, ...]:
        """The standings of a document one after the other."""
        return self._catalog.history(document)

    def editions(self, document: Document) -> tuple[tuple[int, Document], ...]:
        """The editions of a document's text that are held, itself among them, the oldest first.

        Each with its day as `kb.model.edition` gives it: 20231229, 0 where it gives none.
        """
        key = name_key(document.title)
        same = [self._shelf.document(each.id) for each in self._shelf.all if name_key(each.title) == key]
        return tuple(sorted(((edition_of(each), each) for each in same), key=lambda pair: pair[0]))

    def relations(self, document: str) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
        """What a document says of others, and what others say of it."""
        return self._catalog.relations_of(document), self._catalog.relations_to(document)

    def indicators(self, filters: Filters = EVERYTHING) -> tuple[Indicator, ...]:
        """The figures of the documents that pass the filters, in the order of the corpus."""
        _, scope = self._shelf.narrowed(filters)
        return tuple(each for each in self._indicators if scope.holds(each.section))

    def joined(self, indicators: Iterable[Indicator]) -> tuple[Line, ...]:
        """The same indicators over the years in one line each, with their growth."""
        return joined(indicators)

    def disagreements(self, indicators: Sequence[Indicator]) -> tuple[Disagreement, ...]:
        """Pairs of figures for the same thing and time that are not equal."""
        return disagreements(indicators)

    def figures(self, question: str, filters: Filters) -> Iterator[Quote]:
        """The rows and sentences of the records that a question about a figure asks for."""
        records = asked(question, self.indicators(filters))
        for section, words in dict.fromkeys((each.section, each.words) for each in records):
            passages = self._catalog.passages_of(section)
            if passages:
                text = words if words in passages[0].text else passages[0].text
                yield Quote(text, self._shelf.section(section).citation, section)

    def profile(self, text: str) -> Profile:
        """The profile of an enterprise that a TOML text gives.

        Raises:
            ProfileRefused: it is malformed, or has a wrong key or value.
        """
        return profile_of(text)

    def match(self, profile: Profile, filters: Filters = EVERYTHING) -> tuple[Match, ...]:
        """What an enterprise can get by the documents that pass the filters and apply; see `kb.match.match`."""
        day, _ = self._shelf.narrowed(filters)
        applying = [each for each in self._shelf.documents(filters) if not day.withdrawn(each.id)]
        offers = [Offer(each.id, each.title, one) for each in applying for one in self._catalog.measures([each.id])]
        return match(profile, offers, self._tokens)

    def to_answer(self, matches: Sequence[Match]) -> tuple[str, ...]:
        """What an enterprise could answer to know more."""
        return questions(matches)

    def compare(self, a: str, b: str, topic: str = "") -> Revision | Alignment:
        """Two editions of one text article by article; two other documents by what they say of one matter.

        With a topic, also two editions are compared by what they say of it.

        Raises:
            NotFound: one of them is not held.
        """
        one, other = self._shelf.document(a), self._shelf.document(b)
        if not topic and name_key(one.title) == name_key(other.title):
            return versions(*sorted((one, other), key=edition_of))
        sides = (self._catalog.indicators([a]), self._catalog.indicators([b]))
        return aligned(one, other, self._vectors, topic, sides, indicator_key)

    @cached_property
    def _indicators(self) -> tuple[Indicator, ...]:
        return self._catalog.indicators([each.id for each in self._shelf.all])
