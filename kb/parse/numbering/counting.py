"""Which doubtful numbers count: those that continue the numbers before them or are continued by those behind.

第三条为了… behind 第二条 begins an article; 1.2 behind 1.1 is a heading; B. behind A. is an item. Nothing is decided
for a document as a whole: each number is held against its neighbours only.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from kb.model import Block, BlockKind
from kb.parse.numbering.doubtful import HARDLY, doubtful_number_of
from kb.parse.numbering.families import Family, Number

_LETTERS_APART = 12
"""Most paragraphs between item A. and item B. of one list."""
_AHEAD = 200
"""How many paragraphs ahead the number is looked for that continues a doubtful one."""
_HEADED = (Family.ARABIC, Family.HAN, Family.CHAPTER, Family.PART)
"""Families whose number may be the 3 of 3.1."""


def numbers_of(blocks: Sequence[Block], sure: Sequence[Number | None], apart: Container[int]) -> list[Number | None]:
    """For each block the number that it begins with, or None; a table and a footnote have none.

    Args:
        blocks: of a file.
        sure: for each the number that needs no neighbours.
        apart: positions that hold no numbers, such as a 目录.
    """
    sure = [None if position in apart else number for position, number in enumerate(sure)]
    doubtful = [
        doubtful_number_of(block.text)
        if number is None and block.kind is BlockKind.TEXT and position not in apart
        else None
        for position, (block, number) in enumerate(zip(blocks, sure, strict=True))
    ]
    count = _Count(blocks, [one or other for one, other in zip(sure, doubtful, strict=True)])
    return [count.read(i, number, sure=number is sure[i]) for i, number in enumerate(count.found)]


@dataclass(slots=True)
class _Count:
    """What was counted so far, block by block."""

    blocks: Sequence[Block]
    found: Sequence[Number | None]
    last: dict[Family, int] = field(default_factory=dict)
    steps: tuple[int, ...] = ()
    letter: tuple[int, int] = (0, 0)
    """The ordinal of the last letter, and its position."""

    def read(self, position: int, number: Number | None, *, sure: bool) -> Number | None:
        """The number at a position if it counts."""
        if number is None or not (sure or self._counts(position, number)):
            return None
        self.last[number.family] = number.ordinal
        if number.family is Family.DECIMAL:
            self.steps = number.steps
        if number.family is Family.LETTER:
            self.letter = number.ordinal, position
        return number

    def _counts(self, position: int, number: Number) -> bool:
        if self.blocks[position].level is not None and number.family is not Family.LETTER:
            return True
        if number.family is Family.ARTICLE:
            return self._continues_the_articles(position, number)
        if number.family is Family.DECIMAL:
            return self._continues_the_steps(position, number)
        if number.family is Family.LETTER:
            return self._continues_the_letters(position, number)
        return True

    def _continues_the_articles(self, position: int, number: Number) -> bool:
        last = self.last.get(Family.ARTICLE, 0)
        if number.style == HARDLY:
            behind = self._next(position, Family.ARTICLE)
            return number.ordinal == last + 1 and behind is not None and behind.ordinal == last + 2
        if number.ordinal in (1, last + 1) or (number.inserted and number.ordinal == last):
            return True
        following = self._next(position, Family.ARTICLE)
        return number.ordinal > last and following is not None and following.ordinal == number.ordinal + 1

    def _continues_the_steps(self, position: int, number: Number) -> bool:
        steps, before = number.steps, self.steps
        if len(steps) == 1:
            following = self._next(position, Family.DECIMAL)
            opens = following is not None and following.steps == (*steps, 1)
            return opens or (len(before) > 0 and steps[0] == before[0] + 1)
        if set(steps[1:]) == {1} and steps[0] in (1, *(self.last.get(each) for each in _HEADED)):
            return True
        shared = next((i for i, (a, b) in enumerate(zip(steps, before, strict=False)) if a != b), len(before))
        return len(before) > 0 and shared < len(steps) and _follows(steps[shared:], before[shared:])

    def _continues_the_letters(self, position: int, number: Number) -> bool:
        ordinal, place = self.letter
        if number.ordinal > 1:
            return number.ordinal == ordinal + 1 and position - place <= _LETTERS_APART
        ahead = self.found[position + 1 : position + 1 + _LETTERS_APART]
        return any(
            each and (each.family, each.ordinal, each.style) == (number.family, 2, number.style) for each in ahead
        )

    def _next(self, position: int, family: Family) -> Number | None:
        ahead = self.found[position + 1 : position + 1 + _AHEAD]
        return next((each for each in ahead if each and each.family is family), None)


def _follows(steps: tuple[int, ...], before: tuple[int, ...]) -> bool:
    """Whether 2.1 may follow 1.3, behind what both have in common; a number may be left out, and is then reported."""
    behind = before[0] < steps[0] <= before[0] + 2 if before else steps[0] == 1
    return behind and set(steps[1:]) <= {1}
