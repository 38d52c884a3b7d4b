"""What a comparison finds: what changed between two versions of a text, and what two documents say of one matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.model.record import Indicator


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one document that is compared as one: an article with its items, or a section of a plan.

    `sections` are the ids of the sections that it is made of, the one to cite first; `citation` is that one's.
    `text` is theirs as printed, one paragraph a line; its own words begin behind the printed number, at `start`.
    `path` are the headings above it, the document's title not among them.
    """

    sections: tuple[str, ...]
    label: str
    title: str
    citation: str
    text: str
    start: int = 0
    path: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The text without the printed number."""
        return self.text[self.start :]


class Change(StrEnum):
    """What became of an article. Signs of another width and white space are no change; 移动 is 条号变 as well."""

    ADDED = "新增"
    REMOVED = "删除"
    CHANGED = "修改"
    MOVED = "移动"
    SAME = "未变"


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "保留"
    DELETED = "删去"
    INSERTED = "增加"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words as the old and as the new text print it.

    Of a deleted run `new` is empty, of an inserted one `old`; those of a kept one differ in white space and in the
    width of their signs at most.
    """

    mark: Mark
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a 新旧对照表. The runs' `old` joined are the old part's text, their `new` joined the new one's."""

    change: Change
    old: Part | None
    new: Part | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Two versions of one text. Each section of both lies in exactly one row; rows follow the new text.

    A part that is only in the old text stands behind the one that it followed there. `days` are those of the two
    editions as `kb.model.edition` gives them (20231229), 0 where one gives none.
    """

    old: str
    new: str
    rows: tuple[Row, ...]
    days: tuple[int, int] = (0, 0)

    def of(self, *changes: Change) -> tuple[Row, ...]:
        """The rows with one of these changes, in order."""
        return tuple(row for row in self.rows if row.change in changes)


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts of two documents that speak of one matter. `near` is between 0 and 1, to order pairs by and no more."""

    a: Part
    b: Part
    near: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What the two documents give for one indicator; empty where one of them does not name it."""

    name: str
    a: tuple[Indicator, ...]
    b: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two documents side by side. A part may stand in a few pairs; what is in none is 只有甲 or 只有乙.

    Where it is not sure that two parts speak of one matter they are not paired.
    """

    a: str
    b: str
    pairs: tuple[Pair, ...]
    only_a: tuple[Part, ...]
    only_b: tuple[Part, ...]
    figures: tuple[Figures, ...] = ()


def old_text(runs: Iterable[Run]) -> str:
    """The old text that the runs are of."""
    return "".join(run.old for run in runs)


def new_text(runs: Iterable[Run]) -> str:
    """The new text that the runs are of."""
    return "".join(run.new for run in runs)
