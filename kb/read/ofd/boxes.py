"""PATHS → CELLS: the boxes that straight strokes of a page enclose, those that touch each other as one grid.

Lengths are points from the page's top left corner.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.read.layout.sheet import Box
from kb.read.ofd.types import Matrix, Node, at, numbers

_NEAR = 3.0
"""Strokes no further apart than this stand on one line, and one that ends so near to another meets it."""
_SHORTEST = 8.0
"""A stroke shorter than this frames no text; it may be a part of a longer one."""
_MOST = 40_000
"""A page whose strokes would make more cells holds a drawing and is not searched for tables."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke that runs across (`at` is its height) or down (`at` is its distance from the left)."""

    across: bool
    at: float
    start: float
    end: float


def stroke(left: float, top: float, right: float, bottom: float) -> Stroke | None:
    """The stroke that covers this box; None where it runs neither across nor down."""
    wide, high = right - left, bottom - top
    if high < _NEAR and wide > high:
        return Stroke(True, (top + bottom) / 2, left, right)
    if wide < _NEAR and high > wide:
        return Stroke(False, (left + right) / 2, top, bottom)
    return None


def strokes_of(node: Node, matrix: Matrix) -> Iterator[Stroke]:
    """The straight strokes of a path that run across or down (9.3); a thin filled shape is one stroke."""
    stroked = node.get("Stroke", "true").strip().lower() not in ("false", "0")
    if not stroked and _is_white(node.find("{*}FillColor")):
        return
    if stroked and _is_white(node.find("{*}StrokeColor")):
        return
    drawn = node.findtext("{*}AbbreviatedData") or ""
    if len(drawn) > 10_000:
        return
    points = [point for part in _parts(drawn) for point in part]
    if not points:
        return
    corners = [at(matrix, x, y) for x, y in points]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if found := stroke(min(xs), min(ys), max(xs), max(ys)):
        yield found
        return
    for part in _parts(drawn):
        places = [at(matrix, x, y) for x, y in part]
        for (x0, y0), (x1, y1) in itertools.pairwise(places):
            if found := stroke(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)):
                yield found


def _is_white(color: Node) -> bool:
    values = numbers(color.get("Value")) if color is not None else []
    return len(values) == 3 and min(values) >= 250


def _parts(drawn: str) -> list[list[tuple[float, float]]]:
    """The corners of each run of straight lines of a path: S and M move, L draws, C closes, curves break off."""
    parts: list[list[tuple[float, float]]] = []
    operands: list[float] = []
    operator = ""
    for token in [*drawn.split(), ""]:
        if token and (token[0].isdigit() or token[0] in "+-."):
            operands += numbers(token)
            continue
        if operator in ("S", "M") and len(operands) >= 2:
            parts.append([(operands[0], operands[1])])
        elif operator == "L" and len(operands) >= 2 and parts:
            parts[-1].append((operands[0], operands[1]))
        elif operator in ("Q", "B", "A") and len(operands) >= 2:
            parts.append([(operands[-2], operands[-1])])
        elif operator == "C" and parts:
            parts[-1].append(parts[-1][0])
        operator, operands = token, []
    return [part for part in parts if len(part) > 1]


def grids(strokes: Sequence[Stroke]) -> list[tuple[Box, ...]]:
    """The cells that strokes enclose, grid by grid."""
    rows, columns = _lines(strokes, True), _lines(strokes, False)
    ys, xs = sorted(rows), sorted(columns)
    if min(len(ys), len(xs)) < 2 or len(ys) * len(xs) > _MOST:
        return []
    above = [[_covers(rows[y], a, b) for a, b in itertools.pairwise(xs)] for y in ys]
    beside = [[_covers(columns[x], a, b) for x in xs] for a, b in itertools.pairwise(ys)]
    return list(_grouped(_cells(above, beside), ys, xs))


def _lines(strokes: Sequence[Stroke], across: bool) -> dict[float, list[tuple[float, float]]]:
    """The strokes of one direction by the line that they stand on, those that meet joined."""
    gathered: list[tuple[float, list[tuple[float, float]]]] = []
    for each in sorted((s for s in strokes if s.across is across), key=lambda s: s.at):
        if not gathered or each.at - gathered[-1][0] > _NEAR:
            gathered.append((each.at, []))
        gathered[-1][1].append((each.start, each.end))
    lines = {}
    for place, spans in gathered:
        joined: list[tuple[float, float]] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1] + _NEAR:
                joined[-1] = joined[-1][0], max(joined[-1][1], end)
            else:
                joined.append((start, end))
        if kept := [span for span in joined if span[1] - span[0] >= _SHORTEST]:
            lines[place] = kept
    return lines


def _covers(spans: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    return any(a <= start + _NEAR and end - _NEAR <= b for a, b in spans)


def _cells(above: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]]) -> list[list[tuple[int, int]]]:
    """The places that no stroke parts from each other, where strokes enclose them all around.

    Args:
        above: for each place whether a stroke runs above it, with one row more for the lowest line.
        beside: for each place whether a stroke runs on its left, with one column more for the last line.
    """
    height, width = len(beside), len(above[0])
    seen: set[tuple[int, int]] = set()
    cells: list[list[tuple[int, int]]] = []
    for start in ((y, x) for y in range(height) for x in range(width)):
        if start in seen:
            continue
        seen.add(start)
        part, closed = [start], True
        for y, x in part:
            for ruled, place in (
                (above[y][x], (y - 1, x)), (above[y + 1][x], (y + 1, x)),
                (beside[y][x], (y, x - 1)), (beside[y][x + 1], (y, x + 1)),
            ):  # fmt: skip
                if ruled or place in seen:
                    continue
                if not (0 <= place[0] < height and 0 <= place[1] < width):
                    closed = False
                else:
                    seen.add(place)
                    part.append(place)
        if closed:
            cells.append(part)
    return cells


def _grouped(
    cells: Sequence[Sequence[tuple[int, int]]], ys: Sequence[float], xs: Sequence[float]
) -> Iterator[tuple[Box, ...]]:
    """The boxes of cells, those that touch together; a part that is no rectangle is no cell."""
    at: dict[tuple[int, int], int] = {}
    boxes: list[Box] = []
    for part in cells:
        top, bottom = min(y for y, _ in part), max(y for y, _ in part) + 1
        left, right = min(x for _, x in part), max(x for _, x in part) + 1
        if len(part) == (bottom - top) * (right - left):
            at.update(dict.fromkeys(part, len(boxes)))
            boxes.append(Box(xs[left], ys[top], xs[right], ys[bottom]))
    near: defaultdict[int, set[int]] = defaultdict(set)
    for (y, x), one in at.items():
        for other in (at.get((y + 1, x), one), at.get((y, x + 1), one)):
            near[one].add(other)
            near[other].add(one)
    seen: set[int] = set()
    for first in range(len(boxes)):
        if first not in seen:
            seen.add(first)
            group = [first]
            for one in group:
                fresh = near[one] - seen
                seen |= fresh
                group += sorted(fresh)
            yield tuple(boxes[i] for i in sorted(group))
