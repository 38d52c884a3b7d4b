"""A document's figures as records: from its tables and from its running text."""

from kb.model import Document
from kb.model.record import Indicator
from kb.records.indicators.tables import of_tables
from kb.records.indicators.text import of_text


def indicators_of(document: Document) -> tuple[Indicator, ...]:
    """The indicators of a document, those of tables first."""
    return (*of_tables(document), *of_text(document))
