"""What an enterprise can get as HTML: the measures in their documents' own words, each with its conditions and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.model import Document
from kb.model.match import Condition, Match, Offer, Verdict
from kb.model.record import Aspect, Measure, Reading
from kb.model.validity import Standing
from kb.pages.html import markup
from kb.pages.html.markup import badge, banner, escape, folded, listed, marked

GIFTS: Mapping[str, str] = {
    "拨款补助": "财政补助资金",
    "奖励": "奖励",
    "贷款贴息": "贷款利息补贴",
    "税费减免": "少交税费或免费",
    "股权投资": "股权投资",
    "融资担保": "贷款、担保等融资",
    "保险": "保险",
    "培训辅导": "培训、辅导",
    "维权援助": "维权和应对纠纷的帮助",
    "快速审查": "审查提速",
    "试点示范": "试点、示范的机会",
    "公共服务": "公共服务平台和工具",
    "人才支持": "引才、育才",
    "转化运用": "成果转化、转让许可",
    "品牌标准": "品牌、标准方面的支持",
    "鼓励引导": "鼓励、引导（没有写具体给什么）",
}
"""Each instrument in plain words."""
SIGNS = {Verdict.MET: "✓", Verdict.UNKNOWN: "?", Verdict.NOT_MET: "✕"}
CLASSES = {Verdict.MET: "met", Verdict.UNKNOWN: "open", Verdict.NOT_MET: "unmet"}
NOTHING = "库里的文件没有读到合适的扶持措施"
NOTE = (
    "引号里的都是文件原句；符合与否，是拿填写的情况同原句逐条对照得出的，没有填写的不算不符合。"
    "能不能享受、怎么申报，由主管部门认定。"
)
QUESTIONS, NAMED = 5, 3
"""How many questions are put back to the enterprise at once, and how many needs are named above what answers them."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A match with the citation of the section that holds its sentence, and the standing of its document."""

    match: Match
    citation: str
    standing: Standing


def welcome(documents: Sequence[Document]) -> str:
    """What the page does, for who has filled in nothing yet."""
    return (
        '<section class="kb-welcome"><h2>填几项，看看能得到什么</h2>'
        "<ol><li>点一点现在想解决的事，写上企业在哪里、做什么、多大。都可以不填，填得越多越准。</li>"
        f"<li>从库里 {len(documents)} 份文件的扶持措施中，把对得上的挑出来，逐条说明符合、不符合，还是要补充情况。</li>"
        "<li>每一条都是文件原句，点出处看原文；没有的如实说没有，不猜。</li></ol></section>"
    )


def counted(found: Sequence[Match], answering: int, needs: Sequence[str]) -> str:
    """How many measures there are of each verdict; first those that answer the needs, where any were chosen."""
    counts = Counter(each.verdict for each in found)
    quoted = "、".join(f"“{escape(each)}”" for each in needs)
    wanted = quoted if len(needs) <= NAMED else f"所选 {len(needs)} 件事"
    if not needs:
        head = f"可以看看的有 {counts[Verdict.MET] + counts[Verdict.UNKNOWN]} 条"
    else:
        head = f"说到{wanted}的有 {answering} 条" if answering else f"{NOTHING}（{wanted}）"
    parts = "".join(
        f'<span class="kb-{CLASSES[verdict]}">{SIGNS[verdict]} {verdict} {counts[verdict]}</span>'
        for verdict in (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)
    )
    return (
        f'<div id="kb-found" role="status"><h2>{head}</h2>'
        f'<p class="kb-counts">库里的扶持措施共 {len(found)} 条{parts}</p></div>'
    )


def jump(found: Sequence[Match]) -> str:
    """On a narrow screen, the way from the form to what it found."""
    return '<a class="kb-jump" href="#kb-found">看结果 ↓</a>' if found else ""


def nothing() -> str:
    """That the base holds no measure at all."""
    return f'<section class="kb-none" role="status"><h2>{NOTHING}</h2></section>'


def standings(documents: Iterable[tuple[str, Standing]]) -> str:
    """Of each document that is not simply in force, that it is not and why."""
    return "".join(
        f'<div class="kb-caution"><p>《{escape(title)}》</p>{said}<p>里面的措施是否还在执行，要问主管部门。</p></div>'
        for title, standing in documents
        if (said := banner(standing))
    )


def cards(shown: Sequence[Sourced]) -> str:
    """The measures, the best first."""
    return f'<ol class="kb-offers">{"".join(map(_card, shown))}</ol>' if shown else ""


def refused(found: Sequence[Sourced], total: int) -> str:
    """The measures that the enterprise does not meet, folded, each with the reason; nothing where there are none."""
    if not found:
        return ""
    items = listed(map(_refused, found))
    more = f"<p>还有 {total - len(found)} 条没有列出，存为 Excel 可看全部。</p>" if total > len(found) else ""
    return f'<div class="kb-refusals">{folded(f"不符合的 {total} 条，看看差在哪里", items + more)}</div>'


def asked(questions: Sequence[str]) -> str:
    """What the enterprise could say to know more; nothing where there is nothing to ask."""
    if not questions:
        return ""
    items = listed(map(escape, questions[:QUESTIONS]))
    return f'<section class="kb-asked"><h2>再说明这几点，结果会更准</h2>{items}</section>'


def note() -> str:
    """What the list is, and who decides."""
    return f'<p class="kb-hint">{NOTE}</p>'


def _card(each: Sourced) -> str:
    match, measure = each.match, each.match.offer.measure
    rows = (
        ("给谁的", _audience(measure)),
        ("为什么列出", escape("；".join(match.reasons))),
        ("条件", _conditions(match)),
        *((_NAMES[aspect], _said(measure, aspect)) for aspect in (Aspect.DEADLINE, Aspect.BODY)),
        ("出处", _source(each)),
    )
    drawn = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return (
        f'<li><article><h3>{_verdict(match.verdict)}<span class="kb-gift">{_gift(measure)}</span></h3>'
        f"<blockquote>{marked(measure.words, _telling(measure))}</blockquote><dl>{drawn}</dl></article></li>"
    )


_NAMES = {Aspect.DEADLINE: "什么时候", Aspect.BODY: "找谁办"}


def _verdict(verdict: Verdict) -> str:
    return f'<span class="kb-verdict kb-{CLASSES[verdict]}">{SIGNS[verdict]} {verdict}</span>'


def _gift(measure: Measure) -> str:
    """What is given, in plain words, with the sums as printed."""
    kinds = "；".join(GIFTS.get(each.value, each.value) for each in measure.of(Aspect.INSTRUMENT))
    sums = "、".join(each.words for each in measure.of(Aspect.AMOUNT))
    return f"{escape(kinds)}{f'，<b>{escape(sums)}</b>' if sums else ''}"


def _telling(measure: Measure) -> list[str]:
    """The words that say what is given and how much."""
    return [each.words for aspect in (Aspect.INSTRUMENT, Aspect.AMOUNT) for each in measure.of(aspect)]


def _audience(measure: Measure) -> str:
    """For whom, in which industries, and on which rights; with the words that say it where they are others."""
    parts = [("", measure.of(Aspect.AUDIENCE)), ("产业：", measure.of(Aspect.INDUSTRY))]
    said = (f"{name}{escape('、'.join(map(_named, readings)))}" for name, readings in parts if readings)
    return "；".join(said) or "原句没有写明"


def _named(reading: Reading) -> str:
    return reading.value if reading.words in reading.value else f"{reading.value}（原文：{reading.words}）"


def _conditions(match: Match) -> str:
    """Each condition with its verdict, the reason and the words that set it."""
    if not match.conditions:
        return "原句没有写条件"
    items = "".join(f"<li>{_condition(each, match.offer)}</li>" for each in match.conditions)
    return f'<ul class="kb-conditions">{items}</ul>'


def _condition(each: Condition, offer: Offer) -> str:
    mark = f'<span class="kb-{CLASSES[each.verdict]}">{SIGNS[each.verdict]} {each.verdict}</span>'
    words = "文件的标题" if each.words == offer.title else f"“{escape(each.words)}”"
    return f"{mark}{escape(each.reason)}<small>依据：{words}</small>"


def _said(measure: Measure, aspect: Aspect) -> str:
    return escape("；".join(each.words for each in measure.of(aspect)))


def _refused(each: Sourced) -> str:
    measure = each.match.offer.measure
    unmet = [condition for condition in each.match.conditions if condition.verdict is Verdict.NOT_MET]
    reasons = "".join(f"<p>{_condition(condition, each.match.offer)}</p>" for condition in unmet)
    return f"<p>{escape(measure.words)}</p>{reasons}<p>{_source(each)}</p>"


def _source(each: Sourced) -> str:
    link = markup.reading(each.match.offer.measure.section)
    return f'<a href="{link}">{escape(each.citation)}</a>{badge(each.standing)}'
