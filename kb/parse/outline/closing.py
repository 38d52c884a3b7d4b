"""Where a document is signed (落款) and where it says who gets it and who printed it (版记).

Source: 《党政机关公文格式》(GB/T 9704—2012) 7.3.5 发文机关署名、成文日期和印章, 7.3.6 附注, 7.4 版记. A signature is
taken for one only on its date, alone on its line or behind a body, with short lines of bodies or an officer above it.
"""

import re
from collections.abc import Container, Iterator, Sequence

from kb.model import Block, BlockKind
from kb.parse.numbering import number_of
from kb.parse.outline.lines import bare, ends_sentence, is_date, is_signed_date, is_signer

_SIGNERS = 60
"""Most lines of bodies above one date: a joint document may have dozens."""
_WRAPPED = 24
"""Longest line that may be the first half of a body's name, in characters."""
_REMARK = re.compile(
    r"\((?:此件|此文|本文|本件|联系|公开|不?予公开|主动公开|依申请|发至|传达|登报|印发|附|有删|.{0,10}电话).{0,60}$"
)
_BEHIND = re.compile(r"附件|附[:：]|抄送|抄报|分送|主题词|\(此件|\(本文")
_IMPRINT = re.compile(r"(?:抄送|抄报|分送|主题词):.*|\(?共印[0-9]+份\)?")
_PRINTED = re.compile(
    r".{0,60}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日(?:印发|印制)(?:\(?共印[0-9]+份\)?)?|(?:打字|校对|录入).{0,30}:.*"
)
_HINT = re.compile("[送报词印校录]")
_OTHER = re.compile(r"附件|附[:：表录]|.{120}")
_PLACE = re.compile("[国省市县区州盟旗镇乡村]")
_IMPRINT_GAP = 6
"""Most lines between 抄送 and the line that says when it was printed."""


def signatures_of(blocks: Sequence[Block], taken: Container[int]) -> Iterator[range]:
    """Where the document, or one that is attached to it, is signed: the bodies, the date and the remark behind it.

    Args:
        blocks: of a file.
        taken: positions that are a 目录.
    """
    text_began = False
    end = 0
    for position, block in enumerate(blocks):
        if position >= end and text_began and position not in taken and _plain(block):
            found = _signature(blocks, position, end)
            if found:
                end = found.stop
                yield found
        text_began = text_began or "。" in block.text


def imprints_of(blocks: Sequence[Block], taken: Container[int]) -> Iterator[range]:
    """Where copies, subject words and the printing are stated."""
    text_began, end = False, 0
    for position, block in enumerate(blocks):
        if position >= end and text_began and position not in taken and _is_imprint(block):
            end = _imprint_end(blocks, position)
            yield range(position, end)
        text_began = text_began or "。" in block.text


def _signature(blocks: Sequence[Block], position: int, floor: int) -> range:
    text = blocks[position].text
    if is_signed_date(text):
        return range(_first_signer(blocks, position, floor), _remarks_end(blocks, position + 1))
    if not is_date(text):
        return range(0)
    first = _first_signer(blocks, position, floor)
    if first < position:
        return range(first, _remarks_end(blocks, position + 1))
    sealed = position > floor and ends_sentence(blocks[position - 1].text) and _is_last(blocks, position)
    return range(position, _remarks_end(blocks, position + 1)) if sealed else range(0)


def _first_signer(blocks: Sequence[Block], position: int, floor: int) -> int:
    """Where the bodies above a date begin, the first half of a name in two lines included."""
    first = position
    while (
        first > floor
        and position - first < _SIGNERS
        and _plain(blocks[first - 1])
        and is_signer(blocks[first - 1].text)
    ):
        first -= 1
    if floor + 1 < first < position and _wraps(blocks, first):
        first -= 1
    return first


def _wraps(blocks: Sequence[Block], first: int) -> bool:
    above, below = blocks[first - 1], blocks[first]
    if not _plain(above) or len(bare(above.text)) > _WRAPPED or not _PLACE.search(above.text):
        return False
    if ends_sentence(above.text) or number_of(above.text):
        return False
    return is_signer(above.text.strip() + below.text.strip()) and ends_sentence(blocks[first - 2].text)


def _remarks_end(blocks: Sequence[Block], position: int) -> int:
    end = position
    while end < len(blocks) and end < position + 2 and _plain(blocks[end]) and _REMARK.match(bare(blocks[end].text)):
        end += 1
    return end


def _is_last(blocks: Sequence[Block], position: int) -> bool:
    return position + 1 == len(blocks) or _BEHIND.match(bare(blocks[position + 1].text)) is not None


def _plain(block: Block) -> bool:
    return block.kind is BlockKind.TEXT and block.box is None


def _is_imprint(block: Block) -> bool:
    if not _plain(block) or len(block.text) > 400 or not _HINT.search(block.text):
        return False
    line = bare(block.text)
    return _PRINTED.fullmatch(line) is not None or (_IMPRINT.fullmatch(line) is not None and "。" not in line[:-1])


def _imprint_end(blocks: Sequence[Block], start: int) -> int:
    end, position = start + 1, start + 1
    while position < min(len(blocks), end + _IMPRINT_GAP) and _plain(blocks[position]):
        if _is_imprint(blocks[position]):
            end = position + 1
        elif _OTHER.match(bare(blocks[position].text)) or number_of(blocks[position].text):
            break
        position += 1
    return end
