"""What changes the validity of a document, and the days that a document's facts give."""

from dataclasses import dataclass, field
from datetime import date

from kb.model import Document, Fact, Field
from kb.model.edition import edition_of
from kb.model.validity import Validity

WEIGHT = (
    Validity.UNKNOWN,
    Validity.NOT_YET,
    Validity.IN_FORCE,
    Validity.PARTLY,
    Validity.AMENDED,
    Validity.EXPIRED,
    Validity.REPEALED,
)
"""What holds where several are true: the later one in this list."""


@dataclass(frozen=True, slots=True)
class Event:
    """From `day` on (None: it is not known from when, so as far back as one looks) a document is `validity`.

    The other fields are those of a `Standing`.
    """

    validity: Validity
    day: date | None
    reason: str
    words: str
    place: str
    successor: str = ""


@dataclass(slots=True)
class Events:
    """The events of one document, and the doubts that its facts or those of others raise."""

    events: list[Event] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def facts_of(document: Document) -> dict[Field, Fact]:
    """The first fact of each field."""
    return {fact.field: fact for fact in reversed(document.facts)}


def day_of(fact: Fact | None) -> date | None:
    """The day of a fact; None where there is none or no calendar has it."""
    try:
        return date.fromisoformat(fact.value) if fact else None
    except ValueError:
        return None


def edition_day(document: Document) -> date | None:
    """The day of a document's edition; None where it gives none."""
    number = edition_of(document)
    try:
        return date(number // 10000, number // 100 % 100, number % 100) if number else None
    except ValueError:
        return None


def start_of(document: Document) -> date | None:
    """The day from which a document applies: the later one of what it says and of the day of its edition.

    An amended law still says since when its first edition applied.
    """
    facts = facts_of(document)
    said = day_of(facts.get(Field.EFFECTIVE_ON))
    edition = edition_day(document)
    return max(said, edition) if said and edition else said or edition


def said(day: date) -> str:
    """A day as a sentence says it: 2021年6月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
