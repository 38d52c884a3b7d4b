"""Measures for one enterprise: what it can get, may get if it answers a question, and cannot get and why."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from kb.match.conditions import conditions_of, fits_industry
from kb.match.varied import varied
from kb.model.match import Match, Need, Offer, Profile, Verdict
from kb.model.record import Aspect

Tokens = Callable[[str], Sequence[str]]
"""Cuts a text into its words."""

NEEDS: dict[Need, tuple[frozenset[str], re.Pattern[str]]] = {
    Need.FINANCE: (frozenset({"融资担保", "贷款贴息", "股权投资"}), re.compile("质押|融资|贷款|担保|信贷|贴息|证券化")),
    Need.GRANT: (frozenset({"拨款补助", "奖励", "税费减免"}), re.compile("资助|补助|补贴|奖励|减免|免费")),
    Need.EXPORT: (frozenset(), re.compile("海外|出口|涉外|跨境|“一带一路”|PCT|马德里|国际展会|全球竞争")),
    Need.RIGHTS: (frozenset({"维权援助"}), re.compile("维权|援助|纠纷|侵权|预警")),
    Need.INSURANCE: (frozenset({"保险"}), re.compile("保险")),
    Need.FAST: (frozenset({"快速审查"}), re.compile("快速|优先审查|绿色通道|预审")),
    Need.TRAINING: (frozenset({"培训辅导"}), re.compile("培训|辅导|实训")),
    Need.SERVICE: (frozenset({"公共服务"}), re.compile("信息服务|公共服务|导航|托管|数据库|工具")),
    Need.TRANSFER: (frozenset({"转化运用"}), re.compile("转化|转让|许可|产业化|运营")),
    Need.BRAND: (frozenset(), re.compile("品牌|商标|地理标志")),
    Need.STANDARD: (frozenset(), re.compile("标准")),
    Need.TALENT: (frozenset({"人才支持"}), re.compile("人才|引才")),
    Need.LISTING: (frozenset(), re.compile("上市")),
    Need.PILOT: (frozenset({"试点示范"}), re.compile("试点|示范|创建|争创")),
}
"""Which instruments answer a need, and in which words a measure speaks of it."""
FURTHER, MOST_FURTHER = 0.5, 3
"""What each further word for a need counts, and how many do: the sentence is about it."""
WANTED, BY_INSTRUMENT, INDUSTRY, AUDIENCE, RIGHT, SAID = 3.0, 1.0, 2.0, 1.5, 0.5, 2.0
"""What counts: that a measure answers a need (and by its instrument), names the industry, the kind of enterprise, a
right that is held, and words of what the enterprise says itself."""
FOR_OTHERS = frozenset({"服务机构", "高校院所", "行业组织", "区县园区", "个人"})
SHARED = 0.6
"""What a measure is worth that is for others in the first place and for enterprises too."""


def match(profile: Profile, offers: Iterable[Offer], tokens: Tokens) -> tuple[Match, ...]:
    """The offers, the best first; those with a condition that is not met come last and say why.

    Args:
        profile: the enterprise.
        offers: all measures; one that is printed twice counts once.
        tokens: cuts a text into its words.
    """
    once = {re.sub(r"\s", "", each.measure.words): each for each in reversed(list(offers))}
    said = {word for word in tokens(profile.text) if len(word) > 1}
    found = [_match(profile, each, said, tokens) for each in once.values()]
    found.sort(key=lambda each: (each.offer.document, each.offer.measure.section, each.offer.measure.words))
    open_ = [each for each in found if each.verdict is not Verdict.NOT_MET]
    closed = [each for each in found if each.verdict is Verdict.NOT_MET]
    return (*varied(open_, lambda each: needs_of(each, profile)), *sorted(closed, key=lambda each: -each.score))


def questions(matches: Sequence[Match]) -> tuple[str, ...]:
    """What the enterprise could answer to know more, the question first that the best measures wait for."""
    weights: Counter[str] = Counter()
    for each in matches:
        for condition in each.conditions:
            if condition.question and each.verdict is Verdict.UNKNOWN:
                weights[condition.question] += max(1, round(each.score * 10))
    return tuple(question for question, _ in weights.most_common())


def needs_of(match: Match, profile: Profile) -> tuple[Need, ...]:
    """Those of an enterprise's needs that a measure answers."""
    text = match.offer.measure.words
    return tuple(each for each in profile.needs if NEEDS[each][1].search(text))


def _match(profile: Profile, offer: Offer, said: set[str], tokens: Tokens) -> Match:
    measure = offer.measure
    reasons: list[str] = []
    score = 0.0
    instruments = {each.value for each in measure.of(Aspect.INSTRUMENT)}
    for need in profile.needs:
        kinds, words = NEEDS[need]
        if hits := set(words.findall(measure.words)):
            score += WANTED + BY_INSTRUMENT * bool(kinds & instruments) + FURTHER * min(len(hits) - 1, MOST_FURTHER)
            reasons.append(f"回应“{need}”的需求：{'、'.join(sorted(hits, key=measure.words.find))}")
    for each in measure.of(Aspect.INDUSTRY):
        if fits_industry(profile, each):
            score += INDUSTRY
            reasons.append(f"点名了{each.value}：{each.words}")
    conditions = conditions_of(profile, offer)
    audience = {each.value: each.words for each in measure.of(Aspect.AUDIENCE) if each.value != "企业"}
    met = {each.words for each in conditions if each.verdict is Verdict.MET}
    for value in (value for value, words in audience.items() if words in met):
        score += AUDIENCE
        reasons.append(f"面向{value}")
    for each in measure.of(Aspect.IP_KIND):
        if each.value in (profile.rights or ()):
            score += RIGHT
            reasons.append(f"涉及{each.value}")
    plain = measure.words.lower()
    # A word that is shared stands in the sentence: most sentences need not be cut into words at all.
    shared = sorted(said & set(tokens(measure.words))) if any(word in plain for word in said) else []
    if shared:
        score += SAID * len(shared) / len(said)
        reasons.append(f"与说明里的{'、'.join(shared)}相合")
    if set(audience) & FOR_OTHERS:
        score *= SHARED
    return Match(offer, round(score, 3), tuple(dict.fromkeys(reasons)), conditions)
