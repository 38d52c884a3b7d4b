"""Every numbering pattern as a row of one table, with the examples that the tests walk.

The rows say what is a number wherever a paragraph begins with it; what is one only among its neighbours (第三条为了…,
1.5) is in `doubtful`.

Sources of the rows: 《党政机关公文格式》(GB/T 9704—2012) 7.3.3 for 一、（一）1.（1）; 《立法法》 art. 65 for
编 章 节 条 款 项 目; the others are the habits of plans (专栏, 表, 一是, ①).
"""

import re

from kb.model import SectionKind
from kb.model.numerals import ANY, CIRCLED, DIGITS_IN_BRACKETS, DIGITS_WITH_POINT, HAN, HAN_IN_BRACKETS, SMALL
from kb.parse.numbering.families import ARTICLE, GAP, SPACED, Family, Number, Numbering, read_by, row_of


def _legal(family: Family, *examples: tuple[str, int]) -> Numbering:
    head = rf"第{GAP}*(?P<n>{SPACED}){GAP}*{family.value}(?:{GAP}+|$|[：:]{GAP}*)"
    return row_of(
        family, SectionKind.HEADING, head, "第{n}" + family.value, examples, (f"第二{family.value}规定的情形",)
    )


TABLE: tuple[Numbering, ...] = (
    _legal(Family.PART, ("第一编 总则", 1), ("第十二编　附则", 12)),
    _legal(Family.SUBPART, ("第二分编 典型合同", 2)),
    _legal(Family.CHAPTER, ("第一章 总则", 1), ("第二十一章　罚则", 21), ("第 三 章　附 则", 3)),
    _legal(Family.DIVISION, ("第三节 审查", 3)),
    row_of(
        Family.ARTICLE,
        SectionKind.ARTICLE,
        ARTICLE + rf"(?:{GAP}+|$|(?=【)|[：:.．]{GAP}*)",
        "第{n}条",
        (
            ("第二十二条 授予专利权的发明", 22),
            ("第一百一十条　违反本法", 110),
            ("第十七条之一 有下列情形", 17),
            ("第 二 十 一 条 甲", 21),
            ("第一千二百六十条 本法", 1260),
            ("第三条：甲", 3),
            ("第四条【适用范围】甲", 4),
            ("第5条 标准", 5),
        ),
        ("第三条规定的情形", "第二十条、第二十一条的规定"),
    ),
    row_of(
        Family.HAN,
        SectionKind.HEADING,
        rf"(?P<n>{HAN})、{GAP}*",
        "{n}",
        (("一、迈向建成知识产权强市决胜阶段", 1), ("十二、附则", 12)),
        ("一是知识产权", "一方面、另一方面"),
    ),
    row_of(
        Family.HAN,
        SectionKind.HEADING,
        rf"(?P<n>{HAN})[.．]{GAP}*",
        "{n}",
        (("一.总体要求", 1), ("二．主要任务", 2)),
        style="一.",
    ),
    row_of(
        Family.HAN_PAREN,
        SectionKind.HEADING,
        rf"(?:[（(]{GAP}*(?P<n>{HAN}){GAP}*[)）]|(?P<sign>[{HAN_IN_BRACKETS}])){GAP}*[、.．]?{GAP}*",
        "（{n}）",
        (("（一）发展基础", 1), ("(十一) 其他", 11), ("（二）、保障措施", 2), ("㈢其他", 3)),
        ("（市、区）覆盖率", "（一期）工程"),
    ),
    row_of(
        Family.ARABIC,
        SectionKind.HEADING,
        rf"(?:(?P<n>[0-9０-９]{{1,3}})[.．](?![0-9０-９])|(?P<sign>[{DIGITS_WITH_POINT}])){GAP}*",
        "{n}",
        (("1.强化“严保护”导向", 1), ("12．其他", 12), ("⒊其他", 3)),
        ("3.5%的增长", "2021.3.1起施行", "2021年，全市"),
        style="1.",
    ),
    row_of(
        Family.ARABIC,
        SectionKind.HEADING,
        rf"(?P<n>[0-9０-９]{{1,3}})、{GAP}*",
        "{n}",
        (("1、面临的挑战", 1), ("5、“标准化+”培育工程。推进", 5)),
        ("2021、2022两年",),
        style="1、",
    ),
    row_of(
        Family.ARABIC_PAREN,
        SectionKind.ITEM,
        rf"(?:[（(]{GAP}*(?P<n>[0-9０-９]{{1,3}}){GAP}*[)）]|(?P<sign>[{DIGITS_IN_BRACKETS}])){GAP}*",
        "（{n}）",
        (("（1）加强培训", 1), ("(12)其他", 12), ("⑵其他", 2)),
        ("（2021）1号",),
    ),
    row_of(
        Family.ARABIC_HALF_PAREN,
        SectionKind.ITEM,
        rf"(?P<n>[0-9０-９]{{1,2}})[)）]{GAP}*",
        "{n}）",
        (("1）材料", 1), ("2)材料", 2)),
        ("（1）加强",),
    ),
    row_of(
        Family.CIRCLED,
        SectionKind.ITEM,
        rf"(?P<n>[{CIRCLED}]){GAP}*",
        "{n}",
        (("①材料齐全", 1), ("⑳其他", 20), ("㉑其他", 21)),
    ),
    row_of(
        Family.POINT,
        SectionKind.ITEM,
        rf"(?P<n>[{SMALL}])是[，：:]?",
        "{n}是",
        (("一是知识产权重大战略布局取得新突破。知识产权", 1), ("五是知识产权发展生态逐步完善。", 5)),
        ("一是加强甲；二是加强乙。", "是否"),
    ),
    row_of(
        Family.BOX,
        SectionKind.BOX,
        rf"专栏{GAP}*(?P<n>{ANY})(?:[：:．.、]|{GAP}|$)+",
        "专栏{n}",
        (("专栏1  知识产权保护政策法规体系建设工程", 1), ("专栏二：重大项目", 2)),
        ("专栏1所列项目由市发展改革委牵头实施。",),
    ),
    row_of(
        Family.TABLE,
        SectionKind.TABLE,
        rf"表{GAP}*(?P<n>{ANY})(?:[：:．.、]|{GAP}|$)+",
        "表{n}",
        (("表1  “十三五”知识产权主要指标实现情况表", 1),),
        ("表1所列指标均为预期性指标。", "表一致同意"),
    ),
    row_of(
        Family.ATTACHED_TABLE,
        SectionKind.TABLE,
        rf"附{GAP}*表{GAP}*(?P<n>{ANY})(?:[：:．.、]|{GAP}|$)+",
        "附表{n}",
        (("附表2：项目清单", 2), ("附表一", 1)),
        ("附表1所列项目由市发展改革委牵头实施。",),
    ),
    row_of(
        Family.ATTACHMENT,
        SectionKind.ATTACHMENT,
        rf"附{GAP}*件{GAP}*(?P<n>{ANY})?{GAP}*[：:.．]?{GAP}*$",
        "附件{n}",
        (("附件1", 1), ("附件", 1), ("附件 二", 2), ("附件3：", 3), ("附 件", 1)),
        ("附件：1.申报表 2.汇总表", "附件所列材料"),
    ),
)
_STARTS = re.compile(
    f"[第附专表{HAN[1:-6]}（(0-9０-９{CIRCLED}{HAN_IN_BRACKETS}{DIGITS_IN_BRACKETS}{DIGITS_WITH_POINT}]"
)
"""What any number begins with: most paragraphs need no closer look."""


def number_of(line: str) -> Number | None:
    """The numbering that a paragraph starts with, or None.

    Args:
        line: one paragraph, without white space in front.
    """
    if not _STARTS.match(line):
        return None
    found = (read_by(row, line) for row in TABLE)
    return next((number for number in found if number and not _runs_on(number)), None)


def _runs_on(number: Number) -> bool:
    """Whether the paragraph holds the whole enumeration or a sentence, so that its number is no heading."""
    if number.family is Family.POINT:
        return re.search(r"[二三四五六七八九]是", number.rest) is not None
    if number.family in (Family.BOX, Family.TABLE, Family.ATTACHED_TABLE):
        return len(number.rest) > 60 or number.rest.endswith(("。", "；", "，"))
    return False
