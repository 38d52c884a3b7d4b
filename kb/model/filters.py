"""Which documents are looked at: the filters of search, ask, match and docs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.model.parameters import Kind, Parameter
from kb.model.validity import Validity


@dataclass(frozen=True, slots=True)
class Filters:
    """A document passes if for each field that names anything it has one of the values; an empty field names nothing.

    `issuers` are words that an issuer's name holds (知识产权局), `topics` words that a topic holds. `years` are those
    in which a document was written, published or came into force, or which its plan period holds. `on` is the day of
    which `validities` speak, today where it is None. A document that does not say is not found by
    that field: nothing is guessed.
    """

    levels: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    validities: tuple[Validity, ...] = ()
    documents: tuple[str, ...] = ()
    on: date | None = None


EVERYTHING = Filters()

NAMED: Mapping[str, Parameter] = {
    "levels": Parameter(
        "level", "只看这一层级的文件：国家、省、市、区县", takes="层级", many=True, example="市"
    ),
    "issuers": Parameter(
        "issuer", "只看发文机关的名称里有这几个字的文件", takes="机关", many=True, example="宁波市"
    ),
    "genres": Parameter("genre", "只看这一体裁的文件，如 规划、办法、通知", takes="体裁", many=True, example="规划"),
    "topics": Parameter("topic", "只看主题分类里有这几个字的文件", takes="主题", many=True, example="知识产权"),
    "years": Parameter(
        "year", "只看这一年成文、发布或施行，或者规划期含这一年的文件", Kind.NUMBER, "年份", many=True,
        bounds=(1900, 2100), example=2021,
    ),
    "validities": Parameter(
        "validity", "只看这种时效的文件", takes="时效", many=True, choices=tuple(each.value for each in Validity),
        example="现行有效",
    ),
    "documents": Parameter("document", "只看这份文件", takes="编号", many=True, example="ningbo-ip-145"),
    "on": Parameter("as_of", "按这一天的时效，如 2023-05-01（默认今天）", Kind.DAY, "日期", example="2023-05-01"),
}  # fmt: skip
"""How each field is named at the doors, and what is said of it there."""


def filters_of(values: Mapping[str, Any]) -> Filters:
    """The filters from values by the parameters' names, as `kb.model.parameters.read` gives them."""
    chosen = {field: values[parameter.name] for field, parameter in NAMED.items()}
    return Filters(**chosen | {"validities": tuple(map(Validity, chosen["validities"]))})
