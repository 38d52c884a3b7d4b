"""Every numbering pattern as a row of one table, with the examples that the tests walk.

Sources of the rows: 《党政机关公文格式》(GB/T 9704—2012) 7.3.3 for 一、（一）1.（1）; 《立法法》 art. 65 for
编 章 节 条 款 项 目; the others are the habits of plans (专栏, 表, 一是, ①).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.model import SectionKind

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN = "[一二三四五六七八九十百千零〇两]{1,9}"
_ANY = f"(?:{_HAN}|[0-9０-９]{{1,4}})"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_GAP = r"[ \u3000\t]"


class Family(StrEnum):
    """A family of numbers that count together."""

    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    DIVISION = "节"
    ARTICLE = "条"
    HAN = "一、"
    HAN_PAREN = "（一）"
    ARABIC = "1."
    ARABIC_PAREN = "（1）"
    ARABIC_HALF_PAREN = "1）"
    CIRCLED = "①"
    POINT = "一是"
    BOX = "专栏"
    TABLE = "表"
    ATTACHMENT = "附件"
    MARKUP = "标题样式"


LEGAL_HEADING = re.compile(f"第{_ANY}(?:编|分编|章|节)")
"""How a line of a 目录 begins whose white space was taken out, so that the rows of `TABLE` cannot know it."""
LEGAL_RANK = {
    Family.ATTACHMENT: 0,
    Family.PART: 1,
    Family.SUBPART: 2,
    Family.CHAPTER: 3,
    Family.DIVISION: 4,
    Family.ARTICLE: 5,
}
"""The order that 《立法法》 fixes; the other families take their depth from the place where they stand."""


@dataclass(frozen=True, slots=True)
class Number:
    """A numbering found at the start of a paragraph: 「（三）推进高效益运用」 → family （一）, ordinal 3.

    `printed` is the number with the white space behind it, `rest` what follows; `inserted` is the 二 of
    第十七条之二, else 0.
    """

    family: Family
    style: str
    ordinal: int
    inserted: int
    printed: str
    label: str
    rest: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """One row of the table. `pattern` has the groups `n` (the ordinal) and `rest` (what follows).

    `label` is how a citation writes the number, with `{n}` for the ordinal as printed. `examples` are
    lines with the ordinal they must give; `counterexamples` must not match.
    """

    family: Family
    style: str
    kind: SectionKind
    pattern: re.Pattern[str]
    label: str
    examples: tuple[tuple[str, int], ...]
    counterexamples: tuple[str, ...] = ()


def _row(
    family: Family,
    kind: SectionKind,
    head: str,
    label: str,
    examples: tuple[tuple[str, int], ...],
    counterexamples: tuple[str, ...] = (),
    style: str = "",
) -> Numbering:
    pattern = re.compile(rf"(?P<printed>{head})(?P<rest>.*)", re.DOTALL)
    return Numbering(family, style or family.value, kind, pattern, label, examples, counterexamples)


def _legal(family: Family, kind: SectionKind, *examples: tuple[str, int]) -> Numbering:
    head = rf"第(?P<n>{_ANY}){family.value}(?:{_GAP}+|$)"
    return _row(family, kind, head, "第{n}" + family.value, examples, (f"第二{family.value}规定的情形",))


TABLE: tuple[Numbering, ...] = (
    _legal(Family.PART, SectionKind.HEADING, ("第一编 总则", 1), ("第十二编　附则", 12)),
    _legal(Family.SUBPART, SectionKind.HEADING, ("第二分编 典型合同", 2)),
    _legal(Family.CHAPTER, SectionKind.HEADING, ("第一章 总则", 1), ("第二十一章　罚则", 21)),
    _legal(Family.DIVISION, SectionKind.HEADING, ("第三节 审查", 3)),
    _row(
        Family.ARTICLE,
        SectionKind.ARTICLE,
        rf"第(?P<n>{_ANY}){_GAP}*条(?:之(?P<insert>{_HAN}))?(?:{_GAP}+|$|(?=【))",
        "第{n}条",
        (
            ("第二十二条 授予专利权的发明", 22),
            ("第一百一十条　违反本法", 110),
            ("第十七条之一 有下列情形", 17),
            ("第5条 标准", 5),
        ),
        ("第三条规定的情形", "第二十条、第二十一条的规定"),
    ),
    _row(
        Family.HAN,
        SectionKind.HEADING,
        rf"(?P<n>{_HAN})、{_GAP}*",
        "{n}",
        (("一、迈向建成知识产权强市决胜阶段", 1), ("十二、附则", 12)),
        ("一是知识产权", "一方面、另一方面"),
    ),
    _row(
        Family.HAN_PAREN,
        SectionKind.HEADING,
        rf"[（(](?P<n>{_HAN})[)）]{_GAP}*[、.．]?{_GAP}*",
        "（{n}）",
        (("（一）发展基础", 1), ("(十一) 其他", 11)),
        ("（市、区）覆盖率", "（一期）工程"),
    ),
    _row(
        Family.ARABIC,
        SectionKind.HEADING,
        rf"(?P<n>[0-9０-９]{{1,3}})[.．](?![0-9０-９]){_GAP}*",
        "{n}",
        (("1.强化“严保护”导向", 1), ("12．其他", 12)),
        ("3.5%的增长", "2021.3.1起施行", "2021年，全市"),
        style="1.",
    ),
    _row(
        Family.ARABIC,
        SectionKind.HEADING,
        rf"(?P<n>[0-9０-９]{{1,3}})、{_GAP}*",
        "{n}",
        (("1、面临的挑战", 1), ("5、“标准化+”培育工程。推进", 5)),
        ("2021、2022两年",),
        style="1、",
    ),
    _row(
        Family.ARABIC_PAREN,
        SectionKind.ITEM,
        rf"[（(](?P<n>[0-9０-９]{{1,3}})[)）]{_GAP}*",
        "（{n}）",
        (("（1）加强培训", 1), ("(12)其他", 12)),
        ("（2021）1号",),
    ),
    _row(
        Family.ARABIC_HALF_PAREN,
        SectionKind.ITEM,
        rf"(?P<n>[0-9０-９]{{1,2}})[)）]{_GAP}*",
        "{n}）",
        (("1）材料", 1), ("2)材料", 2)),
        ("（1）加强",),
    ),
    _row(
        Family.CIRCLED,
        SectionKind.ITEM,
        rf"(?P<n>[{_CIRCLED}]){_GAP}*",
        "{n}",
        (("①材料齐全", 1), ("⑳其他", 20)),
    ),
    _row(
        Family.POINT,
        SectionKind.ITEM,
        r"(?P<n>[一二三四五六七八九十])是[，：:]?",
        "{n}是",
        (("一是知识产权重大战略布局取得新突破。知识产权", 1), ("五是知识产权发展生态逐步完善。", 5)),
        ("一是加强甲；二是加强乙。", "是否"),
    ),
    _row(
        Family.BOX,
        SectionKind.BOX,
        rf"专栏{_GAP}*(?P<n>{_ANY})(?:[：:．.、]|{_GAP}|$)+",
        "专栏{n}",
        (("专栏1  知识产权保护政策法规体系建设工程", 1), ("专栏二：重大项目", 2)),
        ("专栏1所列项目由市发展改革委牵头实施。",),
    ),
    _row(
        Family.TABLE,
        SectionKind.TABLE,
        rf"(?:附)?表{_GAP}*(?P<n>{_ANY})(?:[：:．.、]|{_GAP}|$)+",
        "表{n}",
        (("表1  “十三五”知识产权主要指标实现情况表", 1), ("附表2：项目清单", 2)),
        ("表1所列指标均为预期性指标。", "表一致同意"),
    ),
    _row(
        Family.ATTACHMENT,
        SectionKind.ATTACHMENT,
        rf"附件{_GAP}*(?P<n>{_ANY})?{_GAP}*$",
        "附件{n}",
        (("附件1", 1), ("附件", 1), ("附件 二", 2)),
        ("附件：1.申报表 2.汇总表", "附件所列材料"),
    ),
)


def ordinal_of(text: str) -> int:
    """The value of a number as printed: 二十二 → 22, １２ → 12, ③ → 3, 一〇三 → 103.

    Raises:
        ValueError: the text is no number.
    """
    if text.isdecimal():
        return int(text)
    if text and text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if not text or not all(char in _DIGITS or char in _UNITS for char in text):
        raise ValueError(f"no number: {text!r}")
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or (1 if total == 0 else 0)) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def han(number: int) -> str:
    """A small number in Chinese, as a citation writes it: 2 → 二; from 11 on in digits."""
    return "一二三四五六七八九十"[number - 1] if 1 <= number <= 10 else str(number)


def number_of(line: str) -> Number | None:
    """The numbering that a paragraph starts with, or None.

    Args:
        line: one paragraph, without white space in front.
    """
    for row in TABLE:
        match = row.pattern.fullmatch(line)
        if match and not _runs_on(row, match):
            return _number(row, match)
    return None


def kind_of(family: Family) -> SectionKind:
    """The kind of section that a number of `family` opens."""
    return next(row.kind for row in TABLE if row.family is family)


def _number(row: Numbering, match: re.Match[str]) -> Number:
    printed = match["n"] or ""
    insert = match.groupdict().get("insert")
    return Number(
        family=row.family,
        style=row.style,
        ordinal=ordinal_of(printed) if printed else 1,
        inserted=ordinal_of(insert) if insert else 0,
        printed=match["printed"],
        label=row.label.format(n=printed) + (f"之{insert}" if insert else ""),
        rest=match["rest"].strip(),
    )


def _runs_on(row: Numbering, match: re.Match[str]) -> bool:
    """Whether the paragraph holds the whole enumeration or a sentence, so that its number is no heading."""
    rest = match["rest"]
    if row.family is Family.POINT:
        return re.search(r"[二三四五六七八九]是", rest) is not None
    if row.family in (Family.BOX, Family.TABLE):
        return len(rest) > 60 or rest.rstrip().endswith(("。", "；", "，"))
    return False
