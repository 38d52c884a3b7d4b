"""Two wordings of one article → runs of kept, deleted and inserted words that a reader can follow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from kb.compare.parts import key
from kb.model.comparison import Mark, Part, Run
from kb.model.numerals import HAN

_SENTENCE = re.compile(r"[^。；;！？\n]*[。；;！？\n]*\s*")
_TOKEN = re.compile(
    rf"\s+|(?:[（(](?:{HAN}|\d+)[）)]|第(?:{HAN}|\d+)[编章节条款项]|{HAN}|[A-Za-z]+|\d+(?:[.,]\d+)*%?|\S)\s*"
)
"""What is kept or changed whole: a number, a clause's name, a Latin word, else a character; with the space behind."""
_ISLAND = 2
"""A kept run of so few characters between two changes is no help to a reader."""
_SIGNS = frozenset("，、；。：,;")
_KEPT_SHARE = 0.3
"""Where less than this share of the longer sentences is kept, they stand for one another as a whole."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """What stands for what; `same` where it is kept."""

    old: str
    new: str
    same: bool

    @property
    def size(self) -> int:
        return max(len(self.old), len(self.new))


def runs_of(old: Part, new: Part) -> tuple[Run, ...]:
    """The runs of two parts; the printed number changes as a whole."""
    labels = (old.text[: old.start], new.text[: new.start])
    label = _Edit(*labels, same=key(labels[0]) == key(labels[1]))
    return (*_runs([label]), *runs(old.words, new.words))


def runs(old: str, new: str) -> tuple[Run, ...]:
    """The runs that lead from one wording to the other: sentences that stay, and the words of those that changed."""
    edits: list[_Edit] = []
    for before, after, same in _matched(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        edits += [_Edit(before, after, same)] if same else _within(before, after)
    return tuple(_runs(edits))


def _within(old: str, new: str) -> list[_Edit]:
    """What changed within sentences of which none stayed whole."""
    edits = _without_islands([_Edit(*each) for each in _matched(_TOKEN.findall(old), _TOKEN.findall(new))])
    kept = sum(edit.size for edit in edits if edit.same)
    edits = _at_the_signs(edits)
    return edits if kept >= _KEPT_SHARE * max(len(old), len(new)) else [_Edit(old, new, same=False)]


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Runs of pieces that are the same in both and of those that are not, the pieces joined."""
    matcher = SequenceMatcher(None, [key(each) for each in old], [key(each) for each in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield "".join(old[i1:i2]), "".join(new[j1:j2]), tag == "equal"


def _without_islands(edits: list[_Edit]) -> list[_Edit]:
    """The same edits where kept runs too short to be read between two changes are a part of one change."""
    while True:
        drowned = {i for i in range(1, len(edits) - 1) if edits[i].same and _is_island(*edits[i - 1 : i + 2])}
        if not drowned:
            return edits
        changed = [_Edit(edit.old, edit.new, edit.same and i not in drowned) for i, edit in enumerate(edits)]
        edits = [_joined(list(group), same) for same, group in groupby(changed, lambda edit: edit.same)]


def _is_island(before: _Edit, kept: _Edit, after: _Edit) -> bool:
    return kept.size <= max(_ISLAND, min(before.size, after.size) // 2)


def _at_the_signs(edits: list[_Edit]) -> list[_Edit]:
    """The same edits, what is only inserted or only deleted moved to where a sign ends it, or else begins it.

    甲案[件、乙案]件 and 甲案件[、乙案件] say the same; the second can be read.
    """
    edits = list(edits)
    for i in range(1, len(edits) - 1):
        before, edit, after = edits[i - 1 : i + 2]
        if edit.same or (edit.old and edit.new):
            continue
        text = edit.old or edit.new
        steps = [0, *_steps(text, after), *(-step for step in _steps(text[::-1], _reversed(before)))]
        step = max(steps, key=lambda step: _ends_at_signs(before, text, after, step))
        edits[i - 1 : i + 2] = _moved(before, edit, after, step)
    return edits


def _steps(text: str, after: _Edit) -> Iterator[int]:
    """How far a run can go on into what is kept behind it and read the same."""
    whole = text + after.new
    for step, (old, new) in enumerate(zip(after.old, after.new, strict=False)):
        if not old == new == whole[step]:
            return
        yield step + 1


def _ends_at_signs(before: _Edit, text: str, after: _Edit, step: int) -> tuple[bool, bool]:
    """Whether the run ends with a sign and whether it begins with one, if it is moved by `step` characters."""
    start = len(before.new) + step
    moved = (before.new + text + after.new)[start : start + len(text)]
    return moved.rstrip()[-1:] in _SIGNS, moved[0] in _SIGNS


def _moved(before: _Edit, edit: _Edit, after: _Edit, step: int) -> list[_Edit]:
    """The three edits with the one in the middle `step` characters further on."""
    if step < 0:
        return [_reversed(each) for each in _moved(_reversed(after), _reversed(edit), _reversed(before), -step)][::-1]
    passed = after.new[:step]
    text = (edit.old or edit.new) + passed
    middle = _Edit(text[step:] if edit.old else "", text[step:] if edit.new else "", same=False)
    return [
        _Edit(before.old + passed, before.new + passed, same=True),
        middle,
        _Edit(after.old[step:], after.new[step:], same=True),
    ]


def _reversed(edit: _Edit) -> _Edit:
    return _Edit(edit.old[::-1], edit.new[::-1], edit.same)


def _joined(edits: list[_Edit], same: bool) -> _Edit:
    return _Edit("".join(edit.old for edit in edits), "".join(edit.new for edit in edits), same)


def _runs(edits: list[_Edit]) -> Iterator[Run]:
    """The edits as runs, neighbours of one kind in one; what is replaced is deleted first, then inserted."""
    for same, group in groupby(edits, lambda edit: edit.same):
        edit = _joined(list(group), same)
        if same and edit.size:
            yield Run(Mark.KEPT, edit.old, edit.new)
        if edit.old and not same:
            yield Run(Mark.DELETED, edit.old, "")
        if edit.new and not same:
            yield Run(Mark.INSERTED, "", edit.new)
