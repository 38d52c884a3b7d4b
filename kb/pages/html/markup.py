"""Text → HTML. Whatever comes from a document, a question or an address goes through `escape` first."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from urllib.parse import quote, urlencode

from kb.model import Quote
from kb.model.validity import Standing, Validity

UNREMARKABLE = (Validity.IN_FORCE, Validity.UNKNOWN)
"""What needs no mark beside a document."""


def escape(text: str) -> str:
    """`text` letter for letter, in an element or in a quoted attribute."""
    return html.escape(text, quote=True)


def marked(text: str, words: Iterable[str]) -> str:
    """`text` escaped, with every place that says one of `words` marked."""
    telling = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)
    if not telling:
        return escape(text)
    parts = re.split(f"((?:{'|'.join(map(re.escape, telling))})+)", text, flags=re.IGNORECASE)
    return "".join(f"<mark>{escape(part)}</mark>" if i % 2 else escape(part) for i, part in enumerate(parts))


def paragraphs(texts: Iterable[str]) -> str:
    """Each text as a paragraph of its own."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def asking(question: str, document: str = "") -> str:
    """The address of a question's answer, or of the page to ask at; of one document only where that is given."""
    return _address({"q": question, "document": document})


def reading(section: str, question: str = "", page: int | None = None) -> str:
    """The address of a section in its document.

    Args:
        section: its id.
        question: the one whose answer led here; the way back to it is kept.
        page: the page of the original that is shown beside it.
    """
    return _address({"doc": section.rpartition("/")[0], "section": section, "q": question, "page": page or ""})


def document(id_: str, **values: str | int) -> str:
    """The address of a document; `values` are what else it shows (`page` of the original, compared `with` another)."""
    return _address({"doc": id_, **values})


def _address(values: Mapping[str, str | int]) -> str:
    """An address, ready to stand in an attribute; what is empty is left out."""
    return escape("./?" + urlencode({k: v for k, v in values.items() if v}, quote_via=quote, safe="/"))


def button(label: str, act: str, value: str = "") -> str:
    """A button that the page's script acts on: `act` is `copy`, `keep`, `drop` or `print`."""
    return f'<button type="button" data-{act}="{escape(value)}">{escape(label)}</button>'


def kept(quotes: Iterable[Quote]) -> str:
    """Quotes as the basket of the browser holds them."""
    return json.dumps([asdict(each) for each in quotes], ensure_ascii=False)


def with_citation(quote: Quote) -> str:
    """A quote as it is pasted into one's own text."""
    return f"“{quote.text}”（{quote.citation}）"


def badge(standing: Standing) -> str:
    """The validity of a document in a word, where it is not simply in force."""
    if standing.validity in UNREMARKABLE:
        return ""
    return f'<span class="kb-badge" title="{escape(standing.reason)}">{standing.validity}</span>'


def banner(standing: Standing) -> str:
    """That a document is not simply in force: its validity, the words it rests on, and what took its place."""
    if standing.validity in UNREMARKABLE:
        return ""
    linked = "/" in standing.place
    reason = f'<a href="{reading(standing.place)}">{escape(standing.reason)}</a>' if linked else escape(standing.reason)
    successor = f'，<a href="{document(standing.successor)}">看现在的文件</a>' if standing.successor else ""
    return f'<p class="kb-standing"><strong>{standing.validity}</strong>　{reason}{successor}</p>'


def folded(summary: str, content: str) -> str:
    """Content that unfolds on demand; both are HTML already."""
    return f"<details><summary>{summary}</summary>{content}</details>"


def listed(items: Iterable[str]) -> str:
    """A list; the items are HTML already."""
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
