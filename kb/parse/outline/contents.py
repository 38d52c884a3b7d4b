"""Where a 目录 only repeats the headings of a document."""

import re
from collections.abc import Iterator, Sequence

from kb.model import Block, BlockKind
from kb.model.numerals import ANY
from kb.parse.numbering import number_of
from kb.parse.numbering.doubtful import doubtful_number_of
from kb.parse.numbering.families import Family
from kb.parse.outline.lines import bare

CONTENTS_LIMIT = 100
"""Longest line of a 目录, in characters, leader dots included."""
_WORD = re.compile(r"目[录次]")
_ENTRIES_ON_ONE_LINE = re.compile(rf"目[录次][:：]?(?=第{ANY}[编章节]|一、|1[.、])(?=.*(?:第二[编章节]|二、|2[.、]))")
_DIVISIONS = (Family.PART, Family.SUBPART, Family.CHAPTER, Family.DIVISION)
_PAGE = re.compile(r"(?:[.·‥…․・﹒\-—_]|\([0-9]+\))*[0-9ⅠⅡⅢⅣⅤIVX]*$")
_PAGED = re.compile(r"[^\d\s.．…·][\s.．…·]+([0-9]{1,4})\s*$")
_PAGED_ENTRIES = 3
"""Fewest lines with page numbers that are a 目录 without that word."""
_LEADER = re.compile(r"(?:\.{3,}|·{3,}|…|‥|\t)\s*[（(]?[0-9]{1,4}[)）]?\s*$|[ \u3000]{2,}[0-9]{1,4}\s*$")


def contents_of(blocks: Sequence[Block]) -> tuple[range, ...]:
    """Where the 目录 of a file stand, with or without that word above them.

    It ends before the line that repeats its first entry; where none does, with the last line that ends in a page
    number. Without the word it must be two entries or more of 编 章 节, or three or more with page numbers.
    """
    found, position = list[range](), 0
    for start in _headed(blocks):
        if start >= position and (stretch := _headed_contents(blocks, start)):
            found.append(stretch)
            position = stretch.stop
    if not found and (stretch := _bare_contents(blocks) or _paged_contents(blocks)):
        found.append(stretch)
    return tuple(found)


def _headed(blocks: Sequence[Block]) -> Iterator[int]:
    for position, block in enumerate(blocks):
        if block.kind is BlockKind.TEXT and block.text[:1] == "目":
            line = bare(block.text)
            if _WORD.fullmatch(line.strip("[]【】〔〕")) or _ENTRIES_ON_ONE_LINE.match(line):
                yield position


def _headed_contents(blocks: Sequence[Block], start: int) -> range:
    if _ENTRIES_ON_ONE_LINE.match(bare(blocks[start].text)):
        return range(start, start + 1)
    first = end = start + 1
    titles: dict[int, str] = {}
    while end < len(blocks) and _may_be_entry(blocks[end]):
        titles[end] = _entry(blocks[end])
        if end > first and titles[end] == titles[first]:
            return range(start, end)
        end += 1
    leaders = [i for i in range(first, end) if _LEADER.search(blocks[i].text)]
    if len(leaders) > 1:
        return range(start, leaders[-1] + 1)
    seen = set[str]()
    for position in range(first, end):
        if titles[position] in seen and len(seen) > 1:
            return range(start, position)
        seen.add(titles[position])
    return range(0)


def _bare_contents(blocks: Sequence[Block]) -> range:
    first = next((i for i, block in enumerate(blocks) if block.text[:1] == "第" and _is_division(block)), None)
    if first is None:
        return range(0)
    title, end = _entry(blocks[first]), first + 1
    while end < len(blocks) and _is_division(blocks[end]) and _entry(blocks[end]) != title:
        end += 1
    repeated = end < len(blocks) and _entry(blocks[end]) == title
    return range(first, end) if repeated and end - first > 1 else range(0)


def _is_division(block: Block) -> bool:
    number = (number_of(block.text) or doubtful_number_of(block.text)) if _may_be_entry(block) else None
    return number is not None and number.family in _DIVISIONS


def _paged_contents(blocks: Sequence[Block]) -> range:
    """A run of lines that end in growing page numbers, the first of which comes again without."""
    start = None
    last = 0
    for position, block in enumerate(blocks):
        page = _PAGED.search(block.text) if _may_be_entry(block) else None
        if page and start is not None and int(page[1]) >= last:
            last = int(page[1])
            continue
        if start is not None and position - start >= _PAGED_ENTRIES and _comes_again(blocks, start, position):
            return range(start, position)
        start, last = (position, int(page[1])) if page else (None, 0)
    return range(0)


def _comes_again(blocks: Sequence[Block], start: int, behind: int) -> bool:
    title = _entry(blocks[start])
    return any(title == _entry(block) for block in blocks[behind:] if not _PAGED.search(block.text))


def _may_be_entry(block: Block) -> bool:
    short = block.kind is BlockKind.TEXT and len(block.text) <= CONTENTS_LIMIT
    return short and not block.text.rstrip().endswith(("。", "；", "！"))


def _entry(block: Block) -> str:
    """A line without white space, leader dots and the page number at its end."""
    if len(block.text) > CONTENTS_LIMIT:
        return block.text
    return _PAGE.sub("", bare(block.text))
