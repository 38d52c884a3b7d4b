"""A figure as printed (年均20家, 95以上, 3.2（亿元）, １，２００) → its number, unit, bound and pace.

GB/T 15835—2011 lets a document write a number in full-width or half-width digits, with or without commas.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

UNITS = (
    "个百分点", "平方公里", "平方米", "立方米", "人次", "批次", "公里", "公顷", "美元", "欧元", "千瓦时", "标准煤",
    "元", "件", "家", "项", "个", "名", "人", "次", "户", "起", "条", "篇", "台", "套", "吨", "亩", "所", "座", "处",
    "倍", "天", "分", "部", "批", "例", "宗", "款", "支", "株", "头", "间", "张", "本", "种", "%", "‰",
)  # fmt: skip
SCALES = {"": 1, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "万亿": 10**12}
SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
UNIT = "|".join(map(re.escape, UNITS))
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
BEFORE = "不低于|不少于|不超过|不高于|至少|超过|突破|高于|低于|约为|大约|约|超|近|逾"
AFTER = "以上|以下|以内|左右|余"
PACE = "年均增长|年均新增|年均|每年新增|每年|年新增|累计新增|累计|新增|增长|递增|提升|提高|下降|降低|减少"
_WHOLE = re.compile(
    rf"(?P<pace>(?:{PACE})?)(?P<before>(?:{BEFORE}|[≥≤><〉〈])?)(?P<number>-?(?:{NUMBER}))"
    rf"\(?(?P<scale>(?:{SCALE})?)(?P<more>余?)(?P<unit>(?:{UNIT})?)\)?(?P<after>(?:{AFTER})?)"
)
_SIGNS = {"≥": "以上", ">": "以上", "〉": "以上", "≤": "以下", "<": "以下", "〈": "以下"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: its number, its unit with the scale (万件), its bound (以上) and its pace (年均), if they are said."""

    number: Decimal
    unit: str = ""
    bound: str = ""
    pace: str = ""


EXAMPLES: tuple[tuple[str, Amount | None], ...] = (
    ("8000", Amount(Decimal(8000))),
    ("1,200.5", Amount(Decimal("1200.5"))),
    ("年均20家", Amount(Decimal(20), "家", "", "年均")),
    ("95以上", Amount(Decimal(95), "", "以上")),
    ("≥95%", Amount(Decimal(95), "%", "以上")),
    ("3.2（亿元）", Amount(Decimal("3.2"), "亿元")),
    ("３２．５万件", Amount(Decimal("32.5"), "万件")),
    ("约6645.6万件", Amount(Decimal("6645.6"), "万件", "约")),
    ("6500余件", Amount(Decimal(6500), "件", "余")),
    ("［18］", Amount(Decimal(18))),
    ("增长10%左右", Amount(Decimal(10), "%", "左右", "增长")),
    ("", None),
    ("—", None),
    ("完成", None),
    ("2.1:1", None),
)
"""A cell and what it says; None where it is no figure."""


def plain(text: str) -> str:
    """A text in half-width signs without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def amount_of(cell: str) -> Amount | None:
    """What a cell says, which must be a figure and nothing else; a cumulative one stands in square brackets."""
    match = _WHOLE.fullmatch(plain(cell).strip("[]【】"))
    if match is None:
        return None
    bound = _SIGNS.get(match["before"], match["before"]) or match["more"] or match["after"]
    return Amount(number_of(match["number"]), match["scale"] + match["unit"], bound, match["pace"])


def number_of(digits: str) -> Decimal:
    """The number that digits with commas write."""
    return Decimal(digits.replace(",", ""))


def in_ones(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """A number without its scale, and the bare unit: (32.5, 万件) → (325000, 件)."""
    scale = next(scale for scale in sorted(SCALES, key=len, reverse=True) if unit.startswith(scale))
    return number * SCALES[scale], unit.removeprefix(scale)
