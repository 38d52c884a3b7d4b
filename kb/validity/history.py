"""One document's facts, and what others do to it → its standings one after the other."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from kb.model import Document, Fact, Field
from kb.model.validity import Standing, Validity
from kb.validity.events import WEIGHT, Event, Events, day_of, edition_day, facts_of, said, start_of

_PERIOD = re.compile(r"((?:19|20)\d\d)\D+((?:19|20)\d\d)")
_LENGTH = re.compile(r"(\d+)(年|个月)")
_ENDED = {Validity.REPEALED, Validity.EXPIRED, Validity.AMENDED, Validity.PARTLY, Validity.NOT_YET}
_DATES_DIFFER = "不同的施行日期"
"""In a warning of the parser: see `kb.parse.header.force`."""


def history_of(document: Document, others: Events) -> tuple[Standing, ...]:
    """The standings of a document, the first since ever, each different from the one before.

    Args:
        document: with its facts.
        others: what other documents do to it, and the doubts that they raise.
    """
    facts = facts_of(document)
    own = Events([], [*others.doubts, *(note for note in document.report.warnings if _DATES_DIFFER in note)])
    start = _start(document, facts)
    own.events += start
    own.events += _limits(facts, start[-1].day if start else None, own.doubts)
    own.events += _stated(facts, [*own.events, *others.events], own.doubts)
    return _standings([*own.events, *others.events], tuple(dict.fromkeys(own.doubts)))


def _start(document: Document, facts: dict[Field, Fact]) -> list[Event]:
    """尚未生效 until the first day and 现行有效 from then on; nothing where no words give the day."""
    day = start_of(document)
    period = facts.get(Field.PLAN_PERIOD)
    effective = facts.get(Field.EFFECTIVE_ON)
    if effective and day and day == day_of(effective):
        return _begins(day, f"自{said(day)}起施行", effective.words, effective.place)
    if period and (years := _PERIOD.search(period.value)):
        first = day or date(int(years[1]), 1, 1)
        return _begins(first, f"规划期为{period.value}", period.words, period.place)
    if (edition := edition_day(document)) and (effective or _is_marked(document, edition)):
        words = effective.words if effective else document.title
        place = effective.place if effective else document.sections[0].id if document.sections else ""
        return _begins(edition, f"本版的日期是{said(edition)}", words, place)
    return []


def _is_marked(document: Document, edition: date) -> bool:
    """Whether the day is that of an edition, and not only of a letterhead or a page."""
    facts = facts_of(document)
    letterhead = {facts[each].value for each in (Field.WRITTEN_ON, Field.PUBLISHED_ON) if each in facts}
    return edition.isoformat() not in letterhead


def _begins(day: date | None, reason: str, words: str, place: str) -> list[Event]:
    return [
        Event(Validity.NOT_YET, None, reason, words, place),
        Event(Validity.IN_FORCE, day, reason, words, place),
    ]


def _limits(facts: dict[Field, Fact], start: date | None, doubts: list[str]) -> list[Event]:
    """When a document ends by its own words."""
    events = []
    if (fact := facts.get(Field.EXPIRES_ON)) and (last := day_of(fact)):
        if start and last < start:
            doubts.append(f"失效日期{said(last)}早于施行日期{said(start)}，没有采用")
        else:
            events.append(Event(Validity.EXPIRED, _after(last), f"有效期至{said(last)}", fact.words, fact.place))
    elif fact := facts.get(Field.VALID_FOR):
        first = day_of(facts.get(Field.EFFECTIVE_ON))
        if first is None:
            doubts.append(f"写明有效期{fact.value}，但没有写明从哪天起算，不能推算失效日期")
        elif length := _LENGTH.search(fact.value):
            end = _later(first, int(length[1]) * (12 if length[2] == "年" else 1))
            events.append(
                Event(Validity.EXPIRED, end, f"自{said(first)}起有效期{fact.value}，已满", fact.words, fact.place)
            )
    if (fact := facts.get(Field.PLAN_PERIOD)) and (years := _PERIOD.search(fact.value)):
        end = date(int(years[2]) + 1, 1, 1)
        events.append(Event(Validity.EXPIRED, end, f"规划期{fact.value}已满", fact.words, fact.place))
    return events


def _stated(facts: dict[Field, Fact], known: Sequence[Event], doubts: list[str]) -> list[Event]:
    """What the page or the catalog states, from the day on which that was written down where it is known.

    A stated end is taken where no event says more; that it is in force only where nothing else is known of its start.
    """
    fact = facts.get(Field.VALIDITY)
    validity = next((each for each in Validity if fact and each == fact.value), None)
    if fact is None or validity in (None, Validity.UNKNOWN):
        return []
    day = day_of(facts.get(Field.FETCHED_ON))
    reason = f"{fact.place}注明“{fact.value}”" if "/" not in fact.place else f"文件注明“{fact.value}”"
    ends = [each for each in known if each.validity in _ENDED - {Validity.NOT_YET}]
    if validity is Validity.IN_FORCE:
        if any(each.day is None or (day and each.day <= day) for each in ends):
            doubts.append(f"{reason}，而另有依据说它已经不是现行有效")
        begun = any(each.validity is Validity.IN_FORCE for each in known)
        return [] if begun or ends else [Event(validity, None, reason, fact.words, fact.place)]
    if validity is Validity.NOT_YET or any(each.validity is validity for each in ends):
        return []
    return [Event(validity, day, reason, fact.words, fact.place)]


def _standings(events: Sequence[Event], doubts: tuple[str, ...]) -> tuple[Standing, ...]:
    """What holds on each day on which something changes."""
    days = sorted({each.day or date.min for each in events} | {date.min})
    found: list[Standing] = []
    for day in days:
        true = [each for each in events if (each.day or date.min) <= day]
        event = max(true, key=lambda each: (WEIGHT.index(each.validity), each.day or date.min), default=None)
        standing = _standing(event, None if day == date.min else day, doubts)
        if not found or _differs(found[-1], standing):
            found.append(standing)
    return tuple(found)


def _standing(event: Event | None, since: date | None, doubts: tuple[str, ...]) -> Standing:
    if event is None:
        return Standing(Validity.UNKNOWN, since, doubts=doubts)
    return Standing(event.validity, since, event.reason, event.words, event.place, event.successor, doubts)


def _differs(one: Standing, other: Standing) -> bool:
    return (one.validity, one.reason, one.successor) != (other.validity, other.reason, other.successor)


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))
