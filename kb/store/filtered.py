"""Which documents pass a filter: the rows of the table `fact`, and the query over them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kb.model import Document, Field
from kb.model.filters import Filters

_SEPARATED = re.compile(r"[、,，;；\s]+")
_DATES = (Field.WRITTEN_ON, Field.PUBLISHED_ON, Field.EFFECTIVE_ON)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEAR = "年份"
"""What the years that a document speaks for are kept under: those of its dates, and all of its plan period."""

Row = tuple[str, str, str]


def rows_of(document: Document) -> Iterator[Row]:
    """(document, field, value) for all that a document can be filtered by; each once."""
    values = ((fact.field, value) for fact in document.facts for value in _values(fact.field, fact.value))
    years = ((YEAR, str(year)) for year in sorted(_years(document)))
    return ((document.id, field, value) for field, value in dict.fromkeys((*values, *years)))


def _values(field: Field, value: str) -> Sequence[str]:
    if field in (Field.LEVEL, Field.GENRE, Field.ISSUERS):
        return [value]
    return list(filter(None, _SEPARATED.split(value))) if field is Field.TOPICS else ()


def _years(document: Document) -> set[int]:
    years: set[int] = set()
    for fact in document.facts:
        found = [int(year) for year in _YEAR.findall(fact.value)]
        if fact.field in _DATES:
            years.update(found)
        elif fact.field is Field.PLAN_PERIOD and found:
            years.update(range(found[0], found[-1] + 1))
    return years


def condition(filters: Filters, day: date) -> tuple[str, list[str]]:
    """A condition on a document's `id` in SQL, and its values; a filter on the validity means that of a day."""
    wanted: list[tuple[str, str, Sequence[str]]] = [
        (Field.LEVEL, "value = ?", filters.levels),
        (Field.GENRE, "value = ?", filters.genres),
        (Field.ISSUERS, "instr(value, ?) > 0", filters.issuers),
        (Field.TOPICS, "instr(value, ?) > 0", filters.topics),
        (YEAR, "value = ?", [str(year) for year in filters.years]),
    ]
    parts, values = ["1"], list[str]()
    for field, test, chosen in wanted:
        if chosen:
            tests = " OR ".join([test] * len(chosen))
            parts.append(f"id IN (SELECT document FROM fact WHERE field = ? AND ({tests}))")
            values += [str(field), *chosen]
    if filters.validities:
        among = ", ".join("?" * len(filters.validities))
        held = f"SELECT document FROM standing WHERE validity IN ({among}) AND since <= ? AND ? < until"
        parts.append(f"id IN ({held})")
        values += [*filters.validities, day.isoformat(), day.isoformat()]
    if filters.documents:
        parts.append(f"id IN ({', '.join('?' * len(filters.documents))})")
        values += filters.documents
    return " AND ".join(parts), values
