"""Numberings that are numbers only where their neighbours bear them out.

第三条为了… begins an article, 第三条规定的… refers to one; 1.5 may be a heading or a sum; A. an item or a name.
A row knows what such a number can look like, `counting` decides which of them count.

Sources: GB/T 1.1—2020 for 1.1, a); PDF text, where the gap behind 第三条 is often lost.
"""

from kb.model import SectionKind
from kb.model.numerals import ANY, HAN
from kb.parse.numbering.families import ARTICLE, GAP, SPACED, Family, Number, Numbering, read_by, row_of

HARDLY = "第条?"
"""The style of an article that hardly begins so: both its neighbours must bear it out."""

_REFERS = (
    rf"第{ANY}[款项目条]|之规定|规定(?=[的，。；、）]|$)|之外|所[称列指述规定]|的|[、，,；;。)）》〉”\-—－～~至]"
    r"|和第|及第|与第|至第|或第?|或者|到第|中[的，所规有]|(?:修改|变更|改|修正)为|修正|删[去除]|移[至到]"
    rf"|有关规定|相关规定|款|项(?!目)|等规定|等条|[（(](?:{HAN}|[0-9]+)[)）]"
)
"""What never begins an article or the title of a chapter, but goes on behind a reference to one."""
_HARDLY_BEGINS = r"规定|修改|更改|作为|增加|以(?:[外上内前后]|下(?!列))|内容"
"""What goes on behind a reference as a rule, and begins an article now and then."""
_UNITS = (
    r"[亿万千百十]|[%％‰℃°×/]|元(?!素|数据)|倍|个(?!人|体|性)|项(?!目)|家(?!庭|居)|件|[平立]方|[公英]里|[米吨亩岁月]"
    r"|年(?!度|报|检|审|龄)|日(?!志|常|程|期|报)|时(?!间|限|效|序)|分(?!类|工|析|级|布|局|配|段|步|支|期|项|公司|值)"
    r"|点(?!位|评)|版(?!权|本|面|式)|人(?!才|员|力|民|口|事|工|身|机|大|均)|次(?!序|要|级)|[-~—～至到]|以[上下]"
)
_NO_UNIT = rf"(?!{_UNITS})"
"""What stands behind a sum does not stand behind the number of a heading."""


def _legal(family: Family, *examples: tuple[str, int]) -> Numbering:
    """编 章 节 whose title follows without a gap: short, without the marks of a sentence."""
    head = rf"第{GAP}*(?P<n>{SPACED}){GAP}*{family.value}(?!{_REFERS}|{_HARDLY_BEGINS})(?=[^。；，：;:]{{1,30}}$)"
    against = (
        f"第二{family.value}规定的情形",
        f"第二{family.value}的规定",
        f"第二{family.value}总则适用于本编，但另有约定的除外。",
    )
    return row_of(
        family, SectionKind.HEADING, head, "第{n}" + family.value, examples, against, style=f"第{family.value}"
    )


DOUBTFUL: tuple[Numbering, ...] = (
    _legal(Family.PART, ("第一编总则", 1)),
    _legal(Family.SUBPART, ("第二分编典型合同", 2)),
    _legal(Family.CHAPTER, ("第一章总则", 1), ("第三章授权", 3)),
    _legal(Family.DIVISION, ("第二节一般规定", 2)),
    row_of(
        Family.ARTICLE,
        SectionKind.ARTICLE,
        ARTICLE + rf"(?!{_REFERS}|{_HARDLY_BEGINS})",
        "第{n}条",
        (
            ("第一条为了保护专利权，制定本法。", 1),
            ("第二条中华人民共和国公民", 2),
            ("第一百二十八 条侦查人员对于", 128),
            ("第十七条之一有下列情形", 17),
            ("第三条（立法目的）为了", 3),
        ),
        (
            "第三条规定的情形",
            "第三条第二款规定的",
            "第三条、第四条",
            "第三条所称主管部门",
            "第十条的规定",
            "第二条中的主管部门",
            "第九条修改为：",
            "第三条（一）项",
            "第十七条之一规定的",
        ),
        style="第条",
    ),
    row_of(
        Family.ARTICLE,
        SectionKind.ARTICLE,
        ARTICLE + rf"(?!{_REFERS})(?={_HARDLY_BEGINS})",
        "第{n}条",
        (("第八条规定本市重大事项的地方性法规", 8), ("第六十条修改城市总体规划", 60), ("第十条以前的规定", 10)),
        ("第三条规定的情形", "第九条修改为："),
        style=HARDLY,
    ),
    row_of(
        Family.DECIMAL,
        SectionKind.HEADING,
        rf"(?P<n>[0-9]{{1,2}}(?:[.．][0-9]{{1,2}}){{1,5}})(?![0-9.．]?[0-9])(?:[.．、]|{GAP})*+{_NO_UNIT}(?=.)",
        "{n}",
        (("1.2 目标", 2), ("3.1.2　要求", 2), ("2.1编制目的", 1)),
        ("1.5亿元", "1.5 亿元", "2021.3.1起施行", "3.5%的增长", "0.5—1公里"),
    ),
    row_of(
        Family.DECIMAL,
        SectionKind.HEADING,
        rf"(?P<n>[0-9]{{1,2}}){GAP}++{_NO_UNIT}(?=[^。；，：;:]{{1,30}}$)(?=[^\W\d_])",
        "{n}",
        (("1　总则", 1), ("7 附则", 7)),
        ("3 个月内", "2 专利局应当受理申请，并通知申请人。"),
        style="1",
    ),
    row_of(
        Family.LETTER,
        SectionKind.ITEM,
        rf"(?P<n>[A-Z])[.．、]{GAP}*(?=[^ -~])",
        "{n}",
        (("A.专利权", 1), ("B、商标权", 2)),
        ("A.Smith", "A座"),
    ),
    row_of(
        Family.LETTER,
        SectionKind.ITEM,
        rf"[（(]?(?P<n>[a-zA-Z])[)）]{GAP}*(?=[^ -~])",
        "{n}）",
        (("a）专利权", 1), ("b)商标权", 2), ("（c）著作权", 3)),
        style="a）",
    ),
)


def doubtful_number_of(line: str) -> Number | None:
    """What may be the numbering of a paragraph if its neighbours bear it out, or None."""
    return next((number for row in DOUBTFUL if (number := read_by(row, line))), None)
