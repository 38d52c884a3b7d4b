"""Whether a document is in force on a day (时效性), and the words that this rests on."""

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
    """The validity of a document on a day.

    `reason` is one Chinese sentence; `words` are those that it rests on and `place` the id of the section that holds
    them (of this document or of another one), or says where else they stand; all are empty for 未标注 without evidence.
    `successor` is the id of the document that took its place. `doubts` are contradictions, a Chinese sentence each.
    """

    validity: Validity
    on: date
    reason: str = ""
    words: str = ""
    place: str = ""
    successor: str = ""
    doubts: tuple[str, ...] = ()
