"""What a question cites → the sections as hits and their own words as quotes, without any search."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Protocol

from kb.ask.cited import Citation, Cited
from kb.ask.lookup import Opened, Shelf, look_up
from kb.model import Hit, Passage, Quote, Section, SectionKind, Why
from kb.model.naming import clause_key

WHOLE = 600
"""Most characters of a section that is quoted as a whole; of a longer one the first sentences are."""
LINES = 12
"""Most paragraphs of a section that is quoted as a whole."""
FEW = 3
"""Most sentences that are quoted of a longer one, and most clauses of one question that are quoted."""
SHOWN = 340
"""Most characters that a hit shows of a section that has no passage of its own."""
_SENTENCE = re.compile(r"[^。！？]*[。！？]?[”」』）]*")
_WITHOUT_CONTENT = (SectionKind.TABLE, SectionKind.SIGNATURE, SectionKind.IMPRINT, SectionKind.CONTENTS)
_NUMBERED = re.compile(r"[（(][\d一二三四五六七八九十]+[）)]")
_ARTICLE = re.compile(r"第\d+(?:条(?:之\d+)?)|^[^第]+")

Line = tuple[str, Section]
"""A paragraph and the section that it stands in."""


class Desk(Shelf, Protocol):
    """What is asked of the index: see `kb.store.catalog.Catalog`."""

    def section(self, id_: str) -> Section | None:
        """A section, or None."""

    def passages_of(self, section: str) -> list[Passage]:
        """The passages of a section."""

    def below(self, section: Section) -> list[Section]:
        """The sections that stand in a section, in reading order."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of a question's citations.

    `hits` and `quotes` come before those of the search. `settled` says that nothing else is asked, so that no search is
    needed; `refused` that nothing else is asked and it is not held, so that a search gives no answer. `missing`
    are the clauses that are cited and not held.
    """

    hits: tuple[Hit, ...] = ()
    quotes: tuple[Quote, ...] = ()
    settled: bool = False
    refused: bool = False
    missing: tuple[str, ...] = ()

    def allows(self, quote: Quote) -> bool:
        """Whether a sentence that was searched for may be quoted.

        The article of the number that is cited is no answer where it is another law's, and what was quoted is not
        quoted twice.
        """
        clause = clause_key(quote.citation.rpartition("》")[2])
        other = any(clause == each or clause.startswith(each + "第") for each in self.missing)
        return not self.refused and not other and all(quote.section != each.section for each in self.quotes)

    def within(self, holds: Callable[[str], bool]) -> "Look":
        """What is left of it in sections that a filter holds; with nothing left, a search gives no answer either."""
        hits = tuple(each for each in self.hits if holds(each.section))
        quotes = tuple(each for each in self.quotes if holds(each.section))
        settled = self.settled and bool(hits)
        refused = self.refused or (self.settled and not hits)
        return replace(self, hits=hits, quotes=quotes, settled=settled, refused=refused)

    def followed_by(self, hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
        """These hits, then those of a search that are not among them, ranked anew."""
        known = {each.section for each in self.hits}
        rest = [each for each in hits if each.section not in known]
        above = max((each.score for each in rest), default=0.0)
        first = [replace(each, score=max(above, 0.0) + 1.0) for each in self.hits]
        return tuple(replace(each, rank=rank) for rank, each in enumerate([*first, *rest][:limit], start=1))


def look(cited: Cited, desk: Desk, short: Mapping[str, Sequence[str]], limit: int) -> Look:
    """Open what a question cites.

    Args:
        cited: what it cites.
        desk: the titles, clauses and sections that are held.
        short: the titles that short ones stand for.
        limit: most hits.
    """
    opened = [look_up(each, desk, short) for each in cited.citations if _is_to_open(each, cited)]
    if not any(each.entries or each.citation.clause or each.citation.number or each.citation.marked for each in opened):
        return Look()
    clear = [each for each in opened if each.entries and not each.unclear]
    unclear = [each for each in opened if each.unclear and cited.only]
    hits = (hit for each in (*clear, *unclear) for hit in _hits(each, desk, alone=cited.only and not each.unclear))
    quoted = [each for each in clear if cited.only or each.citation.clause]
    return Look(
        hits=tuple(replace(hit, rank=rank) for rank, hit in enumerate(islice(_once(hits), limit), start=1)),
        quotes=tuple(dict.fromkeys(quote for each in quoted[:FEW] for quote in _quotes(each, desk))),
        settled=cited.only and bool(clear),
        refused=cited.only and not clear and any(each.citation.clause or each.citation.number for each in opened),
        missing=tuple(_article(each.citation.clause) for each in opened if each.missing and each.citation.clause),
    )


def _is_to_open(citation: Citation, cited: Cited) -> bool:
    """A document is opened for its title where nothing else is asked; beside a question the search knows better."""
    return bool(citation.clause or citation.number or cited.only)


def _article(clause: str) -> str:
    match = _ARTICLE.search(clause)
    return match[0] if match else clause


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    seen: set[str] = set()
    for hit in hits:
        if hit.section not in seen:
            seen.add(hit.section)
            yield hit


def _hits(opened: Opened, desk: Desk, *, alone: bool) -> Iterator[Hit]:
    """The sections meant, with those below them where nothing else is asked, then the other editions.

    A law's article goes before the articles of its other editions, and those before its own items, which are quoted.
    """
    sections = [section for each in opened.entries if (section := desk.section(each.section))]
    meant, others = sections[: opened.meant or None], sections[opened.meant or len(sections) :]
    words, part = opened.citation.words, opened.part
    inner = (below for each in meant for below in desk.below(each)) if alone and opened.citation.clause else ()
    inside = (hit for each in inner if (hit := _hit(each, desk, words)).text)
    editions = (_hit(each, desk, words, part) for each in others)
    yield from (_hit(each, desk, words, part) for each in meant)
    articles = all(each.kind is SectionKind.ARTICLE for each in meant)
    yield from chain(editions, inside) if articles else chain(inside, editions)


def _hit(section: Section, desk: Desk, words: str, part: str = "") -> Hit:
    passages = desk.passages_of(section.id)
    wanted = [text for text, _ in _narrowed([(t, section) for t in _content(section)], part)][:1] if part else []
    shown = next(
        (each for each in passages if wanted and wanted[0][:20] in each.text), passages[0] if passages else None
    )
    return Hit(
        rank=1,
        score=1.0,
        document=section.id.rpartition("/")[0],
        section=section.id,
        citation=section.citation,
        path=shown.path if shown else tuple(_path(section, desk)),
        text=shown.text if shown else section.text[:SHOWN],
        page=shown.page if shown else section.page,
        why=Why(cited=words),
    )


def _path(section: Section, desk: Desk) -> list[str]:
    above = desk.section(section.parent) if section.parent else None
    return [*(_path(above, desk) if above else ()), section.heading]


def _quotes(opened: Opened, desk: Desk) -> Iterator[Quote]:
    for entry in opened.entries[: opened.meant][:FEW]:
        section = desk.section(entry.section)
        if section:
            whole = [section, *(desk.below(section) if opened.citation.clause else ())]
            lines = _few(whole, _narrowed(list(_lines(whole, desk)), opened.part))
            yield from (Quote(text, each.citation, each.id) for text, each in lines)


def _lines(sections: Sequence[Section], desk: Desk) -> Iterator[Line]:
    """The paragraphs of a section and of those below it, in reading order, headings left out."""
    found: list[tuple[int, str, Section]] = []
    for each in sections:
        headed = each.kind is not SectionKind.DOCUMENT and (bool(each.title) or each.texts[:1] == (each.label,))
        if each.kind is SectionKind.ROW:
            found += [(each.starts[0] if each.starts else 0, p.text, each) for p in desk.passages_of(each.id)]
        elif each.kind not in _WITHOUT_CONTENT:
            starts = each.starts or range(len(each.texts))
            texts = [(start, text.strip(), each) for start, text in zip(starts, each.texts, strict=False)]
            found += texts[1:] if headed else texts
    if not found and sections[0].texts:
        found = [(0, sections[0].texts[0], sections[0])]
    yield from ((text, each) for _, text, each in sorted(found, key=lambda line: line[0]))


def _content(section: Section) -> tuple[str, ...]:
    return section.texts[1:] if section.title and section.kind is not SectionKind.DOCUMENT else section.texts


def _narrowed(lines: list[Line], part: str) -> list[Line]:
    """Those of an article's lines that 第三款 or 第（二）项 means; all of them where it has none such."""
    paragraph, item = re.search(r"第(\d+)款", part), re.search(r"第\d+项", part)
    if item:
        items = [(text, each) for text, each in lines if clause_key(each.citation).endswith(item[0])]
        if items:
            return items
    if paragraph:
        own = [line for line in lines if line[1].id == lines[0][1].id and not _NUMBERED.match(line[0])]
        return own[int(paragraph[1]) - 1 :][:1] or lines
    return lines


def _few(sections: Sequence[Section], lines: list[Line]) -> Iterator[Line]:
    """All of a short section; the first sentences of a long one, or the headings that it consists of."""
    if sum(len(text) for text, _ in lines) <= WHOLE:
        yield from lines[:LINES]
        return
    headings = [(each.texts[0].strip(), each) for each in sections if each.parent == sections[0].id and each.title]
    if headings and not any(each is sections[0] for _, each in lines):
        yield from headings[:LINES]
        return
    sentences = ((sentence.strip(), each) for text, each in lines for sentence in _SENTENCE.findall(text))
    yield from [pair for pair in sentences if pair[0]][:FEW]
