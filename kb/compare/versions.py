"""Two versions of one text → a 新旧对照表, article by article.

An article is known by its words and not by its number: behind an article that was inserted the others only count on.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.compare.likeness import Matrix, likeness, rarity
from kb.compare.parts import key, parts
from kb.compare.runs import runs_of
from kb.model import Document, SectionKind
from kb.model.comparison import Change, Mark, Part, Revision, Row, Run
from kb.model.edition import edition_of

_ALIKE = 0.3
"""Articles in the same place are taken as one from this likeness on (98 laws with their versions, read by eye)."""
_MOVED = 0.45
"""Those at another place from this one on."""
_NEAR_BEST = 0.7
"""A pair much less alike than the best that either of the two has is none."""
_SAME_NUMBER = 0.05
"""What an equal number adds: it decides between two that are alike."""
_TELLING = 8
"""Equal words of fewer characters (总则, 一般规定) say nothing of a move where they are met more than once."""

Numbered = tuple[SectionKind, Part]


def versions(old: Document, new: Document) -> Revision:
    """The article-level comparison of two versions of one text."""
    before, after = parts(old), parts(new)
    pairs = _pairs(before, after)
    rows = _rows([part for _, part in before], [part for _, part in after], pairs)
    return Revision(old.title, new.title, tuple(rows), (edition_of(old), edition_of(new)))


def _pairs(old: Sequence[Numbered], new: Sequence[Numbered]) -> dict[int, int]:
    """For each new part that has one the old part that it was made of."""
    olds, news = _keys(old), _keys(new)
    equal = _equal(olds, news)
    anchors = _rising(equal)
    found = {j: i for i, j in equal}
    rest_old = [i for i in range(len(old)) if i not in set(found.values())]
    rest_new = [j for j in range(len(new)) if j not in found]
    like = likeness([olds[i] for i in rest_old], [news[j] for j in rest_new], rarity([*olds, *news]))
    like = _admitted(old, new, rest_old, rest_new, like)
    placed = _in_order(np.where(_same_gap(rest_old, rest_new, sorted(anchors)), like, 0.0))
    for i, j in (*placed, *_elsewhere(like, placed, [len(olds[i]) for i in rest_old])):
        found[rest_new[j]] = rest_old[i]
    return found


def _keys(numbered: Sequence[Numbered]) -> list[str]:
    """What the parts are known by; the document itself is one in all its versions."""
    return [f"{kind}" if kind is SectionKind.DOCUMENT else key(part.words) for kind, part in numbered]


def _equal(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The parts with the same words, where they are met once in each text; in the order of the old one."""
    once_old, once_new = Counter(old), Counter(new)
    at = {words: j for j, words in enumerate(new) if once_new[words] == 1}
    return [(i, at[words]) for i, words in enumerate(old) if words and once_old[words] == 1 and words in at]


def _rising(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The most pairs of which none crosses another (the longest rising subsequence)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for position, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else None)
        tails[length:], ends[length:] = [*[j], *tails[length + 1 :]], [*[position], *ends[length + 1 :]]
    chosen: set[tuple[int, int]] = set()
    at = ends[-1] if ends else None
    while at is not None:
        chosen.add(pairs[at])
        at = before[at]
    return chosen


def _admitted(
    old: Sequence[Numbered], new: Sequence[Numbered], rows: Sequence[int], columns: Sequence[int], like: Matrix
) -> Matrix:
    """The likeness of parts of one kind, 0 for a pair much less alike than the best of either."""
    if not like.size:
        return like
    kinds = np.array([[old[i][0] is new[j][0] for j in columns] for i in rows])
    labels = np.array([[old[i][1].label == new[j][1].label != "" for j in columns] for i in rows])
    like = np.where(kinds, like, 0.0)
    best = np.maximum(like.max(axis=0, keepdims=True), like.max(axis=1, keepdims=True))
    return np.where((like >= _ALIKE) & (like >= _NEAR_BEST * best), like + _SAME_NUMBER * labels, 0.0)


def _same_gap(rows: Sequence[int], columns: Sequence[int], anchors: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which pairs cross none of the anchors."""
    left = np.searchsorted([i for i, _ in anchors], rows)
    right = np.searchsorted([j for _, j in anchors], columns)
    same: NDArray[np.bool_] = left[:, None] == right[None, :]
    return same


def _in_order(like: Matrix) -> list[tuple[int, int]]:
    """The pairs, none crossing another, whose likeness sums up to the most."""
    height, width = like.shape
    best = np.zeros((height + 1, width + 1))
    for i in range(height):
        row = np.maximum(best[i, 1:], np.where(like[i] > 0, best[i, :-1] + like[i], 0.0))
        best[i + 1, 1:] = np.maximum.accumulate(row)
    pairs, i, j = list[tuple[int, int]](), height, width
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _elsewhere(like: Matrix, placed: Sequence[tuple[int, int]], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of those that are left the pairs in which each is the other's best: they moved and were changed."""
    if not like.size:
        return
    free = np.where(like >= _MOVED, like, 0.0)
    free[[i for i, _ in placed], :] = 0.0
    free[:, [j for _, j in placed]] = 0.0
    for i in range(len(free)):
        j = int(free[i].argmax())
        if free[i, j] > 0 and int(free[:, j].argmax()) == i and sizes[i] >= _TELLING:
            yield i, j


def _rows(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> Iterator[Row]:
    """The rows in the order of the new text, what was deleted behind the part that it followed."""
    kept = set(pairs.values())
    in_order = {i for i, _ in _rising(sorted((i, j) for j, i in pairs.items()))}
    following = 0

    def removed(until: int) -> Iterator[Row]:
        nonlocal following
        for i in range(following, until):
            if i not in kept:
                yield Row(Change.REMOVED, old[i], None, (Run(Mark.DELETED, old[i].text, ""),))
        following = max(following, until)

    for j, part in enumerate(new):
        i = pairs.get(j)
        if i is None:
            yield Row(Change.ADDED, None, part, (Run(Mark.INSERTED, "", part.text),))
            continue
        if i in in_order:
            yield from removed(i)
            following = i + 1
        yield _paired(old[i], part, i in in_order)
        if i in in_order:
            yield from removed(_next_kept(i, kept, len(old)))
    yield from removed(len(old))


def _next_kept(i: int, kept: set[int], end: int) -> int:
    """The first part behind `i` that is not deleted."""
    return next((k for k in range(i + 1, end) if k in kept), end)


def _paired(old: Part, new: Part, in_order: bool) -> Row:
    """The row of two parts that are one article."""
    if key(old.words) != key(new.words):
        change = Change.CHANGED
    else:
        change = Change.SAME if in_order and key(old.label) == key(new.label) else Change.MOVED
    return Row(change, old, new, runs_of(old, new))
