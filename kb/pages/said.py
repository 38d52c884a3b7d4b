"""Whether an answer was of use: two buttons, and on 没用 a short form. What is said stays on this machine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import FeedbackRefused
from kb.model import Answer
from kb.pages.frame import notice
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

SAID = "kb-said"
"""Under which the session keeps what the reader said last: (question, what)."""
USELESS, KEPT = "没用", "已记下"
THANKS = '<p class="kb-hint" role="status">谢谢，已记在本机，用来改进检索。</p>'


@st.fragment
def feedback(library: "Library", answer: Answer) -> None:
    """Draw the buttons below an answer, or what came of them."""
    question, said = st.session_state.get(SAID, ("", ""))
    if question != answer.question:
        _buttons(library, answer)
    elif said == USELESS:
        _form(library, answer)
    elif said == KEPT:
        st.html(THANKS)
    else:
        notice(said)


def _buttons(library: "Library", answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="kb-feedback"):
        st.html('<p class="kb-hint">这个回答有用吗？</p>', width="content")
        st.button("有用", key="kb-useful", on_click=_keep, args=(library, answer, True))
        st.button("没用", key="kb-useless", on_click=_say, args=(answer, USELESS))


def _form(library: "Library", answer: Answer) -> None:
    from kb.feedback import MOST, Fault

    with st.form("kb-fault", border=True):
        st.pills("哪里不好？（可多选）", [*Fault], selection_mode="multi", key="kb-faults")
        st.text_input("想补充的话（可不填，请勿写个人信息）", key="kb-remark", max_chars=MOST)
        st.form_submit_button("提交", key="kb-said-it", on_click=_keep, args=(library, answer, False))


def _keep(library: "Library", answer: Answer, useful: bool) -> None:
    """Write down what was said; why that failed is shown in the place of thanks."""
    from kb.feedback import Fault, Feedback, keep

    faults: Sequence[str] = () if useful else st.session_state.get("kb-faults") or ()
    remark: str = "" if useful else st.session_state.get("kb-remark") or ""
    try:
        keep(Settings.of().corpus, Feedback(answer, useful, tuple(map(Fault, faults)), remark), library.generation)
        _say(answer, KEPT)
    except FeedbackRefused as refusal:
        _say(answer, str(refusal))


def _say(answer: Answer, what: str) -> None:
    st.session_state[SAID] = (answer.question, what)
