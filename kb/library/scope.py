"""The part of a generation that filters leave: its documents, and which passages stand in them."""

from dataclasses import dataclass, replace
from datetime import date

from kb.model.filters import EVERYTHING, Filters
from kb.store.catalog import Catalog
from kb.store.vectors import Within


@dataclass(frozen=True, slots=True)
class Scope:
    """The ids of some documents, and for each passage whether it stands in one of them; None where all do."""

    documents: frozenset[str] | None = None
    passages: Within | None = None

    @classmethod
    def of(cls, filters: Filters, catalog: Catalog, day: date) -> "Scope":
        """What passes the filters, on a day."""
        if replace(filters, on=None) == EVERYTHING:
            return cls()
        documents = catalog.passing(filters, day)
        return cls(frozenset(documents), catalog.passages_in(documents))

    def has(self, document: str) -> bool:
        """Whether a document, by its id, is in it."""
        return self.documents is None or document in self.documents

    def holds(self, section: str) -> bool:
        """Whether a section, by its id, stands in it."""
        return self.has(section.rpartition("/")[0])
