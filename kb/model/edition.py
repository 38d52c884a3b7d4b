"""Which edition of its text a document is: the day that tells it from the others of the same title."""

import re
from collections.abc import Iterable, Iterator

from kb.model.document import Document
from kb.model.source import Field

LONGEST_PREFACE = 3000
"""Characters in front of the first clause that may tell the day of an edition; more are no note of its history."""
_DAY = re.compile(r"((?:19|20)\d\d)(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})")
_MARKED_DAY = re.compile(rf"[（(]{_DAY.pattern}日?[)）]")
"""(2018-10-26): the day of an edition, as collections of laws put it behind a title."""
_ADOPTED = re.compile("通过|公布|发布|修订|修正|修改|施行")
_DATED = (Field.WRITTEN_ON, Field.PUBLISHED_ON, Field.EFFECTIVE_ON)


def edition_of(document: Document) -> int:
    """The day of a document's edition, 20231229; 0 where it gives none.

    It is the one in brackets behind its title or its file's name; else the last of its facts and of the note on its
    history in front of the first clause: the 施行 clause of a law is often that of its first edition.
    """
    days = _days(_MARKED_DAY, (document.title, document.file))
    if not days:
        told = [each.value for each in document.facts if each.field in _DATED]
        told += [line for line in _preface(document) if _ADOPTED.search(line)]
        days = _days(_DAY, told)
    return max(days, default=0)


def _days(pattern: re.Pattern[str], texts: Iterable[str]) -> list[int]:
    return [int(f"{year}{int(month):02}{int(day):02}") for text in texts for year, month, day in pattern.findall(text)]


def _preface(document: Document) -> Iterator[str]:
    length = 0
    for section in document.sections:
        if section.label or length > LONGEST_PREFACE:
            return
        for text in section.texts:
            length += len(text)
            yield from text.split("\n")
