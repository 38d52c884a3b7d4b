"""Whether an enterprise meets what a measure asks: 符合, 不符合, or 待补充 where it did not say."""

import re
from collections.abc import Callable, Iterator, Sequence

from kb.model.match import Condition, Need, Offer, Profile, Size, Verdict
from kb.model.record import Aspect, Reading

Answer = tuple[Verdict, str, str]
"""The verdict, its reason and the question that would settle it."""
_ANYONE = {"企业": "面向各类企业", "金融机构": "通过银行、担保、保险机构办理"}
"""Audiences that leave no enterprise out, and why."""
_OTHERS = frozenset({"高校院所", "行业组织", "区县园区", "个人"})
"""Those that an enterprise is not."""
_OF_INDUSTRY = {
    "农业主体": ("食品农产", "农"), "文化企业": ("文化创意", "文"), "集成电路企业": ("特色工艺集成电路", "集成电路"),
    "服务机构": ("服务业", "服务"),
}  # fmt: skip
"""Enterprises of an industry: its name in the lists, and what the name of one's own industry holds."""
_CITY = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}省)?([\u4e00-\u9fff]{2,4}?)市")
_NOT_MAKING = re.compile("服务|金融|银行|软件|旅游|农|贸易|电商|文化")


def conditions_of(profile: Profile, offer: Offer) -> tuple[Condition, ...]:
    """The conditions of an offer, each with the words that set it."""
    parts = (_of_place, _of_audience, _of_industry, _own)
    return tuple(condition for part in parts for condition in part(profile, offer))


def _of_place(profile: Profile, offer: Offer) -> Iterator[Condition]:
    """A city's measure is for those of the city."""
    city = _CITY.match(offer.title)
    if city is None:
        return
    words = offer.title
    if not profile.region:
        yield Condition(Verdict.UNKNOWN, words, f"这是{city[1]}市的文件，没有填写所在地区", "企业在哪个市、哪个区？")
    elif city[1] in profile.region:
        yield Condition(Verdict.MET, words, f"企业在{profile.region}")
    elif (own := _CITY.match(profile.region)) and own[1] != city[1]:
        yield Condition(Verdict.NOT_MET, words, f"这是{city[1]}市的文件，企业在{profile.region}")
    else:
        reason = f"这是{city[1]}市的文件，填写的地区是{profile.region}，看不出在不在{city[1]}市"
        yield Condition(Verdict.UNKNOWN, words, reason, "企业在哪个市、哪个区？")


def _of_audience(profile: Profile, offer: Offer) -> Iterator[Condition]:
    """One of those that a measure names is enough; none of them may be known to be someone else."""
    readings = offer.measure.of(Aspect.AUDIENCE)
    if readings:
        answers = [(each, _is_one(profile, each.value)) for each in readings]
        yield _best(answers)


def _best(answers: Sequence[tuple[Reading, Answer]]) -> Condition:
    order = (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)
    reading, (verdict, reason, question) = min(answers, key=lambda pair: order.index(pair[1][0]))
    words = reading.words if verdict is not Verdict.NOT_MET else "、".join(each.words for each, _ in answers)
    return Condition(verdict, words, reason, question)


def is_qualification(audience: str) -> bool:
    """Whether to be one of an audience is a qualification (高新技术企业): neither size nor industry tell it."""
    return audience not in {*_ANYONE, *_ASKED, *_OTHERS, *_OF_INDUSTRY}


def _is_one(profile: Profile, value: str) -> Answer:
    """Whether an enterprise is one of an audience."""
    if value in _ANYONE:
        return Verdict.MET, _ANYONE[value], ""
    if value in _ASKED:
        return _ASKED[value](profile)
    if value in _OTHERS:
        return Verdict.NOT_MET, f"这一条面向{value}，不是企业", ""
    if value in _OF_INDUSTRY:
        return _is_of_industry(profile, value)
    return _is_qualified(profile, value)


def _is_small(profile: Profile) -> Answer:
    if profile.size is None:
        return Verdict.UNKNOWN, "没有填写规模", "企业规模是微型、小型、中型还是大型？"
    if profile.size is Size.LARGE:
        return Verdict.NOT_MET, "面向中小微企业，填写的规模是大型", ""
    return Verdict.MET, f"规模是{profile.size}", ""


def _is_above_scale(profile: Profile) -> Answer:
    return _stated(profile.above_scale, "规上企业", "是不是规模以上工业企业（年主营业务收入 2000 万元及以上）？")


def _exports(profile: Profile) -> Answer:
    if profile.exports is None and Need.EXPORT in profile.needs:
        return Verdict.MET, "想做出口", ""
    return _stated(profile.exports, "有出口业务的企业", "有没有出口或海外业务？")


def _goes_public(profile: Profile) -> Answer:
    return _stated(profile.listing, "拟上市或已上市的企业", "有没有上市打算？")


def _stated(value: bool | None, who: str, question: str) -> Answer:
    if value is None:
        return Verdict.UNKNOWN, f"面向{who}，没有填写", question
    return (Verdict.MET, f"是{who}", "") if value else (Verdict.NOT_MET, f"面向{who}，填写的是“否”", "")


def _makes(profile: Profile) -> Answer:
    if not profile.industries:
        return Verdict.UNKNOWN, "面向制造业企业，没有填写行业", "企业属于什么行业？"
    if all(_NOT_MAKING.search(each) for each in profile.industries):
        return Verdict.NOT_MET, f"面向制造业企业，填写的行业是{'、'.join(profile.industries)}", ""
    return Verdict.MET, f"行业是{'、'.join(profile.industries)}", ""


_ASKED: dict[str, Callable[[Profile], Answer]] = {
    "中小微企业": _is_small, "规上工业企业": _is_above_scale, "出口企业": _exports, "上市企业": _goes_public,
    "制造业企业": _makes,
}  # fmt: skip
"""Audiences that the profile has a field for."""


def _is_of_industry(profile: Profile, value: str) -> Answer:
    if not profile.industries:
        return Verdict.UNKNOWN, f"面向{value}，没有填写行业", "企业属于什么行业？"
    said = "、".join(profile.industries)
    if any(sign in said for sign in _OF_INDUSTRY[value]):
        return Verdict.MET, f"行业是{said}", ""
    return Verdict.NOT_MET, f"面向{value}，填写的行业是{said}", ""


def _is_qualified(profile: Profile, value: str) -> Answer:
    """A qualification that is not listed may still be there."""
    if any(value in each or each in value for each in profile.qualifications):
        return Verdict.MET, f"是{value}", ""
    if any(value in each or each in value for each in profile.lacks):
        return Verdict.NOT_MET, f"面向{value}，填写的是没有这项资质", ""
    return Verdict.UNKNOWN, f"面向{value}，资质里没有写到", f"是不是{value}？"


def _of_industry(profile: Profile, offer: Offer) -> Iterator[Condition]:
    readings = offer.measure.of(Aspect.INDUSTRY)
    if not readings:
        return
    words = "、".join(each.words for each in readings)
    fit = [each for each in readings if fits_industry(profile, each)]
    if fit:
        yield Condition(Verdict.MET, fit[0].words, f"行业是{'、'.join(profile.industries)}")
    elif not profile.industries:
        yield Condition(Verdict.UNKNOWN, words, "点名了产业，没有填写行业", "企业属于什么行业？")
    elif re.search(r"等[^，。]{0,6}(?:产业|领域|行业|企业|现代服务业)", offer.measure.words):
        reason = f"列举了{words}等，填写的行业是{'、'.join(profile.industries)}，要问主管部门算不算"
        yield Condition(Verdict.UNKNOWN, words, reason)
    else:
        yield Condition(Verdict.NOT_MET, words, f"点名的是{words}，填写的行业是{'、'.join(profile.industries)}")


def fits_industry(profile: Profile, reading: Reading) -> bool:
    """Whether an industry that a measure names is the enterprise's."""
    return any(
        own in reading.value or reading.value in own or own in reading.words or reading.words in own
        for own in profile.industries
    )


def _own(profile: Profile, offer: Offer) -> Iterator[Condition]:
    """The conditions that a measure states in its own words, and a right to pledge where one is pledged."""
    for each in offer.measure.of(Aspect.CONDITION):
        named = next((has for has in profile.qualifications if has in each.words), "")
        if named:
            yield Condition(Verdict.MET, each.words, f"是{named}")
        else:
            yield Condition(Verdict.UNKNOWN, each.words, "要看是否符合这一条件", f"是否符合“{each.words}”？")
    pledged = next((each for each in offer.measure.of(Aspect.INSTRUMENT) if "质押" in each.words), None)
    if pledged and profile.rights is None:
        yield Condition(Verdict.UNKNOWN, pledged.words, "质押要有专利或商标，没有填写", "有没有专利、商标，各几件？")
    elif pledged and profile.rights:
        yield Condition(Verdict.MET, pledged.words, f"有{'、'.join(profile.rights)}")
    elif pledged:
        yield Condition(Verdict.NOT_MET, pledged.words, "质押要有专利或商标，填写的是没有")
