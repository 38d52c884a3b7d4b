"""What a document says of another one, read from the sentence in which 《…》 stands.

Several titles in a row (《甲》（…）、1992年公布的《乙》同时废止) share what stands in front of the first and behind the
last. Nothing is taken from a title alone but what the title itself says: 关于废止〈甲〉的决定, 转发……的通知.

Source of the usage: 《立法技术规范（试行）》（一） and （二） of the NPC Standing Committee's Legislative Affairs
Commission (废止 and 修改 of a law, 根据 of its making); 《党政机关公文处理工作条例》 on 转发 and 批转.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.model import Document, Field, Section, SectionKind
from kb.model.dates import DATE, date_of, flat
from kb.model.record import Relation, RelationKind
from kb.records.mentions import Mention, MentionKind, marked, mentions_of

_CLAUSE = (
    r"(?:第[〇零一二三四五六七八九十百千\d]+[编章节条款项目](?:之[一二三四五六七八九十])?"
    r"(?:第?[（(]?[〇零一二三四五六七八九十百千\d]+[)）]?[款项目])*)"
)
_CLAUSES = rf"{_CLAUSE}(?:(?:、|和|以及|至|，){_CLAUSE})*"
_ASIDE = r"(?:（(?:[^（）]|（[^（）]*）)*）|\([^()]*\))*"
_JOINED = re.compile(rf"{_ASIDE}(?:(?:、|，|和|及|以及|与|；)(?:[^。；《》]{{0,140}}(?:的|布|发|过|原|准))?)?")
"""What may stand between two titles of a row: a bracket, a comma, and who made the second one and when."""
_NUMBER = re.compile(r"^[（(]([^（）()]{2,16}?[〔\[［【(（][12]\d{3}[〕\]］】)）]第?\d+号)")
_SINCE = "同时|即行|即|自行|相应|一并|予以|全部|均|一律|也|即时|随之"
_DAY = re.compile(rf"({DATE})(?:零时)?起")
_ITS_OWN_FORCE = re.compile(r"同时|施行之日|施行后|实施之日|实施后|生效之日|生效后|即行|发布之日|公布之日|印发之日")
_OWN_WORK = (
    "(?:制定|制订|编制|起草|制发|修订)(?:了?本(?!单位|部门|地区|行业|企业)|如下|以下)|作如下|作出如下|"
    "[就将][^。]*(?:如下|通知|公告|公布|发布|印发|转发)|(?:通知|公告|意见|规定|解释|批复|决定|办法|命令)如下|"
    "提出(?:以下|如下)|特(?:通知|公告|作|制[定订])|结合[^。]{0,30}(?:实际|实践|情况|特点)|决定[：:]?$|现(?:予|就|将)"
)
LISTED = re.compile(r"[：:]\s*$")
"""How a sentence ends whose items are listed below it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a relation is worded, in front of the titles and behind them; 《甲》 stands for them in the examples."""

    kind: RelationKind
    before: re.Pattern[str]
    after: re.Pattern[str]
    examples: tuple[str, ...]


def _reading(kind: RelationKind, before: str, after: str, *examples: str) -> Reading:
    return Reading(kind, re.compile(f"(?:{before})$"), re.compile(f"(?:{after})"), examples)


_ENDED = (
    rf"(?:自[^，。；《》]{{2,24}}起)?(?:{_SINCE})*(?:废止|失效|停止执行|停止施行|停止适用|不再执行|不再适用|不再施行)"
)
_NO_REPEAL = "(?!的|之?前|之?后|以前|以后|或者|情形|情况|程序|建议|、|手续|申请|时)"
READINGS: tuple[Reading, ...] = (
    _reading(
        RelationKind.REPEALS,
        "",
        rf"^(?:{_CLAUSES}|中[^，。；《》]{{0,40}})?[^，。；《》]{{0,12}}，?{_ENDED}{_NO_REPEAL}",
        "1992年发布的《甲》同时废止。",
        "本办法自2020年3月1日起施行，《甲》（甲政〔2010〕3号）同时废止。",
        "《甲》自本办法施行之日起废止。",
        "《甲》第三条、第五条废止。",
        "原《甲》及其补充规定停止执行。",
    ),
    _reading(
        RelationKind.REPEALS,
        rf"(?<!关于)(?<!或者)(?<!、)(?:废止|废除)(?:{_CLAUSES}|下列|以下|原|[^，。；《》]{{2,40}}(?:布|发|过|准)的)?(?:文件|规章|法规)?[：:]?",
        r"^(?!的(?:决定|公告|通知|命令|请示|说明|建议|议案))",
        "决定废止《甲》。",
        "自2021年1月1日起废止1990年公布的《甲》。",
    ),
    _reading(
        RelationKind.AMENDS,
        "",
        rf"^(?:{_CLAUSES}[^，。；《》]{{0,20}}|中的?[^。；《》]{{0,60}}|有关[^，。；《》]{{0,20}})?(?:一律|统一|分别|部分|的部分)?"
        r"(?:修改为|修改如下|修订如下|修正如下|调整为|(?:作如下|作出如下|作以下|进行如下|做如下|作部分|进行部分|予以|作)(?:修改|修正|修订|调整))",
        "《甲》第三条修改为：“……”。",
        "对《甲》作如下修改：",
        "将《甲》中的“厅”修改为“局”。",
    ),
    _reading(
        RelationKind.AMENDS,
        r"(?:决定|现|予以|拟)(?:对)?(?:修改|修订|修正)",
        r"^(?!的(?:决定|公告|通知|说明|建议|议案))",
        "会议决定修改《甲》。",
    ),
    _reading(
        RelationKind.FORWARDS,
        r"(?:转发|批转)[^，。；《》]{0,40}",
        "",
        "现转发《甲》，请认真执行。",
    ),
    _reading(
        RelationKind.FORWARDS,
        "现?将[^，。；《》]{0,40}",
        r"^[^。；]{0,20}(?:转发|批转)(?:给|你们)",
        "现将《甲》转发给你们，请贯彻执行。",
    ),
    _reading(
        RelationKind.BASIS,
        r"(?:根据|依据|依照|按照|遵照|以)[^，。；]{0,60}",
        rf"{_OWN_WORK}",
        "根据《甲》，结合本市实际，制定本办法。",
        "按照《甲》要求，现就有关事项通知如下：",
        "依据《甲》《乙》编制本规划。",
    ),
    _reading(
        RelationKind.IMPLEMENTS,
        r"(?<!未)(?:贯彻|落实|(?:为|深入|全面|认真|切实|推进|推动|加快|组织|保障|保证|确保)(?:有效|正确|好)?(?:实施|执行))"
        r"(?:落实|实施|执行|好|和)*[^，。；《》]{0,20}",
        "",
        "为贯彻落实《甲》，推动产业发展，",
        "深入实施《甲》。",
    ),
)
"""In this order; the first that fits is right. What none fits is 引用."""

_TITLED: tuple[tuple[RelationKind, re.Pattern[str]], ...] = (
    (RelationKind.REPEALS, re.compile(r"关于废止(?P<what>.*[〉》].*)的(?:决定|公告|通知|命令|令|通告)(?:（.*）)?$")),
    (
        RelationKind.AMENDS,
        re.compile(r"关于(?:修改|修订|修正)(?P<what>.*[〉》].*)的(?:决定|公告|通知|命令|令|通告)(?:（.*）)?$"),
    ),
    (RelationKind.FORWARDS, re.compile(r"(?:转发|批转)(?P<what>.{8,}?)(?:的通知)?$")),
    (
        RelationKind.IMPLEMENTS,
        re.compile(r"(?:实施|贯彻)(?P<what>[〈《].+?[〉》])(?:的)?[^〉》]{0,6}(?:办法|细则|条例|规定|意见|方案)$"),
    ),
)
_INNER = re.compile("〈([^〈〉]+)〉")
_SILENT = (SectionKind.CONTENTS, SectionKind.IMPRINT)


def relations_of(document: Document) -> tuple[Relation, ...]:
    """What a document says of others, in the order of its text; the same of the same document only once a section."""
    sections = {section.id: section for section in document.sections}
    found = list(_of_title(document))
    mentions: dict[str, list[Mention]] = {}
    for mention in mentions_of(document):
        if sections[mention.section].kind not in _SILENT:
            mentions.setdefault(mention.section, []).append(mention)
    for id_, those in mentions.items():
        found += _of_section(sections[id_], those, _lead(sections[id_], sections))
    force = _force(document)
    dated = (_dated(relation, force) for relation in found)
    kept: dict[tuple[object, ...], Relation] = {}
    for relation in dated:
        kept.setdefault((relation.kind, relation.section, relation.title, relation.clause), relation)
    return tuple(kept.values())


def _of_title(document: Document) -> Iterator[Relation]:
    """What the title says: 关于废止〈甲〉〈乙〉的决定."""
    for kind, pattern in _TITLED:
        if match := pattern.search(document.title):
            what = match["what"]
            inner = [what[start + 1 : end - 1] for start, end in marked(what)] or _INNER.findall(what)
            for title in inner or ([what] if kind is RelationKind.FORWARDS else []):
                yield Relation(kind, document.sections[0].id, title, document.title)
            return


def _lead(section: Section, sections: dict[str, Section]) -> str:
    """The sentence that an item stands under: 下列文件自即日起废止：."""
    if section.kind is not SectionKind.ITEM or section.parent is None:
        return ""
    text = sections[section.parent].text
    return re.split(r"[。\n]", text)[-1] if LISTED.search(text) else ""


def _of_section(section: Section, mentions: Sequence[Mention], lead: str) -> Iterator[Relation]:
    text = section.text
    for row in _rows(text, mentions):
        first, last = row[0].span[0], row[-1].span[1]
        begin = max(text.rfind(mark, 0, first) for mark in "。；\n") + 1
        ends = [end for mark in "。；\n" if (end := text.find(mark, last)) >= 0]
        end = min(ends, default=len(text))
        stop = end + 1 if end < len(text) and text[end] != "\n" else end
        before, words = text[begin:first], text[begin:stop].strip()
        for place, mention in enumerate(row):
            if mention.kind not in (
                MentionKind.DOCUMENT,
                MentionKind.ITSELF,
                MentionKind.REQUEST,
                MentionKind.AMENDING,
            ):
                continue
            following = row[place + 1].span[0] if place + 1 < len(row) else end
            own = text[mention.span[1] : following]
            kind, clause = _read(before, own, text[last:end], lead)
            if mention.kind is MentionKind.ITSELF and kind is not RelationKind.REPEALS:
                continue
            number = _NUMBER.match(own)
            yield Relation(kind, section.id, mention.title, words, number[1] if number else "", clause)


def _rows(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Titles that stand in a row."""
    row: list[Mention] = []
    for mention in mentions:
        if row and not _JOINED.fullmatch(text[row[-1].span[1] : mention.span[0]]):
            yield row
            row = []
        row.append(mention)
    if row:
        yield row


def _read(before: str, own: str, rest: str, lead: str) -> tuple[RelationKind, str]:
    """The relation of a title, and the clause of it that is meant.

    Args:
        before: the sentence up to the first title of the row.
        own: what follows the title itself, up to the next one.
        rest: what follows the last title of the row.
        lead: the sentence that an item stands under.
    """
    tail = re.sub(rf"^{_ASIDE}", "", rest)
    clause = re.match(_CLAUSES, re.sub(rf"^{_ASIDE}", "", own))
    meant = clause[0] if clause else ""
    for reading in READINGS:
        if reading.before.search(before) and reading.after.search(tail):
            return reading.kind, meant
    if lead and not tail.strip("；;。，、"):
        for kind, word in ((RelationKind.REPEALS, "废止|失效"), (RelationKind.AMENDS, "修改")):
            if re.search(rf"(?:{word})[^，。]{{0,12}}[：:]\s*$", lead):
                return kind, meant
    return RelationKind.CITES, meant


def _force(document: Document) -> date | None:
    """Since when a document applies, as it says itself."""
    values = [fact.value for fact in document.facts if fact.field is Field.EFFECTIVE_ON]
    return date.fromisoformat(values[0]) if values else None


def _dated(relation: Relation, force: date | None) -> Relation:
    """A repeal or an amendment with its day: the one that the sentence names, else that of its document."""
    if relation.kind not in (RelationKind.REPEALS, RelationKind.AMENDS):
        return relation
    if (match := _DAY.search(flat(relation.words))) and (day := date_of(match[1])):
        return replace(relation, since=date.fromisoformat(day))
    return replace(relation, since=force) if _ITS_OWN_FORCE.search(relation.words) else relation
