"""A question about a figure → the records that answer it; none where it is not sure."""

import re
from collections.abc import Sequence

from kb.model.record import Indicator, Role
from kb.records.indicators.amount import plain
from kb.records.indicators.joined import name_key

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_ASKS = re.compile(r"多少|几[家件个项名亿万]|是?多大|多高|指标|目标|达标|完成了?吗|数据")
_TARGET, _ACTUAL = re.compile("目标|要达到|计划|预期|要到|力争"), re.compile("实际|完成|实现了?|达到了|已")
ENOUGH = 0.75
"""The share of a name's pairs of signs that a question must hold."""


def asked(question: str, indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """The records of the one indicator that a question names, of the year and the role that it names.

    None where the question asks for no figure, names no indicator, or names two of them equally well.
    """
    text = plain(question)
    if not _ASKS.search(text):
        return ()
    shares = {each.name: _share(each.name, text) for each in indicators if each.value}
    best = max(shares.values(), default=0.0)
    names = {name for name, share in shares.items() if share == best}
    if best < ENOUGH or len({name_key(name) for name in names}) > 1:
        return ()
    years = {int(year) for year in _YEAR.findall(text)}
    found = [each for each in indicators if each.name in names and each.value]
    dated = [each for each in found if each.year in years] if years else found
    return tuple(each for each in dated if each.role in _roles(text)) or tuple(dated)


def _roles(text: str) -> tuple[Role | None, ...]:
    if _TARGET.search(text):
        return (Role.TARGET,)
    return (Role.ACTUAL, Role.BASE) if _ACTUAL.search(text) else tuple(Role)


def _share(name: str, text: str) -> float:
    """How much of a name stands in a text, by pairs of signs."""
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
