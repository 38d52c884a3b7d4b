"""The basket as HTML: collected sentences with their places, and those that the index does not hold any more."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from kb.model import Quote
from kb.pages.html import markup
from kb.pages.html.markup import button, escape

MOST = 500
"""How many sentences are read from a browser."""
EMPTY = (
    '<section class="kb-about"><p>篮子是空的。在“问政策”的答案下面、“读原文”的章节旁边点“收入引文篮”，句子就收到这里，'
    "可以一起复制，或者导出成 Word。</p><p>收的句子只存在这台电脑的这个浏览器里。</p></section>"
)


def quotes_of(held: str) -> list[Quote]:
    """The quotes that a browser holds; what is no quote is passed over, as anybody may write into a browser's store."""
    try:
        rows = json.loads(held)
    except ValueError:
        return []
    return [Quote(**row) for row in (rows[:MOST] if isinstance(rows, list) else ()) if _is_quote(row)]


def _is_quote(row: Any) -> bool:
    names = {"text", "citation", "section"}
    return isinstance(row, dict) and row.keys() == names and all(isinstance(each, str) for each in row.values())


def basket(quotes: Sequence[Quote], sound: Collection[Quote]) -> str:
    """All collected sentences; one that is not `sound` is said to stand in its place no more."""
    if not quotes:
        return EMPTY
    cards = "".join(_card(each, sound=each in sound) for each in quotes)
    return f'<section class="kb-answer"><p class="kb-hint">共 {len(quotes)} 句，按收入的先后。</p>{cards}</section>'


def acts(quotes: Sequence[Quote]) -> str:
    """What can be done with all sentences without the server."""
    buttons = (
        button("复制全部", "copy", "\n".join(map(markup.with_citation, quotes))),
        button("打印", "print"),
        button("清空", "drop"),
    )
    return f'<p class="kb-acts">{"".join(buttons)}</p>'


def _card(quote: Quote, *, sound: bool) -> str:
    drop = button("移出", "drop", markup.kept([quote])[1:-1])
    if not sound:
        changed = "这句话在所注明的地方已经找不到了（文件更新过，或被移走），请重新查找后再引用"
        return (
            f"<blockquote class=kb-gone><p>{escape(quote.text)}</p><footer>{escape(quote.citation)}"
            f'<span class="kb-standing">{changed}</span><span class="kb-acts">{drop}</span></footer></blockquote>'
        )
    cited = f'<a class="kb-cite" href="{markup.reading(quote.section)}">{escape(quote.citation)}</a>'
    copy = button("复制", "copy", markup.with_citation(quote))
    acts_ = f'<span class="kb-acts">{copy}{drop}</span>'
    return f"<blockquote><p>{escape(quote.text)}</p><footer>{cited}{acts_}</footer></blockquote>"
