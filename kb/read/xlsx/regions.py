"""WORDS ON A SHEET → TABLES: what blank rows and columns set apart, and the lines above and below each table."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kb.errors import FileRefused
from kb.model import Block
from kb.read.grid import Cell, blocks_of

PLACES = 500_000
"""Cells, empty ones among them, of the largest table that is laid out."""
_REMARK = re.compile(
    r"(?:备?注|说明|资料来源|数据来源|来源|填表说明|填报说明|填表人|填报人|制表|审核)[\d一二三四五]*\s*[:：]"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Words with the rows and columns that they cover, first and last; hidden ones are not counted."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


def tables_of(words: Sequence[Placed], frame: int) -> Iterator[Block]:
    """The blocks of one sheet, from the top to the bottom and from left to right.

    Args:
        words: what the sheet shows.
        frame: the number of its first table.
    """
    for region in _regions(words, depth=4, by_rows=True):
        above, inner, below = _trimmed(region)
        yield from _paragraphs(above)
        if len(inner) == 1:
            yield from _paragraphs(inner)
        elif inner:
            yield from blocks_of(_grid(inner), frame=frame)
        yield from _paragraphs(below)


def _regions(words: Sequence[Placed], depth: int, by_rows: bool) -> Iterator[Sequence[Placed]]:
    """What a blank row or column cuts off, cut again the other way."""
    start, end = map(attrgetter, ("top", "bottom") if by_rows else ("left", "right"))
    parts: list[list[Placed]] = []
    reached = 0
    for word in sorted(words, key=start):
        if not parts or start(word) > reached + 1:
            parts.append([])
        parts[-1].append(word)
        reached = max(reached, end(word))
    for part in parts:
        if depth > 1 and len(part) > 1:
            yield from _regions(part, depth - 1, not by_rows)
        else:
            yield part


def _trimmed(region: Sequence[Placed]) -> tuple[list[Placed], list[Placed], list[Placed]]:
    """The lines above a table, the table, and the remarks below it.

    A first row with one cell names the table or its unit. In a table of two columns a lone second cell may
    name its column, so that only a first one counts.
    """
    words = sorted(region, key=lambda word: (word.top, word.left))
    left, right = min(word.left for word in words), max(word.left for word in words)
    alone = Counter(word.top for word in words)
    start = 0
    while start < len(words) - 1 and alone[words[start].top] == 1 and words[start].bottom == words[start].top:
        if right - left < 2 and words[start].left > left:
            break
        start += 1
    if start == len(words) - 1 or left == right:
        return [], words, []
    end, reached = len(words), max(word.bottom for word in words[:-1])
    while end - start > 2 and alone[words[end - 1].top] == 1 and words[end - 1].top > reached:
        last = words[end - 1]
        if last.left > left or not (last.right > last.left or _REMARK.match(last.text)):
            break
        end -= 1
        reached = max(word.bottom for word in words[: end - 1])
    return words[:start], words[start:end], words[end:]


def _paragraphs(words: Sequence[Placed]) -> Iterator[Block]:
    lines = (line.strip() for word in words for line in word.text.splitlines())
    yield from (Block(line) for line in lines if line)


def _grid(words: Sequence[Placed]) -> list[list[Cell]]:
    """The cells of a table: only rows and columns in which words begin are kept.

    A damaged file may have two cells at one place; both keep their words.
    """
    tops = {top: i for i, top in enumerate(sorted({word.top for word in words}))}
    lefts = {left: i for i, left in enumerate(sorted({word.left for word in words}))}
    if len(tops) * len(lefts) > PLACES:
        raise FileRefused(f"表格太大（一个表有 {len(tops)} 行 {len(lefts)} 列），请拆分成几个文件后再放入")
    rows = [[Cell(())] * len(lefts) for _ in tops]
    covered: set[tuple[int, int]] = set()
    for word in words:
        y, x = tops[word.top], lefts[word.left]
        high = sum(top in tops for top in range(word.top, word.bottom + 1))
        wide = sum(left in lefts for left in range(word.left, word.right + 1))
        rows[y][x] = Cell((*rows[y][x].lines, *word.text.splitlines()), high, wide)
        covered.update((y + i, x + j) for i in range(high) for j in range(wide) if i or j)
    return [[cell for x, cell in enumerate(row) if cell.lines or (y, x) not in covered] for y, row in enumerate(rows)]
