"""The records of each document → what follows from all of them together: whom a title means, and what is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.model import Document
from kb.model.knowledge import Knowledge, Records
from kb.records.register import Register
from kb.validity import histories


def knowledge_of(documents: Sequence[Document], records: Mapping[str, Records]) -> Knowledge:
    """What a base knows of its documents, given the records of each by its id."""
    register = Register(documents)
    resolved = {id_: replace(each, relations=register.resolved(id_, each.relations)) for id_, each in records.items()}
    relations = {id_: each.relations for id_, each in resolved.items()}
    editions = {document.id: register.editions(document.id) for document in documents}
    return Knowledge(resolved, histories(documents, relations, editions))
