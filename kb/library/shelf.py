"""The documents of one generation, on a day and through filters."""

from datetime import date
from functools import cached_property, lru_cache

from kb.errors import NotFound
from kb.library.day import Day
from kb.library.scope import Scope
from kb.model import Document, Section
from kb.model.filters import EVERYTHING, Filters
from kb.store.catalog import Catalog

DAYS = 8
"""How many days are kept in mind; nearly all questions are asked of today."""


class Shelf:
    """What a catalog holds; safe to share between threads."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.day = lru_cache(DAYS)(self._day)

    def narrowed(self, filters: Filters) -> tuple[Day, Scope]:
        """What is known of the day that the filters name, or of today, and what they leave."""
        on = filters.on or date.today()
        return self.day(on), Scope.of(filters, self.catalog, on)

    @cached_property
    def all(self) -> tuple[Document, ...]:
        """All documents in the order of the corpus, without their sections."""
        return self.catalog.documents()

    def documents(self, filters: Filters = EVERYTHING) -> tuple[Document, ...]:
        """The documents that pass the filters, in the order of the corpus, without their sections."""
        _, scope = self.narrowed(filters)
        return tuple(each for each in self.all if scope.has(each.id))

    def document(self, id_: str) -> Document:
        """A document with all its sections.

        Raises:
            NotFound: there is none of that id.
        """
        document = self.catalog.document(id_)
        if document is None:
            raise NotFound(f"知识库里没有编号为“{id_}”的文件。可用 python -m kb docs 查看全部文件")
        return document

    def section(self, id_: str) -> Section:
        """A section.

        Raises:
            NotFound: there is none of that id.
        """
        section = self.catalog.section(id_)
        if section is None:
            raise NotFound(f"知识库里没有编号为“{id_}”的章节")
        return section

    def headings(self, section: Section) -> tuple[str, ...]:
        """The headings from the document's title down to a section's own."""
        above = self.headings(self.section(section.parent)) if section.parent else ()
        return (*above, section.heading)

    def _day(self, on: date) -> Day:
        return Day.of(on, self.catalog, self.all)
