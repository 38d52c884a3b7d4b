"""What is read from a document's words beyond its text: Relations, Indicators and Measures, each with those words.

Nothing here is guessed: a field that the words do not give is empty.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class RelationKind(StrEnum):
    """What a document says of another one."""

    BASIS = "依据"
    IMPLEMENTS = "落实"
    REPEALS = "废止"
    AMENDS = "修改"
    FORWARDS = "转发"
    CITES = "引用"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a sentence says of the document that it names.

    `section` is the id of the section that holds the sentence `words`. `title` is the other document's as cited,
    without the marks, a short name given in the text made full again; `number` its 发文字号 where it stands beside it.
    `clause` is the part of it that is meant (第三条), empty for the whole. `since` is the day from which it is so where
    the sentence or its document gives one.
    `target` is the id of the document of the base that is meant; `near` are ids of those whose title differs by a slip
    of the pen: they are offered, never taken. Both are empty until the whole base is known.
    """

    kind: RelationKind
    section: str
    title: str
    words: str
    number: str = ""
    clause: str = ""
    since: date | None = None
    target: str = ""
    near: tuple[str, ...] = ()


class Role(StrEnum):
    """What the value of an indicator is."""

    BASE = "基期"
    TARGET = "目标"
    ACTUAL = "实际"


class Nature(StrEnum):
    """How binding a target is (《国民经济和社会发展规划编制》 usage)."""

    EXPECTED = "预期性"
    BINDING = "约束性"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: what is measured, how much, of which year.

    `value` is as printed (95以上, 年均20家), empty where a table leaves its cell empty; `number` is its number, None
    where it has none. `unit` is empty where none is given. `bound` is 以上, 以下, 左右, 约 and the like, `pace` 年均,
    累计, 增长 and the like. `section` is the id of the section (or the table's row) that holds `words`.
    """

    name: str
    value: str
    number: Decimal | None
    unit: str
    year: int | None
    role: Role | None
    section: str
    words: str
    bound: str = ""
    pace: str = ""
    nature: Nature | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator over the years: its values in their order, of each year and role the first that was found.

    `growth` is the share by which the last number exceeds the first (0.5 is half as much again), `yearly` the same for
    each year on average (compound); both are None where the two cannot be compared.
    """

    name: str
    unit: str
    values: tuple[Indicator, ...]
    growth: Decimal | None = None
    yearly: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target and what was reached in its year; `reached` is None where the two figures do not settle it."""

    target: Indicator
    actual: Indicator
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The last figure that was reached and the last target: `share` is the one by the other (0.5 is half way)."""

    reached: Indicator
    target: Indicator
    share: Decimal


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two figures for what may be the same. `same` says that name, year and role are; else the names only are near."""

    one: Indicator
    other: Indicator
    same: bool


class Aspect(StrEnum):
    """What a support measure says of itself."""

    INSTRUMENT = "扶持方式"
    AUDIENCE = "支持对象"
    INDUSTRY = "产业"
    IP_KIND = "知识产权类型"
    CONDITION = "条件"
    AMOUNT = "金额"
    DEADLINE = "期限"
    BODY = "责任单位"


@dataclass(frozen=True, slots=True)
class Reading:
    """A field of a measure: its value in the field's own list, or as printed, and the words that it was read from."""

    aspect: Aspect
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A sentence that gives support: `words` are the sentence, `section` the id of the section that holds it."""

    section: str
    words: str
    readings: tuple[Reading, ...]

    def of(self, aspect: Aspect) -> tuple[Reading, ...]:
        """What it says of one aspect, in the order of the sentence."""
        return tuple(each for each in self.readings if each.aspect is aspect)
