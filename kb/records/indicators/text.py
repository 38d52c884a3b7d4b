"""Indicators in running text: 「每万人发明专利拥有量达34件」, 「培养500名知识产权专业人才」.

Each figure of a clause gives one record. What stands in an article (第三条) is a norm and no figure; a number that
counts what is listed beside it (7个领域), a date and a name in quotation marks are none either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.model import Document, Section, SectionKind
from kb.model.record import Indicator, Role
from kb.model.sentences import sentences
from kb.records.indicators.amount import AFTER, BEFORE, NUMBER, SCALE, UNIT, number_of

_CLAUSE = re.compile(r"[^，；。！？]+")
_FIGURE = re.compile(
    rf"(?<![\d.\-—“+第])(?P<before>(?:{BEFORE})?)(?P<number>{NUMBER})(?P<scale>(?:{SCALE})?)"
    rf"(?P<more>[余多]?)(?P<unit>{UNIT})(?<!分)(?P<after>(?:{AFTER})?)(?![”+])"
)
_LIST = re.compile(
    r"^(?:大?(?:领域|方面|环节|细分|重点|部分|步骤|阶段|类别|工作日|月|年|层面|部门|任务|行业|产业(?!园)|区县|县|市|省|国家|字|问题|"
    r"原则|百分点以?内?|以上的?(?:股东|学生|人员))|代会|大)"
)
"""What a number counts that is listed beside it, or that is no achievement."""
_NORM = re.compile(r"罚款|处以|的，处|应当|不得|有期徒刑|依法|收费|票价|每人每月|标准为|补助|奖励|资助|给予|补贴|最高")
"""A sentence that rules or pays: its figures are conditions and sums, read as measures."""
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!代)")
_TOWARDS = re.compile(r"到\s*((?:19|20)\d\d)年")
_PART_OF_YEAR = re.compile(r"[（(]?(?:前|上)?[一二三四\d]*(?:个月|月末?|季度|半年)[）)]?")
_PERIOD = re.compile(r"“?十[一二三四五六七]五”?(?:时期|期间|以来)")
_DATED = re.compile(
    r"^(?:(?:截至|截止到?|到|至|自)?(?:(?:19|20)\d\d年?(?:[（(][^（）()]*[)）])?(?:[一二三四\d]+月)?[末底初]?|“?十[一二三四五六七]五”?"
    r"(?:时期|期间|以来))|目前|其中|全市|全省|全国|全区|全县|我市|我省|累计|共|新增|已|先后|力争)+[，,：:]?"
)
_PACE = re.compile(r"年均增长|年均新增|年均|每年新增|每年|年新增|累计新增|累计|新增|增长|递增|提升|提高|下降|降低|减少")
_RATE = re.compile(r"(?:年均|年|同比|较[^，；]{2,12}?)?(?:增长|递增|提升|提高|下降|降低|减少|增加)(?:了|约|至)?$")
_LINK = re.compile(
    r"(?:累计|总数|总量|已|均|分别)?(?:达到了?|达|为|是|有|共|共有|增至|增加到|提高到|提升到|突破|超过|保持在|稳定在|控制在|完成|实现)$"
)
_PAST = re.compile(r"截至|截止|累计|期间|已|同比|较|荣获|位居|现有|末，|共查|共计|达[^到]|立案|结案|形成")
_FUTURE = re.compile(
    r"到20\d\d年|力争|争取|目标|将|推动|建成|培育|培养|打造|新增|完成|达到|实施|加快|年[培新]|递增|构建"
)
_BARE = re.compile(
    r"^(?:[的了和与及将]|其中|有(?!效)|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[a-z\d]+[)）.])+"
    r"|(?:约|超|近|共|数量|总数)$"
)
_MEASURED = re.compile(r"(?:率|量|数|额|值|面积|收入|规模|人口|比重|比例|强度|水平|密度|总数|占比|周期|户数|里程)$")
"""The last signs of the name of something that is measured."""
_ACHIEVES = re.compile(
    r"(?:建成|建设|培育|培养|打造|引进|新建|新增|推出|创建|设立|组建|完成|举办|培训|扶持|认定|评选|承保|发放|支持|布局|开发)"
    r"[^，、]{0,8}$"
)
"""What stands in front of a figure that counts what is done: 培养500名人才."""
_NO_SUBJECT = re.compile(r"(?:[只应按仅每前后中内]|第\d+项|预计|其余|剩下|等于|大于|小于|情况)$")
_VERBS = re.compile(r"^(?:建成|建设|培育|培养|打造|引进|拥有|投放|新增|新建|评选|认定|发放|举办|开展|完成)+")
_SILENT = (SectionKind.TABLE, SectionKind.ROW, SectionKind.ARTICLE, SectionKind.CONTENTS, SectionKind.IMPRINT)
_DIGITS = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
SHORTEST, LONGEST = 2, 40


@dataclass(frozen=True, slots=True)
class _Time:
    """The year or the period that a figure belongs to, and whether it is aimed at."""

    year: int | None = None
    period: str = ""
    ahead: bool = False


def of_text(document: Document) -> Iterator[Indicator]:
    """The figures of a document's sentences, in their order."""
    articles: set[str] = set()
    for section in document.sections:
        if section.kind is SectionKind.ARTICLE or section.parent in articles:
            articles.add(section.id)
        elif section.kind not in _SILENT:
            for sentence in sentences(section.text):
                if _FIGURE.search(sentence) and not _NORM.search(sentence):
                    yield from _of_sentence(section, sentence.strip())


def _of_sentence(section: Section, sentence: str) -> Iterator[Indicator]:
    time = _Time(ahead=not _PAST.search(sentence) and bool(_FUTURE.search(sentence)))
    subject = ""
    for clause in (part for match in _CLAUSE.finditer(sentence.translate(_DIGITS)) for part in _parts(match[0])):
        time = _time(clause, time)
        figure = _FIGURE.search(clause)
        if figure is None:
            continue
        name, pace, whole = _name(clause, figure, subject)
        if not name or name[0] in "比较是为" or not (whole or _is_said(name, sentence, time)):
            continue
        subject = subject if pace else name
        yield Indicator(
            name=name,
            value=figure[0],
            number=number_of(figure["number"]),
            unit=figure["scale"] + figure["unit"],
            year=time.year,
            role=_role(sentence, time),
            section=section.id,
            words=sentence,
            bound=figure["before"] or figure["more"] or figure["after"],
            pace=pace,
            note=time.period,
        )


def _parts(clause: str) -> Iterator[str]:
    """A clause cut between its figures, at the last 、 or 和: 商标1115件、产品19个."""
    figures, start = list(_FIGURE.finditer(clause)), 0
    for one, other in pairwise(figures):
        cut = max(clause.rfind(mark, one.end(), other.start()) for mark in "、和及")
        if cut >= 0:
            yield clause[start:cut]
            start = cut + 1
    yield clause[start:]


def _time(clause: str, before: _Time) -> _Time:
    """What a clause says of its time, or what was said before it."""
    if match := _TOWARDS.search(clause):
        return _Time(int(match[1]), ahead=True)
    match = _PERIOD.search(clause) or _YEAR.search(clause)
    if match is None or clause[: match.start()].endswith(("是", "比", "较", "从", "于")):
        return before
    if match.re is _PERIOD:
        return _Time(period=match[0], ahead=before.ahead)
    part = _PART_OF_YEAR.match(clause, match.end())
    return _Time(int(match[1]), match[0] + part[0] if part else "", before.ahead)


def _is_said(name: str, sentence: str, time: _Time) -> bool:
    """Whether a name in front of a figure is that of an indicator: it is measured, or reported for a time."""
    if _NO_SUBJECT.search(name):
        return False
    return bool(_MEASURED.search(name)) or bool(time.year or time.period or time.ahead) or "累计" in sentence


def _name(clause: str, figure: re.Match[str], subject: str) -> tuple[str, str, bool]:
    """What a figure measures (empty where that is not clear), its pace, and whether it is sure by itself."""
    front, back = clause[: figure.start()], clause[figure.end() :]
    if _LIST.match(back) or re.search(r"[“‘《（(][^”’》）)]*$", front) or re.match("[—~～-]|至\\d", back):
        return "", "", False
    front = _DATED.sub("", front.strip())
    linked = _LINK.search(front)
    rate = _RATE.search(front) if figure["unit"] in ("%", "个百分点", "倍") else None
    if rate:
        name = _clean(front[: rate.start()]) or subject
        return name, rate[0], True
    if back.strip("。；，、 ") and re.match(r"^[\u4e00-\u9fff（）()、“”]{2,24}$", back.strip("。")):
        pace = _PACE.search(front)
        thing = _clean(back.strip("。"))
        whole = thing if len(thing) > SHORTEST else _clean(front) + thing
        return (whole if _ACHIEVES.search(front) else ""), pace[0] if pace else "", True
    pace = _PACE.search(front)
    name = _clean(front[: linked.start()] if linked else front)
    if not SHORTEST <= len(name) <= LONGEST or (figure["unit"] == "倍" and not _MEASURED.search(name)):
        return "", "", False
    return name, pace[0] if pace else "", bool(_VERBS.search(front.rpartition("、")[2]))


def _clean(name: str) -> str:
    """A name without the little words around it."""
    last = name.rpartition("、")[2]
    return _BARE.sub("", _VERBS.sub("", last if _VERBS.search(last) else name).strip(" 、，：:的"))


def _role(sentence: str, time: _Time) -> Role | None:
    if time.ahead:
        return Role.TARGET
    return Role.ACTUAL if _PAST.search(sentence) else None
