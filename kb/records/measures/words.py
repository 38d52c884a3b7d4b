"""The words by which a measure is known: what is given, to whom, in which industry, for which kind of right.

They stand in terms.tsv, a row for each value of the field's own list: the value, the words for it, sentences that say
it, and sentences that do not. The kinds of rights are those of 《中华人民共和国民法典》 article 123; the classes of
enterprises those of 《统计上大中小微型企业划分办法》 and of the qualifications that offices grant.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from kb.model.record import Aspect

GENERAL = "鼓励引导"
"""The instrument of a sentence that supports and says no more of how."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value, the words that say it, and sentences that do; `not_in` are sentences that do not."""

    aspect: Aspect
    value: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    not_in: tuple[str, ...] = ()


def _terms(path: Path) -> tuple[Term, ...]:
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#")
    return tuple(
        Term(Aspect(aspect), value, re.compile(pattern), tuple(examples.split("；")), tuple("".join(rest).split()))
        for aspect, value, pattern, examples, *rest in rows
    )


TERMS = _terms(Path(__file__).parent / "terms.tsv")
AUDIENCES = tuple(term for term in TERMS if term.aspect is Aspect.AUDIENCE)

_MONEY = r"(?:\d[\d,.]*(?:万|亿|百万|千万)?|[一二三四五六七八九十百千]+[万亿])元"
_GIVEN = r"(?=的?(?:资助|补助|奖励|补贴|贴息|支持|奖补|减)|[，。；]|$)"
_DATE = r"(?:20\d\d年)?\d{1,2}月\d{1,2}日"


def _field(aspect: Aspect, *patterns: str, examples: tuple[str, ...]) -> Term:
    return Term(aspect, "", re.compile("|".join(patterns)), examples)


FIELDS: tuple[Term, ...] = (
    _field(
        Aspect.AMOUNT,
        r"(?:(?:单个|每[家件项个年]|一次性|最高|不超过|给予|按照?|至多)[^，。；]{0,16})?"
        rf"(?:{_MONEY}|\d+(?:\.\d+)?%)(?:以[内下]|的标准)?[^，。；]{{0,8}}?{_GIVEN}",
        examples=("给予最高不超过50万元的补助", "按实际支出的30%给予资助", "一次性奖励十万元。"),
    ),
    _field(
        Aspect.CONDITION,
        r"(?:对|凡|针对)[^，。；、]{2,40}?的(?=，|企业|单位|机构|个人|项目|高校)",
        r"(?:首次|新)(?:获得|通过|认定|列入)[^，。；]{2,30}",
        r"(?:符合|达到|满足)[^，。；]{0,30}(?:条件|要求|标准|规定)的",
        r"经[^，。；]{2,16}(?:认定|评审|备案|批准)的?",
        r"有条件的[^，。；、]{0,12}",
        examples=("对首次通过认证的企业给予奖励", "经市级认定的，给予资助", "支持有条件的区县（市）争创"),
    ),
    _field(
        Aspect.DEADLINE,
        rf"(?:于|在|截至|截止)?(?:每年)?{_DATE}(?:前|之前|以前|止)",
        r"申报(?:期限|截止)[^，。；]{2,20}",
        r"20\d\d年(?:底|\d{1,2}月)?前",
        examples=("于每年3月31日前申报",),
    ),
    _field(
        Aspect.BODY,
        r"(?:责任单位|牵头单位|配合单位|主管部门|受理部门)[：:]\s*[^。；）)]{2,60}",
        r"由[\u4e00-\u9fff]{2,14}(?:局|委|部|厅|办|中心)(?=负责|牵头|会同|组织)",
        examples=("责任单位：市市场监管局、市财政局", "由市科技局负责实施"),
    ),
)
"""What a measure says of itself in its own words; the value is as printed."""
