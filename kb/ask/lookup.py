"""Citations → the sections that they open: which of the titles held is meant, in which edition, and which clause.

What is not held is said to be missing: the article of that number in another law is no answer.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.ask.cited import LEAD, Citation
from kb.model.naming import Entry, name_key

AMBIGUOUS = 3
"""Most documents that a clause cited without a title, or with a genre alone (办法第三条), may be meant to open."""
_PARTS = re.compile(r"第\d+(?:款|项|目|行)$")
_BOOK = re.compile(r"(?<=[法典])(?!典)[\u4e00-\u9fff]{2,4}编$")
"""民法典合同编: a code is cited with its book."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_GENRE_ALONE = 2
_OTHER = 3


class Shelf(Protocol):
    """What is asked of the index: see `kb.store.catalog.Catalog`."""

    def named(self, names: Sequence[str]) -> list[tuple[str, int, int]]:
        """(name, work, rank) for those of the keys of titles that are held."""

    def clauses(self, clauses: Sequence[str], works: Sequence[int] | None = None, most: int = ...) -> list[Entry]:
        """Where clauses stand, the editions in force first, of those and of the others the newest."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a citation opens.

    `entries` come in the order in which they should be shown, those of the edition meant first; the first `meant` of
    them are what the citation means, the others older editions. `part` is what the citation says below the
    section that was found (第3款). `missing` says that the document or the clause is not held, `unclear` that too many
    documents hold the clause to say which is meant.
    """

    citation: Citation
    entries: tuple[Entry, ...] = ()
    meant: int = 0
    part: str = ""
    unclear: bool = False

    @property
    def missing(self) -> bool:
        """Whether the citation opens nothing."""
        return not self.entries


def look_up(citation: Citation, shelf: Shelf, short: Mapping[str, Sequence[str]]) -> Opened:
    """What a citation opens.

    Args:
        citation: of a question.
        shelf: the titles and clauses that are held.
        short: the titles that short ones stand for: 民诉法 → 民事诉讼法.
    """
    if citation.number:
        entries = shelf.clauses(list(_endings(citation.number)))
        longest = max((each.clause for each in entries), key=len, default="")
        kept = tuple(each for each in entries if each.clause == longest)
        return Opened(citation, kept, len(kept))
    if not citation.title:
        return _anywhere(citation, shelf)
    named = _works(citation, shelf, short)
    return _within(citation, shelf, named) if named else Opened(citation)


def _endings(number: str) -> Iterator[str]:
    """A 发文字号 with fewer and fewer words in front: it may have been read with words of its sentence."""
    agency = re.search(r"[〔\d第]", number)
    yield from (number[start:] for start in range(max(agency.start() if agency else 0, 1)))


@dataclass(frozen=True, slots=True)
class _Named:
    """The works that a name stands for, and what sort of name it is (see `kb.model.naming.Name`)."""

    name: str
    works: tuple[int, ...]
    rank: int


def _works(citation: Citation, shelf: Shelf, short: Mapping[str, Sequence[str]]) -> _Named | None:
    """What the longest title held names."""
    candidates = list(_titles(citation, short))
    rows = shelf.named(list(dict.fromkeys(key for keys in candidates for key in keys)))
    for keys in candidates:
        found = [row for row in rows if row[0] in keys]
        if found:
            best = min(rank for _, _, rank in found)
            works = {work: name for name, work, rank in found if rank == best}
            return _Named("".join(works.values()), tuple(works), best)
    return None


def _titles(citation: Citation, short: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The keys that the words in front of a clause may mean, the longest first.

    Words of the sentence in front of a title end like such (违反, 根据, 和): 社会保险法 is not 社会 and 保险法.
    """
    words = name_key(citation.title)
    for start in range(len(words) - 1):
        if start and (citation.marked or not citation.clause or not LEAD.search(words[:start])):
            continue
        yield tuple(dict.fromkeys(_spellings(words[start:], short)))


def _spellings(key: str, short: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield key
    if (plain := key.replace("〈", "").replace("〉", "")) != key:
        yield from _spellings(plain, short)
    if (code := _BOOK.sub("", key)) != key:
        yield from _spellings(code, short)
    for end in range(len(key), 1, -1):
        if full := short.get(key[:end]):
            yield from (name_key(title + key[end:]) for title in full)
            return


def _within(citation: Citation, shelf: Shelf, named: _Named) -> Opened:
    """The clause in each edition that has it, the edition of the year that is named first.

    What is asked of the edition of a year that is not held is no question for another one.
    """
    steps = list(_steps(citation.clause))
    kept = _best(shelf.clauses([*steps, *_aliases(citation.clause)], named.works), steps)
    if named.rank == _GENRE_ALONE and len({each.work for each in kept}) > AMBIGUOUS:
        return Opened(citation, tuple(kept), unclear=True)
    years = {int(year) for year in _YEAR.findall(citation.title) if year not in named.name}
    late = {_distance(each, years) for each in kept}
    kept.sort(key=lambda each: _distance(each, years))
    return Opened(citation, tuple(kept), unclear=True) if late == {_OTHER} else _ordered(citation, kept)


def _distance(entry: Entry, years: Collection[int]) -> int:
    """Whether an edition is of one of the years: 0 of that year, 1 adopted the year before, for it to come into force.

    2 where none is named or the edition tells no day.
    """
    year = entry.edition // 10000
    if not years or not year:
        return 2
    return 0 if year in years else 1 if year + 1 in years else _OTHER


def _anywhere(citation: Citation, shelf: Shelf) -> Opened:
    steps = list(_steps(citation.clause))
    entries = shelf.clauses(steps)
    works = {each.work for each in entries}
    kept = _best(entries, steps)
    if len(works) > AMBIGUOUS:
        return Opened(citation, tuple(kept), unclear=True)
    return _ordered(citation, kept)


def _ordered(citation: Citation, entries: Sequence[Entry]) -> Opened:
    """The edition that is meant of each work first, then the others."""
    document = {each.work: _document(each) for each in reversed(entries)}
    meant = [each for each in entries if _document(each) == document[each.work]]
    others = [each for each in entries if _document(each) != document[each.work]]
    clause = entries[0].clause if entries else ""
    part = citation.clause.removeprefix(clause) if citation.clause.startswith(clause) else ""
    return Opened(citation, (*meant, *others), len(meant), part)


def _document(entry: Entry) -> str:
    return entry.section.rpartition("/")[0]


def _steps(clause: str) -> Iterator[str]:
    """A clause, then without its last steps, which may be no sections: 第22条第3款第2项, 第22条第3款, 第22条."""
    yield clause
    if "第1款第" in clause:
        yield clause.replace("第1款", "")
    while (clause := _PARTS.sub("", clause)) and _PARTS.search(clause):
        yield clause
    if clause:
        yield clause


def _aliases(clause: str) -> tuple[str, ...]:
    """How a clause may be printed that people call otherwise: 附件1 as 附件, 第一条 of an amendment as 一、."""
    if clause.startswith("附件1"):
        return ("附件" + clause.removeprefix("附件1"),)
    article = re.fullmatch(r"第(\d+)条", clause)
    return (article[1],) if article else ()


def _best(entries: Sequence[Entry], steps: Sequence[str]) -> list[Entry]:
    """Those that match, of each document, the longest of the steps that it has."""
    places = {step: place for place, step in enumerate(steps)}
    best: dict[str, int] = {}
    for each in entries:
        place = places.get(each.clause, len(steps))
        best[_document(each)] = min(place, best.get(_document(each), place))
    return [each for each in entries if places.get(each.clause, len(steps)) == best[_document(each)]]
