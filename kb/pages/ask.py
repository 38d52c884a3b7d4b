"""问政策: one question, answered in the documents' own sentences."""

import streamlit as st

from kb.pages import opened
from kb.pages.html import answered

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


def _show() -> None:
    library = opened.library()
    st.html('<h1 class="kb-title">问政策</h1>')
    question = _box()
    if not question:
        _starters("可以这样问：")
        st.html(answered.welcome(library.documents()))
        library.search("知识产权", 1)  # loads the dictionary while the first question is being typed
        return
    answer = library.ask(question)
    if library.rewrites and answer.answered:
        above = st.empty()
        above.html(answered.WAITING)
        st.html(answered.answer(answer))
        above.html(answered.rewritten(library.rewrite(answer)))
        return
    st.html(answered.answer(answer))
    if not answer.answered:
        _starters("换一个问题，例如：")


with st.container(key="kb-ask"):
    _show()
