"""读原文: the list of documents, or one document with the section that an address cites."""

from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import QuestionRefused
from kb.model import Document, Section
from kb.pages import opened
from kb.pages.frame import notice
from kb.pages.html import related, shelf, text

if TYPE_CHECKING:
    from kb.library import Library


def _section(document: Document, wanted: str) -> Section | None:
    """The section of an address, given whole (`ningbo-ip-145/3.3.2`) or without its document (`3.3.2`)."""
    found = next((each for each in document.sections if each.id in (wanted, f"{document.id}/{wanted}")), None)
    if wanted and found is None:
        notice(f"《{document.title}》里没有编号为“{wanted}”的章节，下面是全文")
    return found


def _cited(library: "Library", section: Section, question: str) -> text.Cited:
    """A section with what the answer to `question` quotes of it; an address with no real question is no failure."""
    try:
        quotes = library.ask(question).quotes if question else ()
    except QuestionRefused:
        return text.Cited(section)
    return text.Cited(section, question, tuple(each.text for each in quotes if each.section == section.id))


def _show() -> None:
    library = opened.library()
    wanted = st.query_params.get("doc", "").strip("/")
    if not wanted:
        st.html(shelf.shelf(library.documents(), library.section_counts(), library.refusals()))
        return
    document = library.document(wanted)
    section = _section(document, st.query_params.get("section", ""))
    cited = _cited(library, section, st.query_params.get("q", "")) if section else None
    said, told = library.known.relations(document.id)
    beside = related.history(library.known.history(document.id)) + related.relations(said, told)
    st.html(text.page(document, library.known.standing(document.id), cited, beside))


with st.container(key="kb-read"):
    _show()
