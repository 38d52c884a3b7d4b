"""The numbers of a text with their units, in one spelling: 五万元, 5万元 and 50,000元 are the same quantity.

GB/T 15835—2011 lets a document write a number in Arabic or in Chinese numerals, so that what is the same is
decided by value and unit and never by the signs. A number that stands alone has an empty unit; in a row of a table
its unit may stand in brackets in the name of the row or of the column.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_SHARES = {"百": "%", "千": "‰", "万": "万分之"}
_UNITS = (
    "个百分点", "平方公里", "平方米", "个工作日", "工作日", "公里", "小时", "分钟", "个月", "个小时", "美元", "欧元",
    "公顷", "元", "件", "家", "项", "个", "条", "款", "名", "人", "次", "倍", "年", "月", "日", "天", "周", "户", "起",
    "批", "种", "类", "岁", "页", "份", "吨", "亩", "台", "套", "所", "座", "处", "级", "届", "期", "章", "节", "编",
    "部", "%", "‰",
)  # fmt: skip
"""What a Chinese numeral must stand before to be read as a number: 统一, 千方百计 and 十四五 count nothing."""
_UNIT = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
_OTHER_UNIT = r"(?![的以之和与及至到在是为比或由从占较达而并等了])[\u4e00-\u9fff]"
"""An unlisted sign behind an Arabic number is its unit, unless it is a particle."""
_INDEFINITE = re.compile(r"一(?:个(?!月|百分|工作|小时)|种|批|类|起(?!案)|条(?!件)|部(?!门)|次性|级|期)")
"""一 that counts nothing, as in 建立一批, 一个平台, 一次性."""
_ARABIC = r"\d+(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = r"[零〇一二三四五六七八九十两][零〇一二三四五六七八九十百千万亿两]*(?:点[零〇一二三四五六七八九]+)?"
_MEASURE = rf"(?P<scale>万亿|[百千]万|[万亿]?)(?P<about>[余多]?)(?P<unit>{_UNIT}|(?:{_OTHER_UNIT})?)"
_QUANTITY = re.compile(
    rf"(?P<share>[百千万]分之)?(?P<ordinal>第)?(?P<number>{_ARABIC}|{_NUMERAL}){_MEASURE}(?P<bound>以上|以下|以内)?"
)
_TO = re.compile(rf"(?:—+|–|-|~|至|到)(?:{_ARABIC}|{_NUMERAL}){_MEASURE}")
_BEFORE = (
    (re.compile(r"(?:不低于|不少于|不小于|至少|最低|最少)$"), "以上"),
    (re.compile(r"(?:不超过|不高于|不多于|不大于|至多|最多|最高)$"), "以下"),
)
_DATE = re.compile(
    r"(?:(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})年(?:度|底|末)?(?:[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日|末|底|初)?)?"
    r"|[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日|末|底|初)|第[\d〇零一二三四五六七八九十百]+[条款项章节届]"
    r"|“[^”]*”|\d+(?=[A-Za-z])"
)
"""What holds a number and measures nothing: a date, an article, a name in quotation marks, 5G."""
_CELL = re.compile(r":(?:年均)?\d[\d.]*(?:以上|左右)?(?=[,、]|$)")
_BRACKETED = re.compile(rf"\(([万亿]?)({_UNIT})\)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and, where one is stated, its bound (以上 or 以下); `words` are those of the text."""

    value: Decimal
    unit: str
    bound: str
    words: str

    def said_by(self, other: "Quantity") -> bool:
        """Whether `other` says this too; a bound that is not stated here need not be repeated."""
        return (self.value, self.unit) == (other.value, other.unit) and self.bound in ("", other.bound)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text in order, as they are written."""
    return [each for line in text.splitlines() for each in _found(_plain(line))]


def readings(text: str) -> list[Quantity]:
    """The quantities of a text, and its bare numbers also with the units that their line gives in brackets."""
    found: list[Quantity] = []
    for line in map(_plain, text.splitlines()):
        units = set(_BRACKETED.findall(line))
        for each in _found(line):
            found.append(each)
            if not each.unit:
                found += [
                    Quantity(each.value * _MYRIADS.get(scale, 1), unit, each.bound, each.words) for scale, unit in units
                ]
    return found


def count_of(numeral: str) -> int:
    """The value of a whole number in Arabic or Chinese numerals: 六 → 6."""
    return int(numeral) if numeral.isdecimal() else int(_han(numeral))


def measures(text: str) -> frozenset[str]:
    """The units of what a text measures, dates and articles aside; `""` for a cell of a table that names no unit."""
    found: set[str] = set()
    for line in text.splitlines():
        plain = _DATE.sub(" ", _plain(line))
        bracketed = {unit for _, unit in _BRACKETED.findall(plain)}
        units = {each.unit.lstrip("余多") for each in _found(plain) if each.unit}
        found |= units | ((bracketed or {""}) if _CELL.search(plain) else set())
    return frozenset(found)


def _plain(line: str) -> str:
    """One spelling of digits and signs, without white space but between digits, where it parts two numbers."""
    normal = unicodedata.normalize("NFKC", line.replace("，", "、"))
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", normal)


def _found(plain: str) -> Iterator[Quantity]:
    position = 0
    while match := _QUANTITY.search(plain, position):
        quantity = _quantity(match, plain)
        position = match.end("number") if quantity is None else max(match.end("scale"), match.end("number"))
        if quantity:
            yield quantity


def _quantity(match: re.Match[str], plain: str) -> Quantity | None:
    """The quantity of a match; None where a numeral is a part of a word."""
    measure = match
    if not match["unit"] and (to := _TO.match(plain, match.end("scale"))):
        measure = to
    number, unit = match["number"], measure["unit"]
    arabic = number[0].isascii()
    if not arabic and unit not in _UNITS:
        unit = ""
    if not arabic and not (unit or match["share"] or match["ordinal"]):
        return None
    if _INDEFINITE.match(plain, match.start()):
        return None
    value = Decimal(number.replace(",", "")) if arabic else _han(number)
    for char in match["scale"] or measure["scale"]:
        value *= {**_TENS, **_MYRIADS}[char]
    share = _SHARES[match["share"][0]] if match["share"] else ""
    ordinal = "第" if match["ordinal"] else ""
    bound = (match["bound"] or "").replace("以内", "以下") or next(
        (bound for pattern, bound in _BEFORE if pattern.search(plain[: match.start()])), ""
    )
    return Quantity(value, "".join((ordinal, share, measure["about"], unit)), bound, match[0])


def _han(numeral: str) -> Decimal:
    """二〇二五 → 2025, 五百三十 → 530, 十二万 → 120000, 二点二 → 2.2."""
    whole, _, fraction = numeral.partition("点")
    if fraction:
        return Decimal(f"{_han(whole)}.{''.join(str(_DIGITS[char]) for char in fraction)}")
    if len(whole) > 1 and all(char in _DIGITS for char in whole):
        return Decimal("".join(str(_DIGITS[char]) for char in whole))
    total, section, digit = 0, 0, 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section, digit = section + (digit or 1) * _TENS[char], 0
        else:
            total, section, digit = (total + section + digit) * _MYRIADS[char], 0, 0
    return Decimal(total + section + digit)
