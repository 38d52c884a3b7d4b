"""What a library finds → JSON values for programs; the same on the command line, over HTTP and to a language model."""

from dataclasses import asdict, replace
from typing import Any

from kb.model.answer import Answer, Check, Hit
from kb.model.document import Document, Section
from kb.model.match import Match
from kb.model.record import Indicator
from kb.model.validity import Standing


def answer_row(answer: Answer) -> dict[str, Any]:
    """An answer; `generated` only where a language model was asked."""
    generated = {"generated": asdict(answer.generated)} if answer.generated else {}
    return {
        "question": answer.question,
        "answered": answer.answered,
        "answer": [asdict(quote) for quote in answer.quotes],
        "hits": [hit_row(hit) for hit in answer.hits],
        **generated,
    }


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit."""
    return {**asdict(hit), "standing": standing_row(hit.standing)}


def standing_row(standing: Standing) -> dict[str, Any]:
    """A standing as JSON has it: `since` is 2021-06-01 or null."""
    return {**asdict(standing), "since": standing.since.isoformat() if standing.since else None}


def indicator_row(each: Indicator) -> dict[str, Any]:
    """A figure; its number as text, so that no digit is lost."""
    return {**asdict(each), "number": str(each.number) if each.number is not None else None}


def match_row(found: Match) -> dict[str, Any]:
    """What an offer is for an enterprise, its verdict first."""
    return {"verdict": found.verdict, **asdict(found)}


def document_row(document: Document, standing: Standing) -> dict[str, Any]:
    """A document without its sections, and its validity."""
    row = asdict(replace(document, sections=()))
    del row["sections"]
    return {**row, "standing": standing_row(standing)}


def section_row(section: Section) -> dict[str, Any]:
    """A section with its text and the document that it is of."""
    return {**asdict(section), "text": section.text, "document": section.id.rpartition("/")[0]}


def check_row(found: Check) -> dict[str, Any]:
    """How a text agrees with a section, and the outcome in one sentence."""
    return {**asdict(found), "sentence": found.sentence}
