"""Text → HTML. Whatever comes from a document, a question or an address goes through `escape` first."""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

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


def asking(question: str) -> str:
    """The address of a question's answer."""
    return escape("./?" + urlencode({"q": question}, quote_via=quote))


def reading(section: str, question: str = "") -> str:
    """The address of a section in its document; with the question, the way back to its answer is kept."""
    values = {"doc": section.rpartition("/")[0], "section": section} | ({"q": question} if question else {})
    return escape("./?" + urlencode(values, quote_via=quote, safe="/"))


def document(id_: str) -> str:
    """The address of a document."""
    return escape("./?" + urlencode({"doc": id_}, quote_via=quote))


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
