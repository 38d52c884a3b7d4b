"""Whether a document is in force on a day (时效性), and the words that this rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Validity(StrEnum):
    """时效性, in the words of official databases."""

    IN_FORCE = "现行有效"
    NOT_YET = "尚未生效"
    AMENDED = "已修改"
    PARTLY = "部分失效"
    EXPIRED = "已失效"
    REPEALED = "已废止"
    UNKNOWN = "未标注"


@dataclass(frozen=True, slots=True)
class Standing:
    """The validity of a document from a day on (`since`, None: as far back as one looks) until the next Standing.

    `reason` is one Chinese sentence; `words` are those that it rests on and `place` the id of the section that holds
    them (of this document or of another one), or says where else they stand; all are empty for 未标注 without evidence.
    `successor` is the id of the document that took its place; where a text has another edition, the text in force is
    to be read there. `doubts` are contradictions, a Chinese sentence each.
    """

    validity: Validity = Validity.UNKNOWN
    since: date | None = None
    reason: str = ""
    words: str = ""
    place: str = ""
    successor: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether it is known that the document does not apply: nobody should quote it as a rule."""
        ended = (Validity.NOT_YET, Validity.EXPIRED, Validity.REPEALED)
        return self.validity in ended or (self.validity is Validity.AMENDED and bool(self.successor))


History = Sequence[Standing]
"""The standings of a document one after the other, the first since ever."""


def standing_on(history: History, day: date) -> Standing:
    """The one of a history that holds on a day; 未标注 where there is no history."""
    held = [each for each in history if each.since is None or each.since <= day]
    return held[-1] if held else Standing()
