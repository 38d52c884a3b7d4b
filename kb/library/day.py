"""One generation on one day: which documents are in force, and what is in force before what is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.ask.fold import Origin
from kb.model import Document, Field, Hit, Passage, Section
from kb.model.naming import Entry
from kb.model.validity import Standing, Validity
from kb.store.catalog import Catalog

_SINCE = (Field.EFFECTIVE_ON, Field.WRITTEN_ON, Field.PUBLISHED_ON)


@dataclass(frozen=True, slots=True)
class Day:
    """The standing of each document on a day, by its id; `plans` are those that cover a period of years."""

    catalog: Catalog
    standings: Mapping[str, Standing]
    origins: Mapping[str, Origin]
    plans: frozenset[str]

    @classmethod
    def of(cls, day: date, catalog: Catalog, documents: Iterable[Document]) -> "Day":
        """What holds on a day."""
        standings, origins, plans = catalog.standings(day), dict[str, Origin](), set[str]()
        for document in documents:
            facts = {fact.field: fact.value for fact in reversed(document.facts)}
            since = next((facts[field] for field in _SINCE if field in facts), "")
            over = standings.get(document.id, Standing()).over
            origins[document.id] = Origin(document.title, not over, since)
            if Field.PLAN_PERIOD in facts:
                plans.add(document.id)
        return cls(catalog, standings, origins, frozenset(plans))

    def standing(self, document: str) -> Standing:
        """The standing of a document."""
        return self.standings.get(document, Standing())

    def withdrawn(self, document: str) -> bool:
        """Whether a document does not apply and is no plan whose years are over: nothing can be had by it."""
        lapsed = document in self.plans and self.standing(document).validity is Validity.EXPIRED
        return self._over(document) and not lapsed

    def ordered(self, hits: Mapping[int, Hit]) -> dict[int, Hit]:
        """Hits by their places, what is in force first, ranked anew; each group keeps its order.

        A plan whose years are over was replaced by nothing but a plan: it steps back behind those in force only.
        """
        planned = any(each.document in self.plans and not self._over(each.document) for each in hits.values())

        def steps_back(hit: Hit) -> bool:
            return self._over(hit.document) if planned else self.withdrawn(hit.document)

        ordered = sorted(hits.items(), key=lambda pair: steps_back(pair[1]))
        return {place: replace(hit, rank=rank) for rank, (place, hit) in enumerate(ordered, start=1)}

    def marked(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """Hits with the standing of their documents."""
        return tuple(replace(each, standing=self.standing(each.document)) for each in hits)

    def clauses(self, clauses: Sequence[str], works: Sequence[int] | None = None, most: int = 400) -> list[Entry]:
        """Where clauses stand: the editions in force first, of those and of the others the newest."""
        entries = self.catalog.clauses(clauses, works, most)
        return sorted(entries, key=lambda each: self._over(each.section.rpartition("/")[0]))

    def named(self, names: Sequence[str]) -> list[tuple[str, int, int]]:
        """See `Catalog.named`."""
        return self.catalog.named(names)

    def section(self, id_: str) -> Section | None:
        """See `Catalog.section`."""
        return self.catalog.section(id_)

    def passages_of(self, section: str) -> list[Passage]:
        """See `Catalog.passages_of`."""
        return self.catalog.passages_of(section)

    def below(self, section: Section) -> list[Section]:
        """See `Catalog.below`."""
        return self.catalog.below(section)

    def _over(self, document: str) -> bool:
        return self.standing(document).over
