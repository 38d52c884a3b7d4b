"""Facts and relations → since when each document is in force, and until when (时效性), with the words for it.

What ends a document is an Event: its own limit (有效期, 规划期, 失效日期), a repeal or an amendment that another
document states, or a newer edition of the same text. Each needs words and a day; of two on one day the weightier
holds. A document that says nothing of its force is 未标注.

Sources: 《中华人民共和国立法法》 on 施行日期 and 废止;
《国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知》 on 有效期.
"""

from collections.abc import Mapping, Sequence

from kb.model import Document
from kb.model.record import Relation
from kb.model.validity import Standing
from kb.validity.events import Events
from kb.validity.history import history_of
from kb.validity.others import events_by_others


def histories(
    documents: Sequence[Document],
    relations: Mapping[str, Sequence[Relation]],
    editions: Mapping[str, Sequence[str]],
) -> dict[str, tuple[Standing, ...]]:
    """The standings of each document, by its id.

    Args:
        documents: all of the base.
        relations: what each says of others, resolved.
        editions: for each document those that are the same text, in the order of their days, itself among them.
    """
    by_others = events_by_others(documents, relations, editions)
    return {each.id: history_of(each, by_others.get(each.id, Events())) for each in documents}
