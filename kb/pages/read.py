"""读原文: the list of documents, one document with the section that an address cites, or two side by side."""

from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import NotFound, OriginalUnavailable, QuestionRefused
from kb.model import Document, Hit, Section
from kb.model.filters import Filters
from kb.pages import opened
from kb.pages.downloads import WORD, XLSX
from kb.pages.frame import notice
from kb.pages.html import compared, lost, original, related, shelf, text
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

FEW = 8
"""So many documents are seen at a glance; among more one wants to look for one."""
HITS = 3
"""How many places are offered for a section that is not there any more."""


def _show() -> None:
    library = opened.library()
    wanted = st.query_params.get("doc", "").strip("/")
    if not wanted:
        _shelf(library)
    elif other := st.query_params.get("with", "").strip("/"):
        _comparison(library, wanted, other)
    else:
        _document(library, wanted)


def _shelf(library: "Library") -> None:
    st.html('<h1 class="kb-title">读原文</h1>')
    documents = library.documents()
    words = ""
    if len(documents) > FEW:
        words = st.text_input(
            "按标题、文号、文件名查找", key="find", bind="query-params", placeholder="例如：知识产权 规划"
        )
    st.html(shelf.shelf(documents, library.section_counts(), library.refusals(), words or ""))


def _document(library: "Library", wanted: str) -> None:
    try:
        document = library.document(wanted)
    except NotFound:
        from kb.library.lost import near_documents

        st.html(lost.document(wanted, near_documents(library.documents(), wanted)))
        return
    question = st.query_params.get("q", "")
    section = _section(library, document, st.query_params.get("section", ""), question)
    cited = _cited(library, section, question) if section else None
    beside = _beside(library, document)
    standing = library.known.standing(document.id)
    st.html(text.page(document, standing, cited, related=beside, original=_original(document, section)))
    with st.container(horizontal=True, key="kb-original-file"):
        st.download_button(
            "下载原件", lambda: _content(document), document.file.rpartition("/")[2], key="kb-file", on_click="ignore"
        )


def _section(library: "Library", document: Document, wanted: str, question: str) -> Section | None:
    """The section of an address, given whole (`ningbo-ip-145/3.3.2`) or without its document (`3.3.2`)."""
    found = next((each for each in document.sections if each.id in (wanted, f"{document.id}/{wanted}")), None)
    if wanted and found is None:
        from kb.library.lost import near_sections

        hits = _hits(library, document, question)
        st.html(lost.section(document, wanted, near_sections(document, wanted), hits))
    return found


def _hits(library: "Library", document: Document, question: str) -> tuple[Hit, ...]:
    try:
        return library.search(question, HITS, Filters(documents=(document.id,))) if question else ()
    except QuestionRefused:
        return ()


def _cited(library: "Library", section: Section, question: str) -> text.Cited:
    """A section with what the answer to `question` quotes of it; an address with no real question is no failure."""
    words = library.quoted(section)
    try:
        quotes = library.ask(question).quotes if question else ()
    except QuestionRefused:
        return text.Cited(section, words)
    return text.Cited(section, words, question, tuple(each.text for each in quotes if each.section == section.id))


def _beside(library: "Library", document: Document) -> str:
    """How a document stands to others: its validity over time, its editions, its relations."""
    known = library.known
    return (
        related.history(known.history(document.id))
        + compared.editions(document, known.editions(document))
        + related.relations(*known.relations(document.id))
    )


def _original(document: Document, section: Section | None) -> str:
    """The page of the file that the address asks for, or the way to one."""
    from kb.library import originals

    if not originals.has_pages(document):
        return ""
    asked = st.query_params.get("page", "")
    if not asked.isdecimal():
        return original.offer(document)
    try:
        picture = _picture(Settings.of(), document.id, document.sha256, int(asked[:6]), document)
    except OriginalUnavailable as reason:
        notice(str(reason))
        return original.offer(document)
    return original.page(document, section, int(asked[:6]), picture)


@st.cache_data(max_entries=64, show_spinner="正在画出原件的页面……")
def _picture(settings: Settings, id_: str, sha256: str, number: int, _document: Document) -> bytes:  # noqa: ARG001
    from kb.library import originals

    return originals.page(settings, _document, number)


def _content(document: Document) -> bytes:
    from kb.library import originals

    return originals.content(Settings.of(), document)


def _comparison(library: "Library", wanted: str, other: str) -> None:
    from kb.library import papers

    found = library.known.compare(wanted, other)
    st.html(compared.comparison(found, wanted))
    with st.container(horizontal=True, key="kb-compared"):
        st.download_button(
            "导出 Word", lambda: papers.word(papers.comparison_paper(found)), "对照.docx", WORD, on_click="ignore"
        )
        st.download_button(
            "导出 Excel", lambda: papers.workbook(papers.comparison_sheets(found)), "对照.xlsx", XLSX, on_click="ignore"
        )


with st.container(key="kb-read"):
    _show()
