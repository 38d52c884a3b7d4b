"""What a base knows beyond its text: the records of each document, and what follows from all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model.record import Indicator, Measure, Relation
from kb.model.validity import Standing


@dataclass(frozen=True, slots=True)
class Records:
    """What was read from the words of one document."""

    relations: tuple[Relation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Of each document, by its id: its records, its relations resolved, and its standings one after the other."""

    records: Mapping[str, Records] = field(default_factory=dict)
    histories: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
