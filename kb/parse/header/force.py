"""What follows from a document's clauses, its title and its issuer: since when it applies, what it is and whose."""

from collections.abc import Mapping
from datetime import date

from kb.model import Fact, Field
from kb.parse.header.authority import authority_of_issuer, authority_of_title
from kb.parse.header.clauses import BASE_FIELDS, Clause, clauses_of, plan_period_in_title, plan_period_of
from kb.parse.header.genres import genre_of
from kb.parse.header.text import Facts, Text

POSTED_WITHIN = 31
"""Most days from the date of a document to that on a page for the page's to be its publication.

Sites post documents again years later.
"""


def force_of(text: Text, known: Mapping[Field, tuple[Fact, ...]], page: str) -> tuple[Facts, list[str]]:
    """Since when a document applies, until when and for how long, and the sentence that names a contradiction.

    Args:
        text: of the document.
        known: the facts found so far: 自公布之日起施行 gives a date only where the day of publication is known.
        page: how a fact names the information block of a page as its place.
    """
    title = known[Field.TITLE][0].value
    clauses = clauses_of(text.lines, title)
    facts: Facts = {}
    for field in (Field.EFFECTIVE_ON, Field.EXPIRES_ON, Field.VALID_FOR):
        said = [
            clause
            for clause in clauses
            if clause.field is field and (clause.value or _base_day(clause, text, known, page))
        ]
        if said:
            value = said[0].value or _base_day(said[0], text, known, page)
            facts[field] = (Fact(field, value, said[0].words, said[0].place),)
    if period := plan_period_of(text.lines, title):
        facts[Field.PLAN_PERIOD] = (Fact(Field.PLAN_PERIOD, period.value, period.words, period.place),)
    return facts, _contradictions(clauses)


def derived_from(facts: Facts) -> Facts:
    """Genre, level and plan period, as the title and the issuer tell them; their words are those of that fact."""
    found: Facts = {}
    title = facts[Field.TITLE][0]
    if genre := genre_of(title.value):
        found[Field.GENRE] = (Fact(Field.GENRE, genre.name, title.words, title.place),)
    if period := plan_period_in_title(title.value):
        found[Field.PLAN_PERIOD] = (Fact(Field.PLAN_PERIOD, period[0], period[1], title.place),)
    issuer = facts.get(Field.ISSUERS, (None,))[0]
    if issuer and (level := authority_of_issuer(issuer.value)):
        found[Field.LEVEL] = (Fact(Field.LEVEL, level.value, issuer.words, issuer.place),)
    elif level := authority_of_title(title.value):
        found[Field.LEVEL] = (Fact(Field.LEVEL, level.value, title.words, title.place),)
    return found


def _base_day(clause: Clause, text: Text, known: Mapping[Field, tuple[Fact, ...]], page: str) -> str:
    """The day that 自公布之日起 counts from; empty where it is not known or the text was revised since."""
    field = BASE_FIELDS.get(clause.base)
    if field is None or text.is_revised:
        return ""
    written = known.get(Field.WRITTEN_ON, (None,))[0]
    if field is Field.WRITTEN_ON:
        return written.value if written else ""
    published = known.get(Field.PUBLISHED_ON, (None,))[0]
    if published and published.place != page:
        return published.value
    if written and any("令第" in fact.value for fact in known.get(Field.DOCUMENT_NUMBER, ())):
        return written.value
    if published and written and 0 <= _days(written.value, published.value) <= POSTED_WITHIN:
        return published.value
    return ""


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _contradictions(clauses: list[Clause]) -> list[str]:
    days = list(dict.fromkeys(each.value for each in clauses if each.field is Field.EFFECTIVE_ON and each.value))
    return [f"正文里有不同的施行日期：{'、'.join(days)}，采用了{days[0]}"] if len(days) > 1 else []
