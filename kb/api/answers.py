"""What each route asks of the library → JSON values."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kb.model.filters import filters_of
from kb.model.match import PROFILE
from kb.model.rows import (
    answer_row,
    check_row,
    document_row,
    hit_row,
    indicator_row,
    match_row,
    section_row,
)

if TYPE_CHECKING:
    from kb.library import Library

Values = Mapping[str, Any]
"""The values of a route's parameters by their names, as `kb.model.parameters.read` gives them."""


def search(library: "Library", values: Values) -> Any:
    """The sections that match best."""
    hits = library.search(values["q"], values["limit"], filters_of(values))
    return {"question": values["q"], "hits": list(map(hit_row, hits))}


def ask(library: "Library", values: Values) -> Any:
    """The quoted answer. No language model is asked: who calls this is a program, and may have one of its own."""
    return answer_row(library.ask(values["q"], values["limit"], filters_of(values)))


def documents(library: "Library", values: Values) -> Any:
    """The documents that pass the filters, without their sections."""
    filters = filters_of(values)
    found = library.documents(filters)
    return {"documents": [document_row(each, library.known.standing(each.id, filters.on)) for each in found]}


def document(library: "Library", values: Values) -> Any:
    """A document with all its sections."""
    found = library.document(values["id"])
    row = document_row(found, library.known.standing(found.id, values["as_of"]))
    return {**row, "sections": list(map(section_row, found.sections))}


def section(library: "Library", values: Values) -> Any:
    """A section."""
    return section_row(library.section(values["id"]))


def check(library: "Library", values: Values) -> Any:
    """Whether a text stands in a section."""
    return check_row(library.check(values["text"], values["section"]))


def indicators(library: "Library", values: Values) -> Any:
    """The figures of the documents that pass the filters."""
    return {"indicators": list(map(indicator_row, library.known.indicators(filters_of(values))))}


def match(library: "Library", values: Values) -> Any:
    """What an enterprise can get; its profile is the body of the request, or stands among the parameters."""
    given = values["body"] if "body" in values else {each.name: values[each.name] for each in PROFILE}
    said = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in given.items()
        if value not in (None, ())
    }
    found = library.known.match(library.known.profile_from(said), filters_of(values))
    return {
        "matches": list(map(match_row, found[: values["limit"]])),
        "questions": list(library.known.to_answer(found)),
    }


def health(library: "Library", values: Values) -> Any:  # noqa: ARG001
    """Which generation answers, and how much it holds."""
    documents, sections = library.size
    return {"generation": library.generation, "documents": documents, "sections": sections}
