"""Where a document stands among the others: since when it applied, what it says of others and they of it, as HTML."""

from collections.abc import Sequence

from kb.model.record import Relation
from kb.model.validity import Standing
from kb.pages.html import markup
from kb.pages.html.markup import escape, folded, listed


def history(standings: Sequence[Standing]) -> str:
    """The standings of a document one after the other, each with the words that it rests on; nothing without any."""
    told = [each for each in standings if each.reason]
    doubts = [escape(each) for each in (standings[-1].doubts if standings else ())]
    return folded("时效性的由来", listed([*map(_standing, told), *doubts])) if told or doubts else ""


def relations(said: Sequence[Relation], told: Sequence[Relation]) -> str:
    """What a document says of others, and what others say of it; nothing where there is nothing."""
    both = [*map(_said, said), *map(_told, told)]
    return folded(f"与其他文件的关系（{len(both)} 处）", listed(both)) if both else ""


def _standing(standing: Standing) -> str:
    since = standing.since.isoformat() if standing.since else "此前"
    source = _words(standing.words, standing.place)
    return f"{since}　{standing.validity}：{escape(standing.reason)}　<small>依据：{source}</small>"


def _said(relation: Relation) -> str:
    title = escape(f"《{relation.title}》")
    named = f'<a href="{markup.document(relation.target)}">{title}</a>' if relation.target else f"{title}（库里没有）"
    near = "".join(f'，题名相近：<a href="{markup.document(each)}">{escape(each)}</a>' for each in relation.near)
    source = _words(relation.words, relation.section)
    return f"{relation.kind}{named}{escape(relation.clause)}{near}　<small>{source}</small>"


def _told(relation: Relation) -> str:
    return f"被{relation.kind}{escape(relation.clause)}　<small>{_words(relation.words, relation.section)}</small>"


def _words(words: str, place: str) -> str:
    """The words, a link where they stand in a section."""
    quoted = f"“{escape(words)}”"
    return f'<a href="{markup.reading(place)}">{quoted}</a>' if "/" in place else f"{quoted}（{escape(place)}）"
