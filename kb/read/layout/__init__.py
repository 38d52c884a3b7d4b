"""Pages → blocks: lines become paragraphs, and what a page's end has parted is one again."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kb.model import Block, Omission, OmissionKind
from kb.read.grid import Cell, blocks_of
from kb.read.layout.columns import Column, body_size, margins, usual_margins
from kb.read.layout.lines import Line
from kb.read.layout.page import Frame, Page, Table, in_order
from kb.read.layout.paragraphs import Setting, paragraphs, setting_of

_NEAR = 2.5
"""Edges of two parts of a table no further apart than this are the same, in points."""
_FOOT, _HEAD = 0.6, 0.35
"""What goes on behind a page's end reaches below the one share of its height, and starts above the other."""
_LONG = 8
"""A frame with so many lines shows by itself whether its paragraphs begin with an indent."""
_AGAIN = re.compile(r"[（(]?续\s*表?[^。；]{0,20}|[^。；]{0,30}[（(]续(?:表|上页)?[）)]")
"""The line above the next part of a table: 续表1, 表1（续）."""

Placed = tuple[Line, Column]
Item = Placed | Table | Frame


def blocks(pages: Sequence[Page]) -> tuple[list[Block], list[Omission]]:
    """The blocks of a document, and the header rows and captions that the parts of its tables repeat."""
    usual = _usual_margins(pages)
    heights = {page.number: page.height for page in pages}
    items: list[Item] = []
    omissions: list[Omission] = []
    for page in pages:
        columns = {bounds: margins(lines, bounds, usual[_key(bounds)]) for bounds, lines in page.strips}
        new: list[Item] = [(e[1], columns[e[0]]) if isinstance(e, tuple) else e for e in in_order(page)]
        if items and new:
            omissions += _continued(items, new, page, heights) or ()
        items += new
    lines = [item for item in items if isinstance(item, tuple)]
    size = body_size([line for line, _ in lines] or [e for item in items for e in _lines_in(item)])
    return list(_blocks(items, setting_of(lines, size))), omissions


def _key(bounds: Column) -> tuple[int, int]:
    return round(bounds.left / 5), round(bounds.right / 5)


def _usual_margins(pages: Sequence[Page]) -> defaultdict[tuple[int, int], Column | None]:
    """The usual margins of the strips that have the same bounds."""
    strips: defaultdict[tuple[int, int], list[tuple[Column, Sequence[Line]]]] = defaultdict(list)
    for page in pages:
        for bounds, lines in page.strips:
            strips[_key(bounds)].append((bounds, lines))
    usual: defaultdict[tuple[int, int], Column | None] = defaultdict(lambda: None)
    for key, found in strips.items():
        usual[key] = usual_margins(found)
    return usual


def _lines_in(item: Item) -> list[Line]:
    return [each for each in item.items if isinstance(each, Line)] if isinstance(item, Frame) else []


def _continued(items: list[Item], new: list[Item], page: Page, heights: Mapping[int, float]) -> list[Omission] | None:
    """Join what `new`, the items of a page, begins with to what `items` end with, where it is one table or frame.

    Returns:
        what the second part repeats; None where nothing goes on.
    """
    again = isinstance(new[0], tuple) and len(new) > 1 and _AGAIN.fullmatch(new[0][0].text)
    before, first = items[-1], new[1 if again else 0]
    if isinstance(before, tuple) or isinstance(first, tuple) or page.number != before.last_page + 1:
        return None
    if before.bottom < _FOOT * heights[before.last_page] or first.top > _HEAD * page.height:
        return None
    repeated: list[Cell] = []
    if isinstance(before, Table) and isinstance(first, Table) and _same(before.edges, first.edges):
        items[-1], repeated = _one_table(before, first)
    elif isinstance(before, Frame) and isinstance(first, Frame) and _is_one_frame(before, first):
        items[-1] = replace(before, bottom=first.bottom, items=before.items + first.items, last_page=first.page)
    else:
        return None
    said = [new[0][0].text] if again and isinstance(new[0], tuple) else []
    del new[: 2 if again else 1]
    return [Omission(text, OmissionKind.RUNNING_HEAD) for text in (*said, *(cell.text for cell in repeated)) if text]


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def _is_one_frame(before: Frame, first: Frame) -> bool:
    bounds = (before.bounds.left, before.bounds.right), (first.bounds.left, first.bounds.right)
    head = next(iter(first.texts), "")
    return _same(*bounds) and not head.startswith("专栏")


def _one_table(before: Table, after: Table) -> tuple[Table, list[Cell]]:
    """Two parts of a table as one, and the cells of the header that the second repeats.

    A row whose first cell is empty and whose other words all go on below words is the rest of the last row.
    """
    same = 0
    while same < min(len(before.rows), len(after.rows)) and _words(before.rows[same]) == _words(after.rows[same]):
        same += 1
    rest = list(after.rows[same:])
    rows = list(before.rows)
    if rest and not same and _is_rest(rows[-1], rest[0]):
        pairs = zip(rows[-1], rest.pop(0), strict=True)
        rows[-1] = tuple(replace(cell, lines=cell.lines + below.lines) for cell, below in pairs)
    joined = replace(before, bottom=after.bottom, rows=(*rows, *rest), last_page=after.page)
    return joined, [cell for row in after.rows[:same] for cell in row]


def _words(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _is_rest(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    if [(c.rows, c.columns) for c in row] != [(c.rows, c.columns) for c in below] or below[0].text:
        return False
    return bool(row[0].text) and all(above.text for above, cell in zip(row, below, strict=True) if cell.text)


def _blocks(items: Sequence[Item], setting: Setting) -> Iterator[Block]:
    run: list[Placed] = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, tuple):
            run.append(item)
            continue
        yield from paragraphs(run, setting)
        run = []
        yield from _framed(item, setting, number) if isinstance(item, Frame) else _tabled(item, number)
    yield from paragraphs(run, setting)


def _tabled(table: Table, number: int) -> Iterator[Block]:
    return blocks_of(table.rows, frame=number, page=table.page)


def _framed(frame: Frame, setting: Setting, number: int) -> Iterator[Block]:
    """The paragraphs and tables of a frame, which is set as it pleases when it is long."""
    lines = _lines_in(frame)
    column = margins(lines, frame.bounds)
    placed = [(line, column) for line in lines]
    own = setting_of(placed, body_size(lines)) if len(lines) >= _LONG else setting
    run: list[Placed] = []
    for item in frame.items:
        if isinstance(item, Line):
            run.append((item, column))
            continue
        yield from paragraphs(run, own, number)
        run = []
        yield from (replace(block, box=number) for block in _tabled(item, number))
    yield from paragraphs(run, own, number)
