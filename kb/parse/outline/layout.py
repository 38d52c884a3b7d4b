"""What a paragraph is where its neighbours say more of it than its words: 目录, 落款, 版记, 附件, a table's title.

The lines of one heading that a file breaks into several paragraphs are joined here, so that a section's first text is
its whole heading.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.model import Block, BlockKind, SectionKind
from kb.parse.numbering import number_of
from kb.parse.numbering.counting import numbers_of
from kb.parse.numbering.families import Family, Number
from kb.parse.outline.attached import Attachments, joined
from kb.parse.outline.closing import imprints_of, signatures_of
from kb.parse.outline.contents import contents_of
from kb.parse.outline.lines import bare, may_be_title, names_a_genre

_CAPTION = re.compile(r"(?:表|清单|目录|名单|名录|一览|明细|台账)(?:\([^()]{1,20}\))*$")
_CAPTION_LIMIT = 40
"""Longest caption without a number, in characters."""
_TITLE_LIMIT = 30
"""Longest title of a chapter whose number stands alone on the line above, in characters."""
_DIVISIONS = (Family.PART, Family.SUBPART, Family.CHAPTER, Family.DIVISION)
_HALVES = frozenset("第表附")
_UNFINISHED = ("、", "和", "与", "及", "的")
"""How the first line of a heading ends that goes on in the next one."""
_TABLES = (Family.TABLE, Family.ATTACHED_TABLE)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A stretch of lines that is one section. `DOCUMENT` is what belongs to no heading, such as 附件说明."""

    kind: SectionKind
    component: str = ""
    label: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A block with the number that it begins with, if that counts, or the part that it belongs to."""

    block: Block
    number: Number | None = None
    part: Part | None = None


def lines_of(blocks: Sequence[Block], title: str) -> list[Line]:
    """The blocks of a file in order, told apart by what they are.

    Args:
        blocks: what the reader found.
        title: of the document.
    """
    blocks = list(_mended(_unframed(blocks)))
    parts: dict[int, Part] = {}
    for stretch in contents_of(blocks):
        parts |= dict.fromkeys(stretch, Part(SectionKind.CONTENTS, title="目录"))
    signatures = list(signatures_of(blocks, parts))
    for kind, stretches in ((SectionKind.SIGNATURE, signatures), (SectionKind.IMPRINT, imprints_of(blocks, parts))):
        for stretch in stretches:
            parts |= dict.fromkeys((i for i in stretch if i not in parts), Part(kind))
    sure = [number_of(block.text) if block.kind is BlockKind.TEXT else None for block in blocks]
    found = Attachments(blocks, sure, title, parts, {each.stop for each in signatures})
    for head in found.heads:
        parts |= dict.fromkeys(head.lines, Part(SectionKind.ATTACHMENT, head.ordinal, head.label, head.title))
    for stretch in (*found.lists, *found.again):
        parts |= dict.fromkeys(stretch, Part(SectionKind.DOCUMENT))
    parts |= {i: Part(SectionKind.TABLE, "x", "", blocks[i].text) for i in _captions(blocks) if i not in parts}
    numbers = numbers_of(blocks, sure, parts)
    lines = [Line(block, number, parts.get(i)) for i, (block, number) in enumerate(zip(blocks, numbers, strict=True))]
    return list(_with_whole_heads(lines))


def _unframed(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the frames of single paragraphs, which only indent them, save the frame of a 专栏."""
    size = Counter(block.box for block in blocks)
    above = [None, *blocks[:-1]]
    return [
        replace(block, box=None)
        if block.box is not None and size[block.box] == 1 and not (before and _is_box(before.text))
        else block
        for before, block in zip(above, blocks, strict=True)
    ]


def _is_box(text: str) -> bool:
    return text.startswith("专栏") and number_of(text) is not None


def _mended(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, 「第五章」 and 「卷烟纸、」 joined with the line that completes the heading."""
    position = 0
    while position < len(blocks):
        block, behind = blocks[position], blocks[position + 1 : position + 2]
        if behind and _is_half_a_heading(block, behind[0]):
            gap = "" if block.text.endswith(_UNFINISHED) else "　"
            block = replace(block, text=block.text + gap + behind[0].text)
            position += 1
        yield block
        position += 1


def _is_half_a_heading(block: Block, behind: Block) -> bool:
    if block.text[:1] not in _HALVES or block.kind is not BlockKind.TEXT or len(block.text) > _TITLE_LIMIT + 10:
        return False
    number = number_of(block.text)
    if number is None or not _may_complete(block, behind):
        return False
    if number.family in _TABLES:
        return not number.rest and names_a_genre(behind.text)
    return number.family in _DIVISIONS and (not number.rest or number.rest.endswith(_UNFINISHED))


def _may_complete(block: Block, behind: Block) -> bool:
    if behind.box != block.box or len(behind.text) > _TITLE_LIMIT or number_of(behind.text):
        return False
    return may_be_title(behind) and behind.level in (None, block.level)


def _captions(blocks: Sequence[Block]) -> Iterator[int]:
    """Where a short line right above a table, or above its 单位：万元, names it."""
    for position, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE and position:
            above = position - 1
            if above and bare(blocks[above].text).startswith(("单位", "(单位")) and len(blocks[above].text) < 30:
                above -= 1
            if _is_caption(blocks[above]):
                yield above


def _is_caption(block: Block) -> bool:
    line = bare(block.text)
    if not may_be_title(block) or len(line) > _CAPTION_LIMIT or ":" in line:
        return False
    if number_of(block.text) or block.level is not None:
        return False
    return _CAPTION.search(line) is not None


def _with_whole_heads(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those of one attachment's head made one."""
    position = 0
    while position < len(lines):
        line, end = lines[position], position + 1
        if line.part and line.part.kind is SectionKind.ATTACHMENT:
            while end < len(lines) and lines[end].part is line.part:
                end += 1
            texts = [each.block.text for each in lines[position:end]]
            label = texts[: bool(line.part.label)]
            whole = "　".join(filter(None, (*label, joined(texts[len(label) :]))))
            line = replace(line, block=replace(line.block, text=whole))
        yield line
        position = end
