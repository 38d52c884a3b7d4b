"""What an enterprise says of itself, and how the measures of the base answer to it.

What a profile does not say is None or empty; it is never held against the enterprise.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.parameters import Kind, Parameter
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


PROFILE = (
    Parameter("名称", "企业名称", takes="名称", example="某智能家电公司"),
    Parameter("地区", "所在的省、市、区县", takes="地区", example="宁波市"),
    Parameter("行业", "所在的行业", takes="行业", many=True, example="汽车零部件"),
    Parameter("规模", "企业规模", takes="规模", choices=tuple(each.value for each in Size), example="小型"),
    Parameter("规上", "是否规模以上企业", Kind.YES, "是否", example=True),
    Parameter("资质", "有哪些资质，没有的写成“非高新技术企业”这样", takes="资质", many=True, example="高新技术企业"),
    Parameter("知识产权", "有哪些知识产权", takes="种类", many=True, example="专利"),
    Parameter("出口", "有没有出口", Kind.YES, "是否", example=True),
    Parameter("上市", "是否上市或准备上市", Kind.YES, "是否", example=False),
    Parameter(
        "需求", "需要什么", takes="需求", many=True, choices=tuple(each.value for each in Need), example="融资"
    ),
    Parameter("说明", "用自己的话说", takes="说明", longest=2000, example="想用专利贷款"),
)  # fmt: skip
"""What a profile says, by the keys under which an enterprise writes it; every one may be left out."""


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
