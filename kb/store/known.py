"""What a base knows beyond its text ↔ tables: relations both ways, standings by the day, indicators and measures."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from kb.model.knowledge import Knowledge
from kb.model.record import Aspect, Indicator, Measure, Nature, Reading, Relation, RelationKind, Role
from kb.model.validity import Standing, Validity
from kb.store.rows import to_json

SCHEMA = """
CREATE TABLE relation (document TEXT REFERENCES document, kind TEXT, section TEXT, title TEXT, words TEXT, number TEXT,
                       clause TEXT, since TEXT, target TEXT, near TEXT);
CREATE INDEX relation_from ON relation (document);
CREATE INDEX relation_to ON relation (target);
CREATE TABLE standing (document TEXT REFERENCES document, since TEXT, until TEXT, validity TEXT, reason TEXT,
                       words TEXT, place TEXT, successor TEXT, doubts TEXT);
CREATE INDEX standing_of ON standing (document, since);
CREATE TABLE indicator (document TEXT REFERENCES document, name TEXT, value TEXT, number TEXT, unit TEXT, year INTEGER,
                        role TEXT, section TEXT, words TEXT, bound TEXT, pace TEXT, nature TEXT, note TEXT);
CREATE TABLE measure (document TEXT REFERENCES document, section TEXT, words TEXT, readings TEXT);
"""
RELATION = "kind, section, title, words, number, clause, since, target, near"
STANDING = "validity, since, reason, words, place, successor, doubts"
INDICATOR = "name, value, number, unit, year, role, section, words, bound, pace, nature, note"
MEASURE = "section, words, readings"
ALWAYS, NEVER = "", "9999-12-31"
"""How the beginning of time and its end are written; as texts they stand before and behind every day."""

Row = tuple[object, ...]


def inserts(knowledge: Knowledge) -> Iterator[tuple[str, Iterable[Row]]]:
    """Each table, and the rows that belong in it."""
    yield "relation", (_relation_row(id_, one) for id_, r in knowledge.records.items() for one in r.relations)
    yield "indicator", (_indicator_row(id_, one) for id_, r in knowledge.records.items() for one in r.indicators)
    yield "measure", (_measure_row(id_, one) for id_, r in knowledge.records.items() for one in r.measures)
    yield "standing", (row for id_, history in knowledge.histories.items() for row in _standing_rows(id_, history))


def relation_of(row: tuple[str, ...]) -> Relation:
    """A relation from the columns `RELATION`."""
    kind, section, title, words, number, clause, since, target, near = row
    day = date.fromisoformat(since) if since else None
    return Relation(RelationKind(kind), section, title, words, number, clause, day, target, tuple(json.loads(near)))


def standing_of(row: tuple[str, ...]) -> Standing:
    """A standing from the columns `STANDING`."""
    validity, since, reason, words, place, successor, doubts = row
    day = date.fromisoformat(since) if since else None
    return Standing(Validity(validity), day, reason, words, place, successor, tuple(json.loads(doubts)))


def indicator_of(row: tuple[str, ...]) -> Indicator:
    """An indicator from the columns `INDICATOR`."""
    name, value, number, unit, year, role, section, words, bound, pace, nature, note = row
    return Indicator(
        name=name,
        value=value,
        number=Decimal(number) if number is not None else None,
        unit=unit,
        year=int(year) if year is not None else None,
        role=Role(role) if role else None,
        section=section,
        words=words,
        bound=bound,
        pace=pace,
        nature=Nature(nature) if nature else None,
        note=note,
    )


def measure_of(row: tuple[str, ...]) -> Measure:
    """A measure from the columns `MEASURE`."""
    section, words, readings = row
    read = (Reading(Aspect(aspect), value, said) for aspect, value, said in json.loads(readings))
    return Measure(section, words, tuple(read))


def _relation_row(document: str, one: Relation) -> Row:
    since = one.since.isoformat() if one.since else None
    return (
        document, one.kind, one.section, one.title, one.words, one.number, one.clause, since, one.target,
        to_json(one.near),
    )  # fmt: skip


def _standing_rows(document: str, history: tuple[Standing, ...]) -> Iterator[Row]:
    begun = [each.since.isoformat() if each.since else ALWAYS for each in history]
    for each, since, until in zip(history, begun, [*begun[1:], NEVER], strict=True):
        doubts = to_json(each.doubts)
        yield document, since, until, each.validity, each.reason, each.words, each.place, each.successor, doubts


def _indicator_row(document: str, one: Indicator) -> Row:
    number = str(one.number) if one.number is not None else None
    return (
        document, one.name, one.value, number, one.unit, one.year, one.role, one.section, one.words, one.bound,
        one.pace, one.nature, one.note,
    )  # fmt: skip


def _measure_row(document: str, one: Measure) -> Row:
    return document, one.section, one.words, to_json([(each.aspect, each.value, each.words) for each in one.readings])
