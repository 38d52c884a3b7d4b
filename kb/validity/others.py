"""What documents do to each other: repeals, amendments, and newer editions of the same text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.model import Document, Field
from kb.model.record import Relation, RelationKind
from kb.model.validity import Validity
from kb.validity.events import Event, Events, day_of, edition_day, facts_of, said, start_of


@dataclass(frozen=True, slots=True)
class _Act:
    """A document repeals or amends another one, or a clause of it, from a day on."""

    relation: Relation
    source: Document
    target: Document
    day: date | None


def events_by_others(
    documents: Sequence[Document],
    relations: Mapping[str, Sequence[Relation]],
    editions: Mapping[str, Sequence[str]],
) -> dict[str, Events]:
    """What happens to each document through others; see `kb.validity.histories` for the arguments."""
    held = {document.id: document for document in documents}
    found: defaultdict[str, Events] = defaultdict(Events)
    for document in documents:
        for event in _newer(document, [held[each] for each in editions.get(document.id, ())]):
            found[document.id].events.append(event)
    acts = [act for document in documents for act in _acts(document, relations.get(document.id, ()), held, editions)]
    circular = _in_circles(acts)
    for act in acts:
        if (doubt := _impossible(act)) or (act.source.id, act.target.id) in circular:
            doubt = doubt or f"《{act.source.title}》与本文件互相写着废止对方，又没有日期可分先后，都没有采用"
            found[act.target.id].doubts.append(doubt)
        else:
            found[act.target.id].events.append(_event(act))
    return found


def _newer(document: Document, editions: Sequence[Document]) -> Iterator[Event]:
    """The first newer edition takes the place of a document on the day from which it applies."""
    own = edition_day(document)
    later = [(day, each) for each in editions if own and (day := edition_day(each)) and day > own]
    if not later:
        return
    day, successor = min(later, key=lambda pair: pair[0])
    since = start_of(successor) or day
    place = successor.sections[0].id if successor.sections else ""
    yield Event(Validity.AMENDED, since, f"{said(since)}起有新的一版", successor.title, place, later[-1][1].id)


def _acts(
    source: Document,
    relations: Sequence[Relation],
    held: Mapping[str, Document],
    editions: Mapping[str, Sequence[str]],
) -> Iterator[_Act]:
    """The repeals and amendments of a document, for each edition of the text that it means and that is older."""
    for relation in relations:
        if relation.kind not in (RelationKind.REPEALS, RelationKind.AMENDS) or not relation.target:
            continue
        day = relation.since or _issued(source)
        for id_ in editions.get(relation.target, (relation.target,)):
            made = edition_day(held[id_])
            if id_ == relation.target or (id_ != source.id and day and made and made < day):
                yield _Act(relation, source, held[id_], day)


def _issued(source: Document) -> date | None:
    """The day from which a document's own words act."""
    facts = facts_of(source)
    dates = (day_of(facts.get(each)) for each in (Field.PUBLISHED_ON, Field.WRITTEN_ON))
    return start_of(source) or next(filter(None, dates), None)


def _impossible(act: _Act) -> str:
    """A doubt where a text would end before it was made: the act means an older one."""
    made = edition_day(act.target)
    if act.day and made and act.day < made:
        stated = f"《{act.source.title}》写着自{said(act.day)}起{act.relation.kind}本文件"
        return f"{stated}，早于本文件的日期{said(made)}，没有采用"
    return ""


def _in_circles(acts: Sequence[_Act]) -> set[tuple[str, str]]:
    """The repeals without an order in time by which documents end each other, however many there are in the circle."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    whole = [act for act in acts if act.relation.kind is RelationKind.REPEALS and not act.relation.clause]
    for act in whole:
        if not _impossible(act):
            ends[act.source.id].add(act.target.id)
    days = {(act.source.id, act.target.id): act.day for act in whole}
    found = set()
    for source, target in list(days):
        back = _way(ends, target, source)
        if back and (days[source, target] is None or any(days[step] in (None, days[source, target]) for step in back)):
            found.add((source, target))
    return found


def _way(ends: Mapping[str, set[str]], start: str, goal: str) -> list[tuple[str, str]]:
    """The steps from one document to another, each repealing the next; none where there is no way."""
    paths: dict[str, list[tuple[str, str]]] = {start: []}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for there in ends.get(here, ()):
            if there not in paths:
                paths[there] = [*paths[here], (here, there)]
                waiting.append(there)
    return paths.get(goal, [])


def _event(act: _Act) -> Event:
    relation, source = act.relation, act.source
    since = f"自{said(act.day)}起" if act.day else ""
    what = f"{relation.clause}" if relation.clause else ""
    if relation.kind is RelationKind.AMENDS:
        reason = f"《{source.title}》{since}修改了本文件{what}"
        return Event(Validity.AMENDED, act.day, reason, relation.words, relation.section)
    reason = f"《{source.title}》{since}废止了本文件{what}"
    validity = Validity.PARTLY if what else Validity.REPEALED
    successor = "" if what or "关于废止" in source.title else source.id
    return Event(validity, act.day, reason, relation.words, relation.section, successor)
