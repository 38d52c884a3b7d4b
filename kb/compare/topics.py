"""Two documents → their tasks and indicators side by side: what speaks of one matter, and what only one has.

A wrong pair misleads a reader more than a missing one: where two parts are not clearly nearest to one another, each
stands for itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.compare.likeness import Matrix, likeness, rarity
from kb.compare.parts import key, parts
from kb.model import Document, SectionKind
from kb.model.comparison import Alignment, Figures, Pair, Part
from kb.model.naming import name_key
from kb.model.record import Indicator

Vectors = Callable[[list[str]], NDArray[np.float32]]
"""Texts → their unit vectors, a row each."""

_HEAD = 400
"""Characters of a part that its vector is made of."""
_NEAR = 0.14
"""The least nearness of a pair. This and what follows: pairs of a plan, local rules and opinions, read by eye."""
_CLEAR = 0.2
"""The least sum of a pair's nearness and of what it is ahead of the next best pair of either part, above the noise."""
_COMMON = 0.08
"""The least share of rare words that a pair has in common: near vectors alone are no sign of one matter."""
_STRONG = 0.25
"""From this nearness on, above the noise, a part may stand in a second pair."""
_AS_NEAR = 0.9
"""A second pair must be about as near as the first one of its part."""
_NOISE = 0.9
"""The noise is what nine of ten pairs lie below: where all parts are of one field, those of one matter stand out."""
_MOST = 3
"""Most pairs that one part stands in."""
_TITLE = 0.15
"""What equal headings add."""
_FEW = 8
"""Among fewer parts than that the middle of all vectors says nothing, and words alone decide."""
_COVERED = 0.75
"""The share of a topic's characters that a part about it must name."""
_ABOUT = 0.04
"""How near a part about a topic must be to it; a single mention in a long section is further off."""
_LEFT_OUT = frozenset(
    {SectionKind.DOCUMENT, SectionKind.SIGNATURE, SectionKind.IMPRINT, SectionKind.CONTENTS, SectionKind.ROW}
)


def aligned(
    a: Document,
    b: Document,
    vectors: Vectors,
    topic: str = "",
    indicators: tuple[Sequence[Indicator], Sequence[Indicator]] = ((), ()),
    name: Callable[[str], str] = name_key,
) -> Alignment:
    """Two documents side by side.

    Args:
        a: the one document.
        b: the other.
        vectors: gives the unit vectors of texts.
        topic: only what is about it, where it is not empty.
        indicators: those of each document; the ones with one name make one line.
        name: the key that equal indicators have in common.
    """
    left, right = _tasks(a), _tasks(b)
    encoded = vectors([_head(part) for part in (*left, *right)]) if left or right else np.zeros((0, 1), np.float32)
    near, common = _nearness(left, right, encoded)
    pairs = [(float(near[i, j]), i, j) for i, j in _pairs(near, common)]
    about_a, about_b = _about(topic, left, right, encoded, vectors)
    return Alignment(
        a.title,
        b.title,
        tuple(Pair(left[i], right[j], min(score, 1.0)) for score, i, j in pairs if i in about_a or j in about_b),
        tuple(left[i] for i in sorted(about_a - {i for _, i, _ in pairs})),
        tuple(right[j] for j in sorted(about_b - {j for _, _, j in pairs})),
        tuple(each for each in figures(*indicators, name) if _covered(key(topic), key(each.name)) >= _COVERED),
    )


def figures(
    a: Iterable[Indicator], b: Iterable[Indicator], name: Callable[[str], str] = name_key
) -> tuple[Figures, ...]:
    """The indicators of two documents, one line a name, in the order of the first document and then of the second."""
    found: dict[str, tuple[list[Indicator], list[Indicator]]] = {}
    for side, indicators in enumerate((a, b)):
        for indicator in indicators:
            found.setdefault(name(indicator.name), ([], []))[side].append(indicator)
    return tuple(Figures((left or right)[0].name, tuple(left), tuple(right)) for left, right in found.values())


def _tasks(document: Document) -> list[Part]:
    """The sections that say something themselves: leaves of the outline, and headings with a text of their own."""
    parents = {section.parent for section in document.sections}
    return [
        part
        for kind, part in parts(document)
        if kind not in _LEFT_OUT and (key(part.words) != key(part.title) or part.sections[0] not in parents)
    ]


def _head(part: Part) -> str:
    return "\n".join(filter(None, (part.title, part.words[:_HEAD])))


def _nearness(left: Sequence[Part], right: Sequence[Part], encoded: Matrix) -> tuple[Matrix, Matrix]:
    """How near each part of the one document is to each of the other, and how many rare words they share."""
    texts = [[key(part.words) for part in side] for side in (left, right)]
    titles = [[key(part.title) for part in side] for side in (left, right)]
    rare = rarity([*texts[0], *texts[1]])
    common = likeness(texts[0], texts[1], rare)
    near = common
    if len(left) + len(right) >= _FEW:
        centred = _centred(encoded, encoded.mean(axis=0))
        near = ((centred[: len(left)] @ centred[len(left) :].T + common) / 2).astype(np.float32)
    equal = np.array([[one == other != "" for other in titles[1]] for one in titles[0]], bool)
    equal = equal.reshape(len(left), len(right))
    titled = equal.astype(np.float32)
    return near + np.float32(_TITLE) * titled, np.maximum(common, np.float32(_COMMON) * titled)


def _centred(encoded: Matrix, middle: Matrix) -> Matrix:
    """Unit vectors as seen from the middle of all: what all texts have in common makes no two of them near."""
    moved = encoded - middle
    moved /= np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return moved


def _pairs(near: Matrix, common: Matrix) -> list[tuple[int, int]]:
    """The parts that are clearly nearest to one another, and a few more for those that are very near; in order."""
    if not near.size:
        return []
    noise = max(0.0, float(np.quantile(near, _NOISE)))
    open_ = np.where((common >= _COMMON) & (near >= _NEAR), near, -1.0)
    pairs = [(i, j) for i, j in _mutual(open_) if near[i, j] + _ahead(near, i, j) >= _CLEAR + noise]
    return sorted({*pairs, *_second(open_, pairs, _STRONG + noise)})


def _second(near: Matrix, pairs: Sequence[tuple[int, int]], strong: float) -> Iterator[tuple[int, int]]:
    """Parts in no pair whose best is in one and about as near to them as to its own."""
    for one in (True, False):
        table = near if one else near.T
        firsts = {pair[one]: table[pair[not one], pair[one]] for pair in pairs}
        counts = dict.fromkeys(firsts, 1)
        for i in sorted(set(range(len(table))) - {pair[not one] for pair in pairs}, key=lambda i: -table[i].max()):
            j = int(table[i].argmax())
            if table[i, j] >= max(strong, _AS_NEAR * firsts.get(j, np.inf)) and counts[j] < _MOST:
                counts[j] += 1
                yield (i, j) if one else (j, i)


def _mutual(near: Matrix) -> Iterator[tuple[int, int]]:
    for i, row in enumerate(near):
        j = int(row.argmax())
        if row[j] > 0 and int(near[:, j].argmax()) == i:
            yield i, j


def _ahead(near: Matrix, i: int, j: int) -> float:
    """By how much a pair is nearer than the next best that either of its parts has."""
    others = np.concatenate([np.delete(near[i], j), np.delete(near[:, j], i)])
    return float(near[i, j] - others.max(initial=0.0))


def _about(
    topic: str, left: Sequence[Part], right: Sequence[Part], encoded: Matrix, vectors: Vectors
) -> tuple[set[int], set[int]]:
    """Which parts of each document are about the topic; all where there is none."""
    everything = [*left, *right]
    if not key(topic) or not everything:
        return set(range(len(left))), set(range(len(right)))
    texts = [key("".join((*part.path, part.title, part.words))) for part in everything]
    near = likeness([key(topic)], texts, rarity(texts))[0]
    if len(everything) >= _FEW:
        middle = encoded.mean(axis=0)
        near = 0.5 * near + 0.5 * (_centred(encoded, middle) @ _centred(vectors([topic]), middle)[0])
    found = [n for n, text in enumerate(texts) if near[n] >= _ABOUT and _covered(key(topic), text) >= _COVERED]
    return {n for n in found if n < len(left)}, {n - len(left) for n in found if n >= len(left)}


def _covered(topic: str, text: str) -> float:
    """The share of the topic's characters that stand in the text in runs of two or more; 1 for an empty topic."""
    named, start = 0, 0
    while start < len(topic):
        end = next((end for end in range(len(topic), start + 1, -1) if topic[start:end] in text), start)
        named += end - start
        start = max(end, start + 1)
    return named / len(topic) if topic else 1.0
