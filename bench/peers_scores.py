"""Hits → how good and how fast: the measures of the table, each on the same terms for all."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.peers_protocol import Found
from bench.peers_sets import Asked, Shown

BUDGET = 1000
"""Characters of hit text that a reader is shown. Headings are not counted, for nobody: all passages carry theirs."""
CUTS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Scores:
    """What a peer reached: recall at each cut and within the budget, and MRR@10."""

    recall: Mapping[int, float]
    in_budget: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of a search: half of them take no longer than `p50`, 95% no longer than `p95`."""

    p50: float
    p95: float


class Passages:
    """All passages by what a hit may be called: the passage's id, its section's, or its unit's."""

    def __init__(self, passages: Sequence[Shown]) -> None:
        self._by_name = {name: each for each in reversed(passages) for name in (each.unit, each.section)}
        self._by_name |= {each.id: each for each in passages}
        self._by_text = {(each.section, each.text): each for each in passages}

    def of(self, found: Found) -> Shown | None:
        """The passage that a hit shows; None for one that is not among those all were given."""
        return self._by_text.get((found.id, found.text)) or self._by_name.get(found.id)


def ranking(found: Sequence[Found], passages: Passages) -> list[tuple[str, int]]:
    """The units in the order of the hits, each once, with the characters shown until the reader has seen it."""
    shown, seen, ranked = 0, set[str](), []
    for each in found:
        passage = passages.of(each)
        shown += len(passage.text if passage else each.text)
        unit = passage.unit if passage else each.id
        if unit not in seen:
            seen.add(unit)
            ranked.append((unit, shown))
    return ranked


def scores(asked: Sequence[Asked], rankings: Sequence[Sequence[tuple[str, int]]]) -> Scores:
    """The mean over all questions."""
    pairs = list(zip(asked, rankings, strict=True))
    count = max(len(pairs), 1)
    return Scores(
        recall={k: sum(_share(each, [unit for unit, _ in ranked[:k]]) for each, ranked in pairs) / count for k in CUTS},
        in_budget=sum(
            _share(each, [unit for unit, shown in ranked[: max(CUTS)] if shown <= BUDGET]) for each, ranked in pairs
        )
        / count,
        mrr=sum(_reciprocal(each, [unit for unit, _ in ranked[:10]]) for each, ranked in pairs) / count,
    )


def _share(asked: Asked, units: Sequence[str]) -> float:
    """How much of what is right is among the units; where any will do, one is all."""
    found = asked.right.intersection(units)
    if asked.any_will_do:
        return float(bool(found))
    return len(found) / len(asked.right)


def _reciprocal(asked: Asked, units: Sequence[str]) -> float:
    return next((1 / rank for rank, unit in enumerate(units, start=1) if unit in asked.right), 0.0)


def pace(seconds: Sequence[float]) -> Pace:
    """The percentiles of some times.

    Raises:
        statistics.StatisticsError: there are none.
    """
    if len(seconds) == 1:
        return Pace(seconds[0], seconds[0])
    return Pace(statistics.median(seconds), statistics.quantiles(seconds, n=20, method="inclusive")[-1])
