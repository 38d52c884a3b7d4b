"""Documents → the names and clauses under which the catalog lists them, so that what a question cites is looked up.

A document is listed under its title and under the titles of what is attached to it; each of its sections under the
part of its citation that follows that title: 第22条, 3(1)2, 专栏4, 附件2第3条.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kb.model import Document, Field, Section, SectionKind
from kb.model.edition import edition_of
from kb.model.naming import Entry, clause_key, name_key, names_of

Fold = Callable[[str], str]
"""Gives the spelling in which titles are compared, such as traditional characters in simplified ones."""

_NUMBERED_THROUGH = (SectionKind.ARTICLE, SectionKind.BOX, SectionKind.TABLE, SectionKind.ATTACHMENT)
_FROM_THE_CHAPTER = re.compile(r"^第\d+编(?:第\d+分编)?(?=第\d+章)")


@dataclass(slots=True)
class Names:
    """The rows of the tables `name` and `clause`; `works` numbers a work by the key of its title and by its titles."""

    names: dict[tuple[str, int], int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    works: dict[str, int] = field(default_factory=dict)

    def name_rows(self) -> Iterator[tuple[str, int, int]]:
        """(name, work, rank)."""
        return ((name, work, rank) for (name, work), rank in self.names.items())

    def clause_rows(self) -> Iterator[tuple[int, str, int, str]]:
        """(work, clause, edition, section)."""
        return ((each.work, each.clause, each.edition, each.section) for each in self.entries)


def listed(documents: Sequence[Document], fold: Fold = str) -> Names:
    """What a catalog lists of documents."""
    found = Names()
    for document in documents:
        edition = edition_of(document)
        root = document.sections[0]
        work = _name(found, fold(document.title))
        for number in (fact.value for fact in document.facts if fact.field is Field.DOCUMENT_NUMBER):
            found.entries.append(Entry(work, number, edition, root.id))
        found.entries.append(Entry(work, "", edition, root.id))
        _list(found, work, edition, root, document.sections)
        for section in document.sections[1:]:
            if _has_a_name(section):
                attached = _name(found, fold(section.title))
                found.entries.append(Entry(attached, "", edition, section.id))
                _list(found, attached, edition, section, document.sections)
    return found


def _name(found: Names, title: str) -> int:
    if (known := found.works.get(title)) is not None:
        return known
    work = found.works[title] = found.works.setdefault(name_key(title), len(found.works))
    for name in names_of(title):
        key = (name.key, work)
        found.names[key] = min(name.rank, found.names.get(key, name.rank))
    return work


def _list(found: Names, work: int, edition: int, root: Section, sections: Sequence[Section]) -> None:
    for section in sections:
        for clause in _clauses(section, root):
            found.entries.append(Entry(work, clause, edition, section.id))


def _clauses(section: Section, root: Section) -> Iterator[str]:
    """How a section is cited below `root`; a chapter of a code also without the book that it stands in."""
    if section.id == root.id or not section.citation.startswith(root.citation):
        if section.id == root.id and section.kind in _NUMBERED_THROUGH and section.parent is None and section.label:
            yield clause_key(section.label)
        return
    if clause := clause_key(section.citation[len(root.citation) :]):
        yield clause
        if (short := _FROM_THE_CHAPTER.sub("", clause)) != clause:
            yield short


def _has_a_name(section: Section) -> bool:
    """Whether what begins here is a document of its own: a titled attachment, or a long heading without a number."""
    titled = section.kind is SectionKind.ATTACHMENT or (section.kind is SectionKind.HEADING and not section.label)
    return titled and len(section.title) >= 6
