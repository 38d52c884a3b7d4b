"""The dataclasses that answers are made of → JSON Schema, so that what is described is what is answered."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from kb.model import Document, Generated, Hit, Quote, Section
from kb.model.answer import Check
from kb.model.match import Match, Verdict
from kb.model.record import Indicator
from kb.model.validity import Standing

Schema = dict[str, Any]

_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Decimal: {"type": "string"},
    types.NoneType: {"type": "null"},
}


def one(**properties: Any) -> Schema:
    """An object with exactly these properties, each a schema, or a type that one is made of."""
    made = {name: each if isinstance(each, dict) else schema_of(each) for name, each in properties.items()}
    return {"type": "object", "properties": made, "required": list(made)}


def schema_of(kind: Any) -> Schema:
    """The schema of a value of a type; a dataclass is referred to by its name."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [each.value for each in kind]}
    if is_dataclass(kind):
        return {"$ref": f"#/components/schemas/{kind.__name__}"}  # type: ignore[union-attr]
    inner = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        return {"anyOf": [schema_of(each) for each in inner]}
    if len(inner) == 2 and inner[1] is Ellipsis:
        return {"type": "array", "items": schema_of(inner[0])}
    return {"type": "array", "prefixItems": [schema_of(each) for each in inner], "minItems": len(inner)}


def components(*kinds: Any) -> dict[str, Schema]:
    """The schemas of dataclasses and of those that they are made of, by their names."""
    found: dict[str, Schema] = {}
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if is_dataclass(kind) and kind.__name__ not in found:  # type: ignore[union-attr]
            hints = get_type_hints(kind)
            found[kind.__name__] = one(**{each.name: hints[each.name] for each in fields(kind)})  # type: ignore[union-attr]
            waiting += hints.values()
        waiting += get_args(kind)
    return found


def _without(kind: Any, *names: str, **more: Any) -> Schema:
    """A dataclass as a row has it, some fields left out and some added."""
    hints = get_type_hints(kind)
    return one(**{each.name: hints[each.name] for each in fields(kind) if each.name not in names} | more)


SECTION = _without(Section, text=str, document=str)
DOCUMENT = _without(Document, "sections", standing=Standing)
WHOLE_DOCUMENT = _without(Document, "sections", standing=Standing, sections={"type": "array", "items": SECTION})
SEARCHED = one(question=str, hits=tuple[Hit, ...])
ANSWERED = one(question=str, answered=bool, answer=tuple[Quote, ...], hits=tuple[Hit, ...])
DOCUMENTS = one(documents={"type": "array", "items": DOCUMENT})
CHECKED = _without(Check, sentence=str)
INDICATORS = one(indicators=tuple[Indicator, ...])
MATCHED = one(matches={"type": "array", "items": _without(Match, verdict=Verdict)}, questions=tuple[str, ...])
HEALTHY = one(generation=str, documents=int, sections=int)
FAILED = one(error=one(code=str, message=str))
COMPONENTS = components(Standing, Section, Document, Hit, Quote, Check, Indicator, Match, Generated)
