"""Hits as they were read → the quotes of an answer, each of them checked against the section that it cites."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Protocol

from kb.ask import answer as answers
from kb.ask import check, lists
from kb.ask.answer import Inquiry, Reading
from kb.model import Check, Document, Hit, Quote, Section, SectionKind
from kb.model.sentences import sentences

LOOKED_AT = 5
"""Among how many of the first hits, and the sections above them, the list that is asked for may be."""

Aloud = Callable[[tuple[str, ...], tuple[str, ...]], str]
"""Reads the cells of a row under their header as a sentence."""


class Shelf(Protocol):
    """What is asked of the index: see `kb.store.catalog.Catalog`."""

    def section(self, id_: str) -> Section | None:
        """A section, or None."""

    def document(self, id_: str) -> Document | None:
        """A document with all its sections, or None."""


def quotes(inquiry: Inquiry, hits: Sequence[Hit], readings: Sequence[Reading], shelf: Shelf) -> Iterator[Quote]:
    """The list that is asked for, else the sentences that answer; see `kb.ask.answer.choose`."""
    found = answers.candidates(inquiry, readings)
    if lists.asks_list(inquiry.query.text) and not inquiry.demands:
        items = _list(inquiry, hits[:LOOKED_AT], shelf, max((each.own for each in found), default=0.0))
        if items:
            yield from items
            return
    chosen = [(each.text, hits[each.hit]) for each in answers.choose(found)]
    announced = {text: list(_items(hit, shelf)) for text, hit in chosen if text.endswith(("：", ":"))}
    told = {item for items in announced.values() for item in items}
    for text, hit in chosen:
        quote = Quote(text, hit.citation, hit.section)
        if quote not in told:
            yield quote
        yield from announced.get(text, ())


def stands(quote: Quote, shelf: Shelf, aloud: Aloud) -> bool:
    """Whether a quote stands word for word in the section that it cites, as the index holds that section now."""
    section = shelf.section(quote.section)
    if section is None or quote.citation != section.citation:
        return False
    return any(check.quoted(quote.text, text) for text in _quotable(section, aloud))


def checked(text: str, section: Section, headings: Sequence[str], aloud: Aloud, places: Collection[str] = ()) -> Check:
    """How a text agrees with a section.

    Args:
        text: the text, one sentence or several.
        section: the section that is cited for it.
        headings: those above it and its own, which a text may draw on that is not word for word.
        aloud: reads the rows of a table.
        places: the names of provinces and cities.
    """
    held = list(_quotable(section, aloud))
    if any(check.quoted(text, each) for each in held):
        return Check(text, section.id, section.citation, stands=True)
    own = [each for each in sentences(text) if not any(check.quoted(each, one) for one in held)]
    all_held = ["\n".join((*headings, *held))]
    missing = dict.fromkeys(what for each in own for what in check.supported(each, all_held, places))
    return Check(text, section.id, section.citation, stands=False, missing=tuple(missing))


def _quotable(section: Section, aloud: Aloud) -> Iterator[str]:
    """What may be quoted from a section: its own words, and for a row of a table the sentence that reads it aloud."""
    yield section.text
    if section.table and section.kind is SectionKind.ROW:
        yield from (aloud(section.table.header, cells) for cells in section.table.rows)


def _list(inquiry: Inquiry, hits: Sequence[Hit], shelf: Shelf, needed: float) -> list[Quote]:
    """What is listed under a heading that announces what the question asks for, from the first document that does.

    Where a sentence covers more of the question than any heading (`needed`), it is the answer and no list is.
    """
    for id_ in dict.fromkeys(hit.document for hit in hits):
        document = shelf.document(id_)
        near = [hit.section for hit in hits if hit.document == id_]
        if document is not None:
            items = lists.listed(inquiry.query.text, document.sections, near, inquiry.covers, needed)
            if items:
                return [Quote(item.text, item.section.citation, item.section.id) for item in items]
    return []


def _items(hit: Hit, shelf: Shelf) -> Iterator[Quote]:
    """The items that a sentence announces which ends in a colon: without them it says nothing."""
    document = shelf.document(hit.document)
    parent = shelf.section(hit.section)
    if document is None or parent is None:
        return
    for item in lists.parts_of(document.sections, parent)[: lists.LISTED]:
        yield Quote(item.text, item.section.citation, item.section.id)
