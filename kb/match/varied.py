"""Matches in an order in which the first ones differ: what answers the same needs again counts less and less."""

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heapreplace

from kb.model.match import Match, Need

AGAIN, NEARBY = 0.7, 0.85
"""What a further measure for the same needs is worth, and one of the same section."""

Waiting = list[tuple[float, int, int]]
"""A heap: what a match is worth (below zero, so that the best is on top), its place, and how many of its section stood
before it when that was reckoned."""


def varied(found: Sequence[Match], needs_of: Callable[[Match], tuple[Need, ...]]) -> list[Match]:
    """By score, a match for needs that the ones before it answered counting less; its score stays as it was.

    Matches that answer the same needs wait in one heap: a choice lessens all of them alike, so that only those of the
    chosen one's section are reckoned anew, and that not before they come to the top.
    """
    groups: dict[tuple[Need, ...], Waiting] = {}
    for place, each in enumerate(found):
        if each.score > 0:
            groups.setdefault(needs_of(each), []).append((-each.score, place, 0))
    for waiting in groups.values():
        heapify(waiting)
    answered: Counter[tuple[Need, ...]] = Counter()
    before: Counter[str] = Counter()
    chosen: list[Match] = []
    while groups:
        for waiting in groups.values():
            _refresh(waiting, found, before)
        needs = min(groups, key=lambda each: (_worth(groups[each], answered[each] if each else 0), groups[each][0][1]))
        _, place, _ = heappop(groups[needs])
        if not groups[needs]:
            del groups[needs]
        chosen.append(found[place])
        answered[needs] += 1
        before[found[place].offer.measure.section] += 1
    return [*chosen, *(each for each in found if each.score <= 0)]


def _refresh(waiting: Waiting, found: Sequence[Match], before: Counter[str]) -> None:
    """Reckon the top anew until it is up to date; what lies below it is worth no more than was reckoned."""
    while True:
        _, place, known = waiting[0]
        times = before[found[place].offer.measure.section]
        if times == known:
            return
        heapreplace(waiting, (-found[place].score * NEARBY**times, place, times))


def _worth(waiting: Waiting, again: int) -> float:
    return waiting[0][0] * float(AGAIN**again)
