"""How deep a number stands: a stack of open sections, with a continuity check at each level.

No vote is taken for the whole document. A number joins the innermost open level that it continues (三 after 二);
a first number opens a level below the section it stands in; 编 章 节 条 keep the order that the law gives them, 1.1.1
says itself where it stands. What does not continue is placed as well as it can be and reported, never renumbered.
"""

from kb.model import SectionKind
from kb.parse.numbering.families import LEGAL_RANK, Family, Number
from kb.parse.outline.tree import FRAMES, Open, Tree

_MAY_HOLD_STEPS = (Family.ARABIC, Family.HAN, Family.CHAPTER, Family.DECIMAL)
"""Families whose 3 is the 3 of 3.1."""


class Levels:
    """Finds the place of each number in a tree, and notes where a numbering does not go on."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._last: dict[Family, int] = {}
        self.gaps: list[str] = []

    def begin_anew(self) -> None:
        """Forget the numbers so far: an attached document has its own."""
        self._last = {}

    def depth_of(self, number: Number) -> int:
        """How many open sections stay open above the one that `number` opens."""
        depth = self._depth_of(number)
        self._last[number.family] = number.ordinal
        return depth

    def continues(self, number: Number) -> bool:
        """Whether a number is the next of one that is still open."""
        if number.family is Family.ARTICLE:
            return number.ordinal == self._last.get(Family.ARTICLE, 0) + 1
        return any((each.family, each.ordinal + 1) == (number.family, number.ordinal) for each in self._tree.path)

    def _depth_of(self, number: Number) -> int:
        if number.family in LEGAL_RANK:
            return self._legal_depth(number)
        if number.family is Family.ATTACHED_TABLE:
            return self._tree.base + 1
        if number.family in (Family.BOX, Family.TABLE):
            return self._frame_depth()
        if number.family is Family.DECIMAL:
            return self._decimal_depth(number)
        return self._listed_depth(number)

    def _listed_depth(self, number: Number) -> int:
        path = self._tree.path
        scope = self._tree.base + 1
        floor = (self._tree.innermost(*FRAMES) or 0) + 1
        same = [i for i in range(len(path) - 1, scope - 1, -1) if path[i].family is number.family]
        continued = [i for i in same if path[i].ordinal + 1 == number.ordinal]
        if continued:
            return next((i for i in continued if path[i].style == number.style), continued[0])
        inside = [i for i in same if i >= floor]
        if number.ordinal == 1 and not inside:
            return len(path)
        return self._broken_depth(number, inside or same)

    def _broken_depth(self, number: Number, same: list[int]) -> int:
        if not same:
            if self._last.get(number.family, -1) + 1 != number.ordinal:
                self._note(f"{number.printed.strip()}之前没有同级编号", number)
            return len(self._tree.path)
        before = self._tree.path[same[0]]
        self._note(f"编号从“{before.label}”跳到“{number.label}”", number)
        return same[0]

    def _legal_depth(self, number: Number) -> int:
        rank = LEGAL_RANK[number.family]
        depth = len(self._tree.path)
        for i in range(len(self._tree.path) - 1, self._tree.base, -1):
            family = self._tree.path[i].family
            if family is None or LEGAL_RANK.get(family, 9) >= rank:
                depth = i
        if number.family is Family.ARTICLE:
            self._check_article(number, self._last.get(number.family, 0))
        return depth

    def _check_article(self, number: Number, last: int) -> None:
        """Articles are numbered through the whole document: report one that is missing or begins anew."""
        if number.ordinal not in (last, last + 1):
            before = f"从第{last}条跳到" if last else "一开始就是"
            again = number.ordinal == 1
            self._note("条号重新从第一条开始，可能是另一份文件" if again else f"条号{before}“{number.label}”", number)

    def _frame_depth(self) -> int:
        """A 专栏 or a table belongs to the heading it stands under, not to the last point of an enumeration."""
        frame = self._tree.innermost(SectionKind.BOX, SectionKind.TABLE)
        end = frame if frame is not None else len(self._tree.path)
        while end > 1 and self._tree.path[end - 1].kind is SectionKind.ITEM:
            end -= 1
        return end

    def _decimal_depth(self, number: Number) -> int:
        """Below 3.1 for 3.1.2, beside 3.1.1 where there is no 3.1; 3.1 itself below the section that is 3."""
        path, steps = self._tree.path, number.steps
        inside = range(len(path) - 1, self._tree.base, -1)
        parent = next((i for i in inside if self._holds(path[i], steps[:-1])), None)
        level = [i for i in inside if path[i].family is Family.DECIMAL and len(path[i].steps) >= len(steps)]
        depth = parent + 1 if parent is not None else min(level, default=len(path))
        before = path[depth] if depth < len(path) and path[depth].family is Family.DECIMAL else None
        if before is None and number.ordinal > 1 and len(steps) > 1:
            self._note(f"{number.label}之前没有同级编号", number)
        elif before and before.steps[:-1] == steps[:-1] and before.ordinal + 1 != number.ordinal:
            self._note(f"编号从“{before.label}”跳到“{number.label}”", number)
        return depth

    def root_of(self, number: Number) -> str:
        """What 3.1.2 is cited behind, its 3.1 being open: 《…》 as 3.1 and 3 are; empty for other numbers."""
        around = self._tree.path[-1]
        return around.root if number.steps and self._holds(around, number.steps[:-1]) else ""

    def _holds(self, section: Open, steps: tuple[int, ...]) -> bool:
        if section.family is Family.DECIMAL:
            return section.steps == steps
        return len(steps) == 1 and section.family in _MAY_HOLD_STEPS and section.ordinal == steps[0]

    def _note(self, what: str, number: Number) -> None:
        self.gaps.append(f"{what}：{(number.printed + number.rest)[:24]}")
