"""DOCUMENT → RECORDS: what it says of other documents, the figures that it gives and the support that it offers."""

from kb.model import Document
from kb.model.knowledge import Records
from kb.records.indicators import indicators_of
from kb.records.measures import measures_of
from kb.records.relations import relations_of


def records_of(document: Document) -> Records:
    """What the words of one document give, without a look at any other."""
    return Records(relations_of(document), indicators_of(document), measures_of(document))
