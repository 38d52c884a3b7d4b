"""What an address may have meant that leads nowhere any more, as HTML."""

from collections.abc import Sequence

from kb.model import Document, Hit, Section
from kb.pages.html import markup
from kb.pages.html.markup import escape, listed


def section(document: Document, wanted: str, near: Sequence[Section], hits: Sequence[Hit]) -> str:
    """That a section is not there; those whose places are nearest, and those that speak of the question."""
    places = [(each.id, each.citation, each.heading) for each in near]
    words = [(each.section, each.citation, each.text[:60]) for each in hits]
    items = dict.fromkeys((*places, *words))
    links = (f'<a href="{markup.reading(id_)}">{escape(citation)}</a>　{escape(said)}' for id_, citation, said in items)
    offered = f"<p>可能是这几处：</p>{listed(links)}" if items else ""
    return (
        f'<section class="kb-notice" role="alert"><p>《{escape(document.title)}》里没有编号为“{escape(wanted)}”的章节，'
        f"文件可能更新过。下面是全文。</p>{offered}</section>"
    )


def document(wanted: str, near: Sequence[Document]) -> str:
    """That a document is not there, and those whose names are nearest."""
    links = (f'<a href="{markup.document(each.id)}">{escape(each.title)}</a>' for each in near)
    offered = f"<p>可能是：</p>{listed(links)}" if near else ""
    return (
        f'<section class="kb-notice" role="alert"><p>库里没有编号为“{escape(wanted)}”的文件，可能已经移走。'
        f'<a href="./?doc=">看全部文件</a></p>{offered}</section>'
    )
