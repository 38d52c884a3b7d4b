"""Every 《…》 that a document cites, and which of them the corpus does not hold: the operator's shopping list.

Source of the marks: GB/T 15834—2011 4.15, the marks of a title, 《》 outside and 〈〉 inside.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kb.model import Document, Field, Section, SectionKind
from kb.model.naming import name_key

LONGEST = 160
"""Characters that a title can have; a mark that is not closed within them is a slip of the pen."""


class MentionKind(StrEnum):
    """What stands between 《 and 》."""

    DOCUMENT = "文件"
    ITSELF = "本文件"
    FORM = "表格证书"
    PERIODICAL = "报刊"
    BARE = "只有文种"
    AMENDING = "批量修改的决定"
    REQUEST = "请示来函"


@dataclass(frozen=True, slots=True)
class Mention:
    """A 《…》 in a section. `title` is without the marks; of a 简称 it is the full title. `words` are as printed.

    `span` is where it stands in the section's text.
    """

    section: str
    title: str
    words: str
    kind: MentionKind = MentionKind.DOCUMENT
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """A title that is cited and not held, in its most frequent form; `cited_by` are (document's id, citation)."""

    title: str
    cited_by: tuple[tuple[str, str], ...]
    kind: MentionKind = MentionKind.DOCUMENT

    @property
    def wanted(self) -> bool:
        """Whether it is a document that an operator could get."""
        return self.kind is MentionKind.DOCUMENT


_GENRES = (
    "法|法典|条例|规定|规则|细则|实施细则|办法|实施办法|管理办法|决定|决议|命令|公告|通告|通知|通报|意见|实施意见|指导意见|函|批复|"
    "方案|实施方案|工作方案|规划|纲要|计划|行动计划|要点|措施|若干措施|政策|目录|清单|指南|指引|标准|规范|规程|章程|公约|协定|协议|"
    "议定书|准则|制度|守则|解释|批准书|报告|工作报告|宣言|声明|任务分工|分工方案"
)
_FORMS = (
    "(?<!分类)表|证|证书|执照|证明|批件|登记簿|登记册|登记卡|台账|申请书|告知书|承诺书|通知书|决定书|判决书|裁定书|调解书|意见书|建议书|"
    "确认书|回执|合同|合同书|说明书|委托书|责任书|协议书|保证书|声明书|报告书|凭证|发票|收据|报告单|封面|样式|示例|模板|名册"
)
KINDS = (
    (MentionKind.BARE, re.compile(rf"(?:本|该|原|新|旧)?(?:{_GENRES})"), ("办法", "本规定", "实施意见")),
    (
        MentionKind.PERIODICAL,
        re.compile(r".*(?:日报|晚报|时报|周报|商报|晨报|法制报|早报|杂志|月刊|周刊|季刊|学报|公报|年鉴|期刊)|求是"),
        ("人民日报", "国务院公报", "求是"),
    ),
    (
        MentionKind.FORM,
        re.compile(rf".*(?:{_FORMS})(?:[（(].{{1,12}}[）)])?"),
        ("企业法人营业执照", "专利申请表", "烟花爆竹经营(零售)许可证", "受理通知书"),
    ),
    (
        # It is cited by each of the texts that it changed, and they hold the change.
        MentionKind.AMENDING,
        re.compile(
            r".*关于(?:修改|废止|修改和废止|废止和修改|修订|清理)(?:本.)?(?:部分|一批|[\d一二三四五六七八九十百]+[件部项]).*决定"
        ),
        ("国务院关于修改部分行政法规的决定", "关于修改本市部分地方性法规的决定", "某市关于废止3件规章的决定"),
    ),
    (
        # Another body wrote it to the issuer; only the answer to it is published.
        MentionKind.REQUEST,
        re.compile(r".*(?:请示|提案|汇报|来函)"),
        ("关于设立专利导航基地的请示", "某省关于试点情况的汇报"),
    ),
)
"""What is no document that one could get, with examples; the first row that fits a whole title is right."""

_SHORT = re.compile(r"[^（）()。]{0,60}?(?:以下|下)?(?:统|合|并|均)?[简统合]?称(?:为|作)?[：:]?[“\"]?$")
"""What stands between a title and 《its short name》: （以下简称, （国发〔2021〕20号，以下称."""

_SPACE = re.compile(r"\s+")
_ISSUED = re.compile(r"(?:印发|发布|公布|颁布|转发|批转|下发|下达)(?P<what>.{4,})(?:通知|公告|决定|命令|通告|批复|函)$")
"""The title of a document that has another one behind it: 关于印发……的通知. It is matched against keys, without 的."""
_ABOUT = re.compile(r"关于.+$")
_INNER = re.compile(r"〈([^〈〉]+)〉")


def mentions_of(document: Document) -> tuple[Mention, ...]:
    """Every 《…》 of a document's text in the order of its sections."""
    itself = names_of(document)
    shorts: dict[str, str] = {}
    return tuple(each for section in document.sections for each in _of_section(section, itself, shorts))


def missing(documents: Sequence[Document]) -> tuple[Missing, ...]:
    """What the documents cite and none of them is: what can be got first, the most cited by documents, then places."""
    held = {name for document in documents for name in names_of(document)}
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, MentionKind] = {}
    places: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for document in documents:
        citations = {section.id: section.citation for section in document.sections}
        for mention in mentions_of(document):
            key = name_key(mention.title)
            if key in held or mention.kind in (MentionKind.ITSELF, MentionKind.BARE):
                continue
            forms[key][mention.title] += 1
            kinds[key] = mention.kind
            places[key][(document.id, citations[mention.section])] = None
    listed = [Missing(_best(forms[key]), tuple(places[key]), kinds[key]) for key in forms]
    return tuple(sorted(listed, key=_urgency))


def _urgency(one: Missing) -> tuple[bool, int, int, str]:
    documents = {document for document, _ in one.cited_by}
    return not one.wanted, -len(documents), -len(one.cited_by), one.title


def names_of(document: Document) -> frozenset[str]:
    """What a document is called, as keys: its titles, what it promulgates by its title, and what is attached to it."""
    titles = [document.title, *(fact.value for fact in document.facts if fact.field is Field.TITLE)]
    titles += [section.title for section in document.sections if _names(section)]
    return frozenset(name for title in titles if title for name in _called(name_key(title)))


def _names(section: Section) -> bool:
    """Whether a section's heading can be the title of a document of its own."""
    return section.kind in (SectionKind.DOCUMENT, SectionKind.ATTACHMENT) or (
        section.kind is SectionKind.HEADING and not section.label and len(section.title) >= 6
    )


def _called(key: str) -> Iterator[str]:
    yield key
    if issued := _ISSUED.search(key):
        what = issued["what"]
        parts = (what.strip("〈〉"), *_INNER.findall(what), *_ABOUT.findall(what))
        yield from map(name_key, parts)


def _of_section(section: Section, itself: Iterable[str], shorts: dict[str, str]) -> Iterator[Mention]:
    """The mentions of one section; `shorts` are the short names that the document has given so far."""
    text, full, end = section.text, "", 0
    for start, stop in marked(text):
        title = _SPACE.sub("", text[start + 1 : stop - 1])
        between = text[end:start]
        if full and between[:1] in ("（", "(") and _SHORT.fullmatch(between[1:]):
            shorts[title] = full
        full = title = shorts.get(title, title)
        end = stop
        yield Mention(section.id, title, text[start:stop], _kind(title, itself), (start, stop))


def marked(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost 《…》 of a text begin and end; a mark that is never closed counts for nothing."""
    position = text.find("《")
    while position >= 0:
        stop = _closed(text, position)
        if stop is not None and text[position + 1 : stop - 1].strip():
            yield position, stop
        position = text.find("《", stop or position + 1)


def _closed(text: str, start: int) -> int | None:
    """Behind the 》 that belongs to the 《 at `start`."""
    depth = 0
    for position in range(start, min(len(text), start + LONGEST)):
        if text[position] in "《》":
            depth += 1 if text[position] == "《" else -1
            if depth == 0:
                return position + 1
    return None


def _kind(title: str, itself: Iterable[str]) -> MentionKind:
    if name_key(title) in itself:
        return MentionKind.ITSELF
    return next((kind for kind, pattern, _ in KINDS if pattern.fullmatch(title)), MentionKind.DOCUMENT)


def _best(forms: Counter[str]) -> str:
    """The form of a title that is met most often; of those the longest, which says most."""
    return max(forms, key=lambda form: (forms[form], len(form), form))
