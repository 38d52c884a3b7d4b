"""What an enterprise says of itself, and how the measures of the base answer to it.

What a profile does not say is None or empty; it is never held against the enterprise.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.record import Measure


class Size(StrEnum):
    """《统计上大中小微型企业划分办法》."""

    MICRO = "微型"
    SMALL = "小型"
    MEDIUM = "中型"
    LARGE = "大型"


class Need(StrEnum):
    """What an enterprise wants."""

    FINANCE = "融资"
    GRANT = "补助"
    EXPORT = "出口"
    RIGHTS = "维权"
    INSURANCE = "保险"
    FAST = "快速审查"
    TRAINING = "培训"
    SERVICE = "信息服务"
    TRANSFER = "转化"
    BRAND = "品牌"
    STANDARD = "标准"
    TALENT = "人才"
    LISTING = "上市"
    PILOT = "试点示范"


@dataclass(frozen=True, slots=True)
class Profile:
    """An enterprise. `qualifications` are those that it has, `lacks` those that it says it has not.

    `rights` are the kinds of intellectual property that it holds (专利, 商标 …), None where it does not say.
    `text` is what it says in its own words.
    """

    name: str = ""
    region: str = ""
    industries: tuple[str, ...] = ()
    size: Size | None = None
    above_scale: bool | None = None
    qualifications: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    rights: tuple[str, ...] | None = None
    exports: bool | None = None
    listing: bool | None = None
    needs: tuple[Need, ...] = ()
    text: str = ""


class Verdict(StrEnum):
    """Whether a condition is met."""

    MET = "符合"
    NOT_MET = "不符合"
    UNKNOWN = "待补充"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a measure: the words that set it, whether it is met, and why in one Chinese sentence.

    `question` is what the enterprise would have to answer, empty unless the verdict is 待补充.
    """

    verdict: Verdict
    words: str
    reason: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure and the document that gives it, by its id and title."""

    document: str
    title: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Match:
    """What an offer is for an enterprise: how well it fits, why, and each condition."""

    offer: Offer
    score: float
    reasons: tuple[str, ...]
    conditions: tuple[Condition, ...]

    @property
    def verdict(self) -> Verdict:
        """不符合 where one condition is not met, 待补充 where one is not known."""
        verdicts = {each.verdict for each in self.conditions}
        for worst in (Verdict.NOT_MET, Verdict.UNKNOWN):
            if worst in verdicts:
                return worst
        return Verdict.MET
