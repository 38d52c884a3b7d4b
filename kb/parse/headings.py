"""What is a heading, what runs on behind it, and where a 目录 only repeats headings."""

import re
from collections.abc import Sequence

from kb.model import Block
from kb.parse.numbering import LEGAL_HEADING, Family, Number

HEADING_LIMIT = 60
"""Longest heading that stands in a line of its own, in characters."""
CONTENTS_LIMIT = 100
"""Longest line of a 目录, in characters, leader dots included."""
RUN_IN_LIMIT = 45
"""Longest first sentence that is read as a run-in heading, in characters."""


def contents_of(blocks: Sequence[Block]) -> range:
    """Where a 目录 stands, with or without that word above it; an empty range where there is none.

    It ends before the line that repeats its first entry. Without the word it must be two entries or more
    and hold nothing but 编 章 节.
    """
    titles = [_bare(block.text) for block in blocks]
    start = next((i for i, title in enumerate(titles) if title == "目录"), None)
    first = start + 1 if start is not None else next((i for i, title in enumerate(titles) if _is_legal(title)), None)
    if first is None or first >= len(titles):
        return range(0)
    end = next((i for i in range(first + 1, len(titles)) if titles[i] == titles[first]), first)
    if start is None and (end - first < 2 or not all(_is_legal(title) for title in titles[first:end])):
        return range(0)
    return range(first if start is None else start, end) if end > first else range(0)


def _is_legal(title: str) -> bool:
    return LEGAL_HEADING.match(title) is not None


def _bare(text: str) -> str:
    """A line without white space, leader dots and the page number at its end."""
    return re.sub(r"[.．…·\d]*$", "", re.sub(r"\s", "", text)) if len(text) <= CONTENTS_LIMIT else text


def split_heading(number: Number) -> tuple[str, str]:
    """The heading that follows a number, and the text that runs on behind it in the same paragraph.

    「（一）强化组织领导。全面坚持…」 → 「强化组织领导」, 「全面坚持…」. An article or an item that is a
    sentence has no heading: the first part is empty.
    """
    rest = number.rest
    if number.family is Family.ARTICLE:
        return "", rest
    if not re.search(r"[。；！？;]", rest):
        return (rest, "") if len(rest) <= HEADING_LIMIT and not rest.endswith(("，", "、")) else ("", rest)
    first, _, tail = rest.partition("。")
    if tail.strip() and len(first) <= RUN_IN_LIMIT and not re.search(r"[；：;]", first):
        return first, tail.strip()
    return "", rest
