"""The file behind a document as HTML: one page of it as a picture, or the way to see one."""

from base64 import b64encode

from kb.model import Document, Section
from kb.pages.html import markup
from kb.pages.html.markup import escape


def offer(document: Document) -> str:
    """The way to the first page."""
    return f'<p class="kb-ways"><a href="{markup.document(document.id, page=1)}">看原件的页面</a></p>'


def page(document: Document, section: Section | None, number: int, picture: bytes) -> str:
    """The picture of a page, with ways to its neighbours.

    Args:
        document: whose page it is.
        section: the one that is cited, so that the ways on keep it.
        number: the page, counted from 1.
        picture: PNG.
    """
    source = f"data:image/png;base64,{b64encode(picture).decode()}"
    before = f'<a href="{_address(document, section, number - 1)}">‹ 上一页</a>' if number > 1 else ""
    after = f'<a href="{_address(document, section, number + 1)}">下一页 ›</a>'
    return (
        f'<figure class="kb-original"><figcaption>{before}<span>原件第 {number} 页</span>{after}</figcaption>'
        f'<img src="{source}" alt="《{escape(document.title)}》原件第 {number} 页的图像，文字见下方正文"></figure>'
    )


def _address(document: Document, section: Section | None, number: int) -> str:
    return markup.reading(section.id, page=number) if section else markup.document(document.id, page=number)
