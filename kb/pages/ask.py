"""问政策: one question, answered in the documents' own sentences."""

from typing import TYPE_CHECKING

import streamlit as st

from kb.model import Answer
from kb.model.filters import EVERYTHING, Filters
from kb.pages import filters, opened
from kb.pages.downloads import WORD
from kb.pages.html import answered
from kb.pages.said import feedback

if TYPE_CHECKING:
    from kb.library import Library

STARTERS = (
    "商标能拿去银行贷款吗",
    "在国外被告侵权怎么办",
    "2025年有效发明专利的目标是多少",
    "乡下特产怎么打品牌",
    "高校的专利怎么转给企业用",
)


def _box() -> str:
    with st.container(horizontal=True, vertical_alignment="bottom", key="kb-box"):
        question = st.text_input(
            "用一句话写下想问的事",
            key="q",
            bind="query-params",
            placeholder="例如：商标能拿去银行贷款吗",
            autocomplete="off",
        )
        st.button("提问", type="primary", key="kb-submit")
    return (question or "").strip()


def _starters(hint: str) -> None:
    st.html(f'<p class="kb-hint">{hint}</p>')
    with st.container(horizontal=True, key="kb-starters"):
        for number, starter in enumerate(STARTERS):
            st.button(starter, key=f"kb-starter-{number}", on_click=_ask, args=(starter,))


def _ask(question: str) -> None:
    st.session_state["q"] = question


def _acts(answer: Answer) -> None:
    """What can be done with an answer."""
    with st.container(horizontal=True, vertical_alignment="center", key="kb-answer-acts"):
        st.html(answered.acts(answer), width="content")
        st.download_button(
            "导出 Word", lambda: _word(answer), "政策原文摘录.docx", WORD, key="kb-word", on_click="ignore"
        )


def _word(answer: Answer) -> bytes:
    from kb.library import papers

    return papers.word(papers.answer_paper(answer))


def _answered(library: "Library", question: str, chosen: Filters) -> None:
    answer = library.ask(question, filters=chosen)
    above = st.empty()
    if library.rewrites and answer.answered:
        above.html(answered.WAITING)
    st.html(answered.answer(answer))
    if answer.answered:
        _acts(answer)
    st.html(answered.hits(answer))
    if not answer.answered:
        _starters("换一个问题，例如：")
    feedback(library, answer)
    if library.rewrites and answer.answered:
        above.html(answered.rewritten(library.rewrite(answer)))


def _show() -> None:
    st.html('<h1 class="kb-title">问政策</h1>')
    question = _box()
    waiting = st.empty()
    waiting.html(answered.SKELETON)
    library = opened.library()
    waiting.empty()
    chosen = filters.chosen(library)
    if chosen.documents:
        st.html(answered.narrowed(library.documents(chosen), question))
    if question:
        _answered(library, question, chosen)
        return
    _starters("可以这样问（按 / 键直接输入）：")
    st.html(answered.welcome(library.documents()))
    library.search("知识产权", 1, EVERYTHING)  # loads the dictionary while the first question is being typed


with st.container(key="kb-ask"):
    _show()
