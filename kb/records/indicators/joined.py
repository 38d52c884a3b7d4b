"""Indicators that are the same: joined over the years, and set beside each other where they disagree.

Names are compared without what does not tell things apart: 量, 数, 拥有量 at the end, the place in front, the order of
the words (马德里商标国际注册, 马德里国际注册商标拥有量). Nothing else is guessed: 专利质押融资额 and 知识产权质押贷款
are near each other, not the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from kb.model.record import Disagreement, Indicator, Line, Role
from kb.records.indicators.amount import in_ones, plain

_PLACE = re.compile(r"^(?:全[国省市区县]|我[省市区县]|[\u4e00-\u9fff]{2,3}[省市县区](?=.{4}))")
_MARKS = re.compile(r"[“”\"‘’《》、，·\s]|[(（][^()（）]*[)）]")
_END = re.compile(r"(?:拥有量|有效量|数量|总量|总数|总额|[量数额])$")
_START = re.compile(r"^(?:累计|年度?|建成|培育|拥有|新增|有效)")
_NEAR = (
    (re.compile("贷款|融资"), "融资"),
    (re.compile("专利权?|知识产权"), ""),
    (re.compile("商标(?=.*注册)|注册商标"), "注册商标"),
    (re.compile("申请|授权"), ""),
)
"""What near names differ in."""
_YEARS = Decimal("0.0001")


def name_key(name: str) -> str:
    """The key under which names of one indicator are equal; the signs of the name in a fixed order.

    A number in a name is one sign: what is counted of 12岁 is not counted of 21岁.
    """
    key = _PLACE.sub("", _MARKS.sub("", plain(name)))
    return _in_order(_END.sub("", key) or key)


def joined(indicators: Iterable[Indicator]) -> tuple[Line, ...]:
    """One line for each indicator, in the order in which they are met; growth or fall (年均…) is no value of a line."""
    groups: defaultdict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for each in indicators:
        if each.year is not None and not (each.pace and each.unit in ("%", "倍", "个百分点")):
            groups[name_key(each.name), in_ones(Decimal(1), each.unit)[1]].append(each)
    return tuple(_line(group) for group in groups.values())


def disagreements(indicators: Sequence[Indicator]) -> tuple[Disagreement, ...]:
    """Pairs of figures of one year and role that are not equal: of one name, or of names near each other."""
    return tuple(_disagreements([each for each in indicators if each.number is not None]))


def _line(group: Sequence[Indicator]) -> Line:
    first: dict[tuple[int | None, Role | None], Indicator] = {}
    for each in group:
        held = first.get((each.year, each.role))
        if held is None or (held.number is None and each.number is not None):
            first[each.year, each.role] = each
    order = {Role.BASE: 0, Role.TARGET: 1, Role.ACTUAL: 2, None: 3}
    values = sorted(first.values(), key=lambda each: (each.year or 0, order[each.role]))
    growth, yearly = _growth(values)
    return Line(group[0].name, group[0].unit, tuple(values), growth, yearly)


def _growth(values: Sequence[Indicator]) -> tuple[Decimal | None, Decimal | None]:
    """From what was reached in the first year to what is aimed at or was reached in the last one."""
    known = [each for each in values if each.number is not None and not each.pace]
    years = sorted({each.year for each in known if each.year is not None})
    if len(years) < 2:
        return None, None
    start = [each for each in known if each.year == years[0] and each.role is not Role.TARGET]
    end = [each for each in known if each.year == years[-1]]
    if not start or not end:
        return None, None
    (low, unit), (high, other) = (in_ones(each.number or Decimal(0), each.unit) for each in (start[0], end[0]))
    if unit != other or low <= 0 or high < 0:
        return None, None
    ratio = high / low
    yearly = ratio ** (Decimal(1) / (years[-1] - years[0])) - 1 if ratio > 0 else None
    return (ratio - 1).quantize(_YEARS), yearly.quantize(_YEARS) if yearly is not None else None


def _disagreements(figures: Sequence[Indicator]) -> Iterator[Disagreement]:
    groups: defaultdict[str, list[Indicator]] = defaultdict(list)
    for each in figures:
        groups[_near_key(each.name)].append(each)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.section == other.section or not _comparable(one, other) or _agree(one, other):
                continue
            same = name_key(one.name) == name_key(other.name) and one.note == other.note and one.year == other.year
            yield Disagreement(one, other, same)


def _near_key(name: str) -> str:
    key = _START.sub("", _END.sub("", _PLACE.sub("", _MARKS.sub("", plain(name)))))
    for pattern, instead in _NEAR:
        key = pattern.sub(instead, key)
    return _in_order(key)


def _in_order(key: str) -> str:
    return "".join(sorted(re.findall(r"\d+|\D", key)))


def _comparable(one: Indicator, other: Indicator) -> bool:
    """Whether two figures can be meant to be equal: of one kind, one year, or a year and the period it ends."""
    if one.role is not other.role or one.pace != other.pace:
        return False
    units = {in_ones(Decimal(1), each.unit)[1] for each in (one, other) if each.unit}
    return len(units) <= 1 and (one.year == other.year or not (one.year and other.year))


def _agree(one: Indicator, other: Indicator) -> bool:
    values = [in_ones(each.number or Decimal(0), each.unit)[0] for each in (one, other)]
    return values[0] == values[1]
