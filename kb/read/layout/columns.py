"""LINES → READING ORDER: pages set in one column or two, and the margins that their lines keep."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.read.layout.lines import Line, ems, joined, rows_of

_MARKS = "。，、；：！？）》”’〕】」』"
_ENOUGH = 5
"""Lines that each side must have before a white strip is taken for the gap between two columns."""
_FILLED = 0.55
"""Share of its column that the usual line of a column fills; a table without rules is emptier."""


@dataclass(frozen=True, slots=True)
class Column:
    """The margins between which lines are set."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def centre(self) -> float:
        """Where a centred line has its middle."""
        return (self.left + self.right) / 2


def in_reading_order(pieces: Sequence[Line], width: float) -> list[tuple[Column, list[Line]]]:
    """The lines of a page, strip by strip in the order that they are read, each strip with its outer bounds.

    Args:
        pieces: the page's pieces of rows, in any order.
        width: the page's.
    """
    gap = _gap(pieces, width)
    if gap is None:
        return [(Column(0, width), [joined(row) for row in rows_of(pieces)])]
    strips: list[tuple[Column, list[Line]]] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows_of(pieces):
        if any(piece.left < gap < piece.right for piece in row):
            strips += _sides(left, right, gap, width)
            left, right = [], []
            strips.append((Column(0, width), [joined(row)]))
        else:
            left += [piece for piece in row if piece.right <= gap]
            right += [piece for piece in row if piece.left >= gap]
    return strips + _sides(left, right, gap, width)


def _sides(left: list[Line], right: list[Line], gap: float, width: float) -> list[tuple[Column, list[Line]]]:
    sides = ((Column(0, gap), left), (Column(gap, width), right))
    return [(bounds, [joined(row) for row in rows_of(side)]) for bounds, side in sides if side]


def _gap(pieces: Sequence[Line], width: float) -> float | None:
    """Where the white strip between two columns runs; None on a page of one column."""
    if len(pieces) < 2 * _ENOUGH:
        return None
    places = [width * share / 100 for share in range(38, 63)]
    crossed = [sum(piece.left - 1 < x < piece.right + 1 for piece in pieces) for x in places]
    fewest = min(crossed)
    free = [x for x, count in zip(places, crossed, strict=True) if count == fewest]
    place = free[len(free) // 2]
    left = [piece for piece in pieces if piece.right <= place]
    right = [piece for piece in pieces if piece.left >= place]
    if min(len(left), len(right)) < _ENOUGH or fewest > 0.3 * len(pieces):
        return None
    return place if _is_column(left) and _is_column(right) and _side_by_side(left, right) else None


def _is_column(side: Sequence[Line]) -> bool:
    width = max(piece.right for piece in side) - min(piece.left for piece in side)
    return statistics.median(piece.width for piece in side) >= _FILLED * width and len(
        {round(piece.middle / piece.size) for piece in side}
    ) >= 0.9 * len(side)


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    top = max(min(piece.top for piece in side) for side in (left, right))
    bottom = min(max(piece.bottom for piece in side) for side in (left, right))
    both = [piece for side in (left, right) for piece in side if top <= piece.middle <= bottom]
    return len(both) >= 0.6 * (len(left) + len(right))


def body_size(lines: Sequence[Line]) -> float:
    """The type size that most characters of a document have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def margins(strip: Sequence[Line], bounds: Column, usual: Column | None = None) -> Column:
    """The margins that the lines of a strip keep.

    The left one is where the leftmost lines begin, the right one where several of the longest end. Where too few lines
    are long, the other pages are asked, and then the bounds: the white on the right is as wide as that on the left.
    A scanned page may lie some way beside the others, so that only their width can be asked.

    Args:
        strip: its lines.
        bounds: where the page, its half or the frame around them ends.
        usual: the margins of most strips that have the same bounds.
    """
    if not strip:
        return usual or bounds
    em = statistics.median(line.size for line in strip)
    kept = kept_margins(strip, bounds)
    left = min(line.left for line in strip)
    if usual is None:
        return kept or Column(left, max(*(line.right for line in strip), bounds.right - max(left - bounds.left, 0)))
    if kept is None:
        left = min(left, usual.left)
        return Column(left, left + usual.width)
    if kept.width >= usual.width - em:
        return kept
    if abs(kept.right - usual.right) < em:
        return Column(kept.right - usual.width, kept.right)
    left = usual.left if kept.left - usual.left < 4 * em else kept.left
    return Column(left, left + usual.width)


def usual_margins(strips: Sequence[tuple[Column, Sequence[Line]]]) -> Column | None:
    """The margins that most of several strips with the same bounds keep; those of all their lines where none does."""
    kept = [found for bounds, lines in strips if (found := kept_margins(lines, bounds))]
    if kept:
        return sorted(kept, key=lambda column: column.width)[len(kept) * 3 // 4]
    return kept_margins([line for _, lines in strips for line in lines], strips[0][0])


def kept_margins(strip: Sequence[Line], bounds: Column) -> Column | None:
    """The margins that several lines keep; None where too few of them are long."""
    em = statistics.median(line.size for line in strip) if strip else 0
    left = _shared(sorted(line.left for line in strip), em)
    right = _shared(sorted((line.right - _hanging(line) for line in strip), reverse=True), em)
    return Column(left, right) if left and right and right - left > 0.5 * bounds.width else None


def _hanging(line: Line) -> float:
    """How wide the marks are that end a line: they may stand outside of the margin (GB/T 15834—2011, 5.1.10)."""
    return ems(line.text[len(line.text.rstrip(_MARKS)) :]) * line.size


def _shared(edges: Sequence[float], em: float) -> float | None:
    """The outermost edge that three lines have in common."""
    return next((a for a, c in zip(edges, edges[2:], strict=False) if abs(a - c) < 0.6 * em), None)
