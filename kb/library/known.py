"""What a generation knows beyond its text: what is in force, relations, figures, what enterprises can get."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from kb.compare import Vectors, aligned, versions
from kb.library.shelf import Shelf
from kb.match import Tokens, match, needs_of, questions
from kb.match.conditions import is_qualification
from kb.match.profile import profile_from, profile_of
from kb.model import Document, Field, Quote
from kb.model.comparison import Alignment, Revision
from kb.model.edition import edition_of
from kb.model.filters import EVERYTHING, Filters
from kb.model.match import Match, Need, Offer, Profile
from kb.model.naming import name_key
from kb.model.record import Aspect, Attainment, Disagreement, Indicator, Line, Progress, Relation
from kb.model.validity import Standing
from kb.records.indicators.asked import asked
from kb.records.indicators.attained import attained, progress
from kb.records.indicators.joined import disagreements, joined
from kb.records.indicators.joined import name_key as indicator_key
from kb.records.measures.words import TERMS

_NATION = re.compile("国务院|国家|全国|中华人民共和国|中共中央|最高人民")
_PLACE = re.compile(
    r"(?!关于)(?:中共)?(?:[\u4e00-\u9fff]{2,3}省(?=[\u4e00-\u9fff]{2,4}市))?"
    r"([\u4e00-\u9fff]{2,5}?(?:市|省|自治区|州|盟)(?:[\u4e00-\u9fff]{2,4}?[县区旗])?|[\u4e00-\u9fff]{2,4}?[县区旗])"
)
"""The place, without the province in front of a city's name."""


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
        """The same indicators of one place over the years in one line each, with their growth."""
        return tuple(line for figures in self._by_place(indicators) for line in joined(figures))

    def attained(self, line: Line) -> tuple[Attainment, ...]:
        """Whether the targets of a line were reached, of those years that have both a target and an actual figure."""
        return attained(line)

    def progress(self, line: Line) -> Progress | None:
        """The last figure of a line that was reached, beside its last target."""
        return progress(line)

    def disagreements(self, indicators: Iterable[Indicator]) -> tuple[Disagreement, ...]:
        """Pairs of figures for the same thing, place and time that are not equal."""
        return tuple(pair for figures in self._by_place(indicators) for pair in disagreements(figures))

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

    def profile_from(self, values: Mapping[str, object]) -> Profile:
        """The profile of an enterprise that values under the keys of 企业.toml give.

        Raises:
            ProfileRefused: a key or a value is wrong.
        """
        return profile_from(values)

    @property
    def qualifications(self) -> tuple[str, ...]:
        """The qualifications that measures ask for."""
        return tuple(each.value for each in TERMS if each.aspect is Aspect.AUDIENCE and is_qualification(each.value))

    @property
    def rights(self) -> tuple[str, ...]:
        """The kinds of intellectual property that measures are about."""
        return tuple(each.value for each in TERMS if each.aspect is Aspect.IP_KIND)

    def match(self, profile: Profile, filters: Filters = EVERYTHING) -> tuple[Match, ...]:
        """What an enterprise can get by the documents that pass the filters and apply; see `kb.match.match`."""
        day, _ = self._shelf.narrowed(filters)
        applying = {each.id for each in self._shelf.documents(filters) if not day.withdrawn(each.id)}
        return match(profile, (each for each in self._offers if each.document in applying), self._tokens)

    def needs_of(self, match: Match, profile: Profile) -> tuple[Need, ...]:
        """Those of an enterprise's needs that a measure answers."""
        return needs_of(match, profile)

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
    def _offers(self) -> tuple[Offer, ...]:
        """All measures, in the order of the corpus; read once, for a form asks anew at every click."""
        titles = {each.id: each.title for each in self._shelf.all}
        measures = self._catalog.measures(titles)
        return tuple(Offer(id_ := each.section.rpartition("/")[0], titles[id_], each) for each in measures)

    def _by_place(self, indicators: Iterable[Indicator]) -> Iterable[Sequence[Indicator]]:
        """Figures, those of one place together: 宁波's and 杭州's of one name are two indicators."""
        groups: defaultdict[str, list[Indicator]] = defaultdict(list)
        for each in indicators:
            document = each.section.rpartition("/")[0]
            groups[self._places.get(document, document)].append(each)
        return groups.values()

    @cached_property
    def _places(self) -> dict[str, str]:
        """The place that each document speaks for, by who issued it or else by its title; itself where none tells."""
        places = {}
        for each in self._shelf.all:
            issuers = [fact.value for fact in each.facts if fact.field is Field.ISSUERS]
            places[each.id] = next(filter(None, map(_place, (*issuers, each.title))), each.id)
        return places

    @cached_property
    def _indicators(self) -> tuple[Indicator, ...]:
        return self._catalog.indicators([each.id for each in self._shelf.all])


def _place(name: str) -> str:
    """The place that the name of an office or a title begins with; empty where it begins with none."""
    if _NATION.match(name):
        return "全国"
    place = _PLACE.match(name)
    return place[1] if place else ""
