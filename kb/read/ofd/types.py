"""The basic types of an OFD: arrays, distances, and how an object lies on its page (GB/T 33190—2016, 7.3, 8.5, 11.3).

The file measures in millimetres from the page's top left corner, readers of its pages in points.
"""

from typing import Any

POINT = 72 / 25.4
"""Points in a millimetre."""
_FARTHEST = 1e5
"""No place on a page is so many millimetres away."""

Node = Any
"""An lxml element; lxml brings no types."""
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


def name_of(node: Node) -> str:
    """An element's name, whatever its namespace; "" for a comment."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def number(text: str | None, default: float) -> float:
    """The number that an attribute holds, or the default where it holds none."""
    return (numbers(text) or [default])[0]


def numbers(text: str | None) -> list[float]:
    """The numbers of an array (ST_Array); none where one of them is no number or out of all bounds."""
    try:
        found = [float(part) for part in (text or "").replace(",", " ").split()]
    except ValueError:
        return []
    return found if all(abs(value) < _FARTHEST for value in found) else []


def deltas(text: str | None, count: int) -> list[float]:
    """The first `count` distances of a DeltaX or DeltaY (11.3): `g n v` is n times v, the last one goes on.

    Returns:
        none where there are none.
    """
    parts = iter((text or "").split())
    found: list[float] = []
    try:
        for part in parts:
            times = int(next(parts)) if part == "g" else 1
            value = float(next(parts)) if part == "g" else float(part)
            found += [value if abs(value) < _FARTHEST else 0.0] * min(times, count - len(found))
            if len(found) >= count:
                return found
    except (ValueError, StopIteration):
        pass
    return found + found[-1:] * (count - len(found))


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a place inside of an object lies on the page, in points."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINT, (b * x + d * y + f) * POINT


def placed(node: Node, outer: Matrix) -> Matrix:
    """How the inside of an object lies on the page: its own matrix, then its box's corner, then what it stands in."""
    own = numbers(node.get("CTM"))
    corner = (numbers(node.get("Boundary")) + [0.0, 0.0])[:2]
    a, b, c, d, e, f = own if len(own) == 6 else PLAIN
    e, f = e + corner[0], f + corner[1]
    m, n, o, p, q, r = outer
    return m * a + o * b, n * a + p * b, m * c + o * d, n * c + p * d, m * e + o * f + q, n * e + p * f + r
