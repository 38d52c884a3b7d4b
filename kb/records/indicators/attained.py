"""Whether a target was reached: a target and what was reached in its year, each read as the numbers that it allows.

A printed figure is a set of numbers: 95以上 is 95 and all above, 95以下 all up to 95, 超过95 all above. A target that
has no such word is meant as at least. It is reached where every number of what was reached is allowed by the target,
not reached where none is, and else unsettled; nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kb.model.record import Attainment, Indicator, Line, Progress, Role
from kb.records.indicators.amount import in_ones

_FROM, _ABOVE = frozenset({"以上", "不低于", "至少"}), frozenset({"超过", "突破", "高于", "超", "逾", "余", "多"})
_TO, _BELOW = frozenset({"以下", "以内", "不超过", "不高于"}), frozenset({"低于", "近"})
_LESS_IS_MORE = re.compile(
    "周期|时间|时长|天数|时限|耗|排放|死亡|事故|失业|成本|浓度|负债|流失|投诉|发案|差距|污染|贫困"
)
"""The name of something of which less may be better: a bare target of it may be a ceiling."""
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class _Range:
    """The numbers from `low` to `high`; `above` and `below` leave out the ends themselves."""

    low: Decimal
    high: Decimal
    above: bool = False
    below: bool = False

    def within(self, other: "_Range") -> bool:
        """Whether all of its numbers are among the other's."""
        starts = self.low > other.low or (self.low == other.low and (self.above or not other.above))
        ends = self.high < other.high or (self.high == other.high and (self.below or not other.below))
        return starts and ends

    def apart(self, other: "_Range") -> bool:
        """Whether none of its numbers is among the other's."""
        left, right = (self, other) if (self.low, self.high) <= (other.low, other.high) else (other, self)
        return left.high < right.low or (left.high == right.low and (left.below or right.above))


def attained(line: Line) -> tuple[Attainment, ...]:
    """For each year of a line that has both a target and what was reached, whether it was."""
    return tuple(_attained(line))


def progress(line: Line) -> Progress | None:
    """The last figure that was reached beside the last target; None where one is missing or they are of two kinds."""
    known = [each for each in line.values if each.number is not None and each.number > 0]
    targets = [each for each in known if each.role is Role.TARGET]
    reached = [each for each in known if each.role is not Role.TARGET]
    if not targets or not reached:
        return None
    one, other = reached[-1], targets[-1]
    if (one.year or 0) > (other.year or 0) or one.pace != other.pace or _unit(one) != _unit(other):
        return None
    return Progress(one, other, _ones(one) / _ones(other))


def _attained(line: Line) -> Iterator[Attainment]:
    known = {(each.year, each.role): each for each in line.values if each.number is not None}
    for (year, role), target in known.items():
        actual = known.get((year, Role.ACTUAL))
        if role is Role.TARGET and actual is not None:
            yield Attainment(target, actual, _reached(target, actual))


def _reached(target: Indicator, actual: Indicator) -> bool | None:
    wanted, found = _range(target), _range(actual)
    if wanted is None or found is None or target.pace != actual.pace or _unit(target) != _unit(actual):
        return None
    if not target.bound and found != wanted:
        if _LESS_IS_MORE.search(target.name):
            return None
        wanted = _Range(wanted.low, _ENDLESS)
    if found.within(wanted):
        return True
    return False if found.apart(wanted) else None


def _range(figure: Indicator) -> _Range | None:
    """The numbers that a figure allows; None where it says itself that it is not exact (约, 左右)."""
    number, bound = _ones(figure), figure.bound
    if not bound:
        return _Range(number, number)
    if bound in _FROM | _ABOVE:
        return _Range(number, _ENDLESS, above=bound in _ABOVE)
    if bound in _TO | _BELOW:
        return _Range(-_ENDLESS, number, below=bound in _BELOW)
    return None


def _ones(figure: Indicator) -> Decimal:
    return in_ones(figure.number or Decimal(0), figure.unit)[0]


def _unit(figure: Indicator) -> str:
    return in_ones(Decimal(1), figure.unit)[1]
