"""What a page states of its document outside of the text: the information block, the meta tags, the page's title.

The labels are those of 政府信息公开 pages (国办公开办函〔2019〕61号), as provinces, cities and departments vary them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.model import Field, Stated
from kb.read.html.tree import INVISIBLE, Element

_OF_FIELD: dict[Field | None, tuple[str, ...]] = {
    Field.ISSUERS: (
        "发文机关 制发机关 发文单位 发文机构 制定机关 发布机关 发布机构 发布单位 公开主体",
    ),
    Field.DOCUMENT_NUMBER: (
        "发文字号 文号 发文文号 文件编号 文件字号 公文字号 发文号 文件号 发布文号",
    ),
    Field.INDEX_NUMBER: ("索引号 信息索引号 索取号",),
    Field.GENRE: ("公文种类 体裁分类 文种 体裁 公文类型",),
    Field.TOPICS: ("主题分类 信息分类 信息类别 所属主题",),
    Field.WRITTEN_ON: (
        "成文日期 成文时间 生成日期 信息生成日期 发文日期 发文时间 印发日期 签发日期 制发日期",
    ),
    Field.PUBLISHED_ON: ("发布日期 发布时间 公布日期 公开日期 公开时间 日期 时间",),
    Field.EFFECTIVE_ON: ("实施日期 施行日期 生效日期 实施时间 施行时间 生效时间",),
    Field.EXPIRES_ON: ("废止日期 失效日期 废止时间 失效时间",),
    Field.VALID_FOR: ("有效期 有效期限",),
    Field.VALIDITY: ("有效性 时效性 时效 效力 效力状态 有效状态 文件状态 是否有效 公文时效",),
    Field.TITLE: ("标题 名称 文件名称 文件标题 信息名称",),
    Field.SOURCE: ("来源 信息来源 文章来源 稿源 稿件来源",),
    None: (
        "组配分类 分类 分类号 服务对象 服务对象分类 主题词 关键词 内容概述 统一编号 统一登记号 规范性文件编号",
        "规范性文件统一编号 公开方式 公开形式 公开范围 公开时限 公开类别 公开程序 公开属性 语言 载体类型 记录形式",
        "信息提供单位 公开责任部门 责任部门 产生部门 所属栏目 作者 责任编辑 编辑 审核 信息员 字体 字号 字体大小",
        "浏览次数 浏览量 阅读次数 阅读量 点击数 点击次数 点击量 访问量 访问次数 人气",
    ),
}  # fmt: skip
LABELS = {label: field for field, rows in _OF_FIELD.items() for row in rows for label in row.split()}
"""What stands in front of a colon on such pages, and the field it gives; None: it is known, and no field of ours."""
_BLOCK_ONLY = frozenset((
    "索引号", "信息索引号", "索取号", "组配分类", "主题分类", "体裁分类", "信息分类", "公开方式", "公开形式",
    "公开主体", "发布机构", "发文机关", "发文字号", "统一编号", "统一登记号", "规范性文件统一编号",
))  # fmt: skip
"""Labels that only an information block has; one of them must be there."""
_META = {
    "articletitle": Field.TITLE, "og:title": Field.TITLE, "title": Field.TITLE,
    "pubdate": Field.PUBLISHED_ON, "publishdate": Field.PUBLISHED_ON, "firstpublishedtime": Field.PUBLISHED_ON,
    "contentsource": Field.SOURCE, "source": Field.SOURCE,
}  # fmt: skip
"""Names of meta tags (政府网站发展指引, 国办发〔2017〕47号, annex on page marks) that give a field."""
_SILENT = frozenset(("", "无", "暂无", "空", "-", "--", "—", "/", "null", "undefined"))
_SHAPES = {
    Field.DOCUMENT_NUMBER: r"\d|号", Field.INDEX_NUMBER: r"\d", Field.WRITTEN_ON: r"\d", Field.PUBLISHED_ON: r"\d",
    Field.EFFECTIVE_ON: r"\d", Field.EXPIRES_ON: r"\d",
}  # fmt: skip
"""What must be in a value that stands in a line of its own: else the value is empty and the line is another thing."""
_LONGEST = 120
"""A value that is longer is no value but text."""

_SPACED = {label: r"\s*".join(label) for label in sorted(LABELS, key=len, reverse=True)}
_LABEL = re.compile(
    rf"[\[【〔（(]?\s*(?P<label>{'|'.join(_SPACED.values())})\s*(?P<end>[\]】〕）)]?\s*[:：]|[\]】])\s*"
)
_BARE = re.compile(rf"[\[【]?\s*(?:{'|'.join(_SPACED.values())})\s*[\]】]?\s*[:：]?\s*")
_SITE = re.compile(
    r"(?:网|网站|门户|政府|专栏|频道|局|厅|委|委员会|办公室|平台|中心|首页|公开|专题|部|院|栏目|文件|政策)\Z"
)
_JOINT = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+|-(?=[^-]*\Z)|\s*>>?\s*")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value, both as the page prints them."""

    label: str
    value: str
    words: str


def facts_in(texts: Sequence[str]) -> list[Fact] | None:
    """The facts that a run of lines or cells is made of, None where anything else stands among them.

    A label stands in front of its value in one text, or alone with its value in the next; one text may hold several.
    """
    found: list[Fact] = []
    waiting = False
    for text in filter(None, (text.strip() for text in texts)):
        if _BARE.fullmatch(text):
            found.append(Fact(_plain(text), "", text))
            waiting = True
        elif waiting and _is_value(found[-1].words, text):
            found[-1] = Fact(found[-1].label, text, found[-1].words + text)
            waiting = False
        elif pieces := list(_pieces(text)):
            found += pieces
            waiting = False
        else:
            return None
    return found


def _pieces(text: str) -> Iterator[Fact]:
    """The facts of a text that begins with a label and holds nothing but facts."""
    marks = list(_LABEL.finditer(text))
    if not marks or marks[0].start() != 0:
        return
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    if any(end - mark.end() > _LONGEST for mark, end in zip(marks, ends, strict=True)):
        return
    for mark, end in zip(marks, ends, strict=True):
        yield Fact(
            _plain(mark["label"]), text[mark.end() : end].strip(" \u3000|丨[【("), text[mark.start() : end].strip()
        )


def _plain(label: str) -> str:
    return re.sub(r"[\s:：\[\]【】]", "", label)


def is_block(facts: Iterable[Fact], least: int = 3) -> bool:
    """Whether facts in a run are an information block and not a paragraph that happens to begin like one."""
    labels = {fact.label for fact in facts}
    return len(labels) >= least and not labels.isdisjoint(_BLOCK_ONLY)


def block_in(texts: Sequence[str]) -> list[Fact] | None:
    """The facts of a table that is an information block, else None."""
    facts = facts_in(texts)
    return facts if facts and is_block(facts) else None


def runs_in(texts: Sequence[str]) -> Iterator[tuple[int, int, list[Fact]]]:
    """The information blocks in a sequence of lines: where each begins, where it ends, and its facts.

    An empty line, which stands for a heading or a table, ends a block.
    """
    first = 0
    while first < len(texts):
        last = first
        while last < len(texts) and (_BARE.fullmatch(texts[last]) or _label_first(texts[last])):
            last += 2 if _takes_next(texts, last) else 1
        last = min(last, len(texts))
        facts = facts_in(texts[first:last]) if last > first else None
        if facts and is_block(facts):
            yield first, last, facts
        first = max(last, first + 1)


def _label_first(text: str) -> bool:
    mark = _LABEL.match(text)
    return mark is not None and len(text) <= 4 * _LONGEST


def _takes_next(texts: Sequence[str], at: int) -> bool:
    """Whether the line is a label alone and the next one its value."""
    if at + 1 >= len(texts) or not _BARE.fullmatch(texts[at]):
        return False
    return bool(texts[at + 1]) and not _BARE.fullmatch(texts[at + 1]) and _is_value(texts[at], texts[at + 1])


def _is_value(label: str, text: str) -> bool:
    """Whether a text can be the value of the label that stands alone before it."""
    field = LABELS[_plain(label)]
    shape = _SHAPES.get(field, "") if field else ("" if len(text) < 40 else r"\A\Z")
    return len(text) <= _LONGEST and not _LABEL.match(text) and re.search(shape, text) is not None


def stated_by(facts: Iterable[Fact]) -> Iterator[Stated]:
    """The fields that facts give, in their order; a value such as 无 gives none."""
    for fact in facts:
        field = LABELS.get(fact.label)
        if field and fact.value not in _SILENT:
            yield Stated(field, fact.value, fact.words)


def stated_in_head(root: Element) -> Iterator[Stated]:
    """The fields that meta tags give, then the page's own title without the names of the site behind it."""
    for meta in root.iter("meta"):
        name, value = meta.get("name") or meta.get("property") or "", _trimmed(meta.get("content") or "")
        field = _META.get(name.strip().lower())
        if field and value not in _SILENT:
            yield Stated(field, value, f"{name.strip()}：{value}")
    title = next(root.iter("title"), None)
    shown = _trimmed("".join(title.itertext())) if title is not None else ""
    value = without_site(shown)
    if len(value) >= 4 and not _SITE.search(value):
        yield Stated(Field.TITLE, value, shown)


def without_site(title: str) -> str:
    """A page's title without the site and its columns: 「关于甲的通知_政策文件_乙市人民政府」 → 「关于甲的通知」."""
    starts = [match.span() for match in _JOINT.finditer(title)]
    for start, end in reversed(starts):
        if end < len(title.rstrip()) and not (start and _SITE.search(title[end:].strip())):
            break
        title = title[:start]
    return title.strip()


def _trimmed(text: str) -> str:
    return " ".join(INVISIBLE.sub("", text).split())
