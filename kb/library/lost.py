"""An address that leads nowhere any more → the sections and documents that may be meant."""

import difflib
from collections.abc import Iterator, Sequence

from kb.model import Document, Section, SectionKind

OFFERED = 3
"""How many are offered."""


def near_sections(document: Document, wanted: str) -> tuple[Section, ...]:
    """The sections of a document whose places are nearest to a place that it has not.

    The longest part of the path that is there, then what stands beside the place that is not: `3.3.9` → `3.3` with
    the last of its parts.
    """
    by_id = {each.id: each for each in document.sections}
    steps = wanted.rpartition("/")[2].split(".")
    for length in range(len(steps) - 1, 0, -1):
        above = by_id.get(f"{document.id}/{'.'.join(steps[:length])}")
        if above is not None:
            return (above, *_beside(document, above, steps[length]))
    return tuple(_beside(document, document.sections[0], steps[0]))


def near_documents(documents: Sequence[Document], wanted: str) -> tuple[Document, ...]:
    """The documents whose ids or titles are nearest to an id that none has."""
    by_name = {name: each for each in documents for name in (each.id, each.title)}
    names = difflib.get_close_matches(wanted, by_name, OFFERED, 0.5)
    return tuple({by_name[name].id: by_name[name] for name in names}.values())


def _beside(document: Document, above: Section, step: str) -> Iterator[Section]:
    """The parts of a section whose ordinals are nearest to one that is not there."""
    parts = [each for each in document.sections if each.parent == above.id and each.kind is not SectionKind.ROW]
    number = _number(step)
    nearest = sorted(parts, key=lambda each: abs(_number(each.id.rpartition(".")[2].rpartition("/")[2]) - number))
    yield from sorted(nearest[: OFFERED - 1], key=parts.index)


def _number(step: str) -> int:
    digits = "".join(char for char in step if char.isdecimal())
    return int(digits[:9]) if digits else 0
