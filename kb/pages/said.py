"""Whether an answer was of use: two buttons, and on 没用 a short form. What is said stays on this machine."""

from typing import TYPE_CHECKING

import streamlit as st

from kb.model import Answer
from kb.pages.frame import spoken
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

ASKED = "kb-said"
"""Under which the session keeps what the reader said of which question: (question, what)."""
THANKS = '<p class="kb-hint" role="status">谢谢，已记在本机，用来改进检索。</p>'


@st.fragment
def feedback(library: "Library", answer: Answer) -> None:
    """Draw the buttons below an answer, or what came of them."""
    question, said = st.session_state.get(ASKED, ("", ""))
    with spoken():
        if question != answer.question:
            _buttons(library, answer)
        elif said == "没用":
            _form(library, answer)
        else:
            st.html(THANKS)


def _buttons(library: "Library", answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="kb-feedback"):
        st.html('<p class="kb-hint">这个回答有用吗？</p>', width="content")
        if st.button("有用", key="kb-useful"):
            _keep(library, answer, useful=True)
        if st.button("没用", key="kb-useless"):
            _say(answer, "没用")


def _form(library: "Library", answer: Answer) -> None:
    from kb.feedback import MOST, Fault

    with st.form("kb-fault", border=True):
        faults = st.pills("哪里不好？（可多选）", [*Fault], selection_mode="multi", key="kb-faults")
        remark = st.text_input("想补充的话（可不填，请勿写个人信息）", key="kb-remark", max_chars=MOST)
        if st.form_submit_button("提交", key="kb-said-it"):
            _keep(library, answer, useful=False, faults=tuple(faults), remark=remark or "")


def _keep(library: "Library", answer: Answer, *, useful: bool, faults: tuple[str, ...] = (), remark: str = "") -> None:
    from kb.feedback import Fault, Feedback, keep

    keep(Settings.of().corpus, Feedback(answer, useful, tuple(map(Fault, faults)), remark), library.generation)
    _say(answer, "说了")


def _say(answer: Answer, what: str) -> None:
    st.session_state[ASKED] = (answer.question, what)
    st.rerun(scope="fragment")
