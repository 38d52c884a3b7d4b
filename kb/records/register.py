"""The titles and numbers of all documents of a base: which of them a relation means.

A title is taken only where it is the document's own, sign for sign as `kb.model.naming` compares them. One that
differs by a sign (neither a number nor a place) is offered and never taken; where two documents bear one title, the
number or the issuer decides, and if they do not, neither is taken.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.model import Document, Field
from kb.model.edition import edition_of
from kb.model.naming import name_key
from kb.model.record import Relation, RelationKind
from kb.records.mentions import names_of

SHORTEST = 6
"""Signs of a title below which another one is not called near it."""
_NUMERALS = frozenset("0123456789一二三四五六七八九十〇零")
_PLACE = re.compile(r"中华人民共和国|^[\u4e00-\u9fff]{2,}?[省市县区州旗]")
_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{0,2}[省市县区州旗]")
_BRACKETS = str.maketrans("[［【(（]］】)）", "〔〔〔〔〔〕〕〕〕〕")


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the base. Editions of one text share `work`."""

    id: str
    work: str
    issuer: str
    edition: int
    numbers: frozenset[str]


class Register:
    """All documents of a base by the names that they bear."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._held = _told_apart([_held(document) for document in documents])
        self._works: defaultdict[str, list[Held]] = defaultdict(list)
        for each in sorted(self._held.values(), key=lambda each: (each.edition, each.id)):
            self._works[each.work].append(each)
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        for document in documents:
            for name in sorted(names_of(document)):
                self._named[name].append(document.id)
        self._slips: defaultdict[str, set[str]] = defaultdict(set)
        for name in self._named:
            for slip in _without_one(name) if len(name) >= SHORTEST else ():
                self._slips[slip].add(name)

    def editions(self, id_: str) -> tuple[str, ...]:
        """The documents that are the same text as one, in the order of their days, itself among them."""
        return tuple(each.id for each in self._works[self._held[id_].work])

    def resolved(self, document: str, relations: Iterable[Relation]) -> tuple[Relation, ...]:
        """The relations of a document with the documents that they mean, or those that bear a title near theirs."""
        return tuple(self._resolve(self._held[document], each) for each in relations)

    def _resolve(self, citing: Held, relation: Relation) -> Relation:
        key = name_key(relation.title)
        bearers = [self._held[id_] for id_ in self._named.get(key, ()) if id_ != citing.id]
        if not bearers:
            return replace(relation, near=self._near(key, citing.id))
        meant = _by_number(bearers, relation.number) or _by_issuer(bearers, citing)
        if len({each.work for each in meant}) > 1:
            return replace(relation, near=tuple(each.id for each in meant))
        meant = [each for each in meant if _can_mean(relation, each, citing)]
        return replace(relation, target=_edition(meant, citing).id) if meant else relation

    def _near(self, key: str, document: str) -> tuple[str, ...]:
        """Documents whose title is as long or longer or shorter by a sign, and differs in one that is no number."""
        if len(key) < SHORTEST:
            return ()
        names = {name for slip in (key, *_without_one(key)) for name in self._slips.get(slip, ())}
        names |= {name for name in _without_one(key) if name in self._named}
        near = sorted(name for name in names if _is_slip(key, name))
        return tuple(dict.fromkeys(id_ for name in near for id_ in self._named[name] if id_ != document))


def _held(document: Document) -> Held:
    facts = {fact.field: fact.value for fact in reversed(document.facts)}
    numbers = frozenset(_plain(fact.value) for fact in document.facts if fact.field is Field.DOCUMENT_NUMBER)
    issuer = "" if _PLACE.search(document.title) else facts.get(Field.ISSUERS, "")
    return Held(document.id, name_key(document.title), issuer, edition_of(document), numbers)


def _told_apart(documents: Sequence[Held]) -> dict[str, Held]:
    """The documents by their ids; those of one title that name no place are different works by different issuers."""
    issuers: defaultdict[str, set[str]] = defaultdict(set)
    for each in documents:
        issuers[each.work].update(filter(None, [each.issuer]))
    return {
        each.id: replace(each, work=f"{each.work}\t{each.issuer}") if len(issuers[each.work]) > 1 else each
        for each in documents
    }


def _plain(number: str) -> str:
    return "".join(number.split()).translate(_BRACKETS).replace("第", "")


def _by_number(bearers: list[Held], number: str) -> list[Held]:
    return [each for each in bearers if _plain(number) in each.numbers] if number else []


def _by_issuer(bearers: list[Held], citing: Held) -> list[Held]:
    """Those of the same issuer where the bearers are different texts; else all."""
    same = [each for each in bearers if each.issuer and each.issuer == citing.issuer]
    return same if len({each.work for each in bearers}) > 1 and same else bearers


def _can_mean(relation: Relation, held: Held, citing: Held) -> bool:
    """Whether a repeal can mean an edition: one that was made before it; of the same text only by a day that it names.

    An amended law still repeals what its first edition repealed, and that may bear its own title.
    """
    if relation.kind is not RelationKind.REPEALS:
        return True
    if relation.since is None:
        return held.work != citing.work and (not citing.edition or held.edition <= citing.edition)
    return held.edition < int(f"{relation.since:%Y%m%d}")


def _edition(editions: list[Held], citing: Held) -> Held:
    """The last edition that there was when the citing document was made; the last of all where that is not known."""
    before = [each for each in editions if not citing.edition or each.edition <= citing.edition]
    return max(before or editions, key=lambda each: (each.edition, each.id))


def _without_one(name: str) -> set[str]:
    return {name[:i] + name[i + 1 :] for i in range(len(name))}


def _is_slip(one: str, other: str) -> bool:
    """Whether two titles differ in one sign that is no number and no part of a place's name."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    cut = (len(one) >= len(other), len(other) >= len(one))
    if one[start + cut[0] :] != other[start + cut[1] :]:
        return False
    signs = {*one[start : start + cut[0]], *other[start : start + cut[1]]}
    return not signs & _NUMERALS and not _PLACE_NAME.match(one[start:])
