"""引文篮: the sentences that a reader collected. The browser holds them; the index says whether they still stand.

Nothing of it is kept on the server: whoever opens the page sees what this browser collected.
"""

import streamlit as st

from kb.model import Quote
from kb.pages import opened
from kb.pages.downloads import WORD
from kb.pages.html import collected

_HELD = """
export default function ({ setStateValue, parentElement }) {
  const tell = () => {
    let held = "[]";
    try { held = localStorage.getItem("kb-basket") ?? "[]"; } catch {}
    if (parentElement.kbTold !== held) setStateValue("held", (parentElement.kbTold = held));
  };
  tell();
  addEventListener("kb-basket", tell);
  return () => removeEventListener("kb-basket", tell);
}
"""
_basket = st.components.v2.component("kb_basket", js=_HELD)


def _word(quotes: list[Quote]) -> bytes:
    from kb.library import papers

    return papers.word(papers.basket_paper(quotes))


def _show() -> None:
    st.html('<h1 class="kb-title">引文篮</h1>')
    library = opened.library()
    held = getattr(_basket(key="kb-basket", default={"held": None}, on_held_change=_noticed), "held", None)
    if held is None:  # the browser has not answered yet
        return
    quotes = collected.quotes_of(held)
    sound = [each for each in quotes if library.holds(each)]
    st.html(collected.basket(quotes, sound))
    if not sound:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="kb-answer-acts"):
        st.html(collected.acts(sound), width="content")
        st.download_button("导出 Word", lambda: _word(sound), "引文摘录.docx", WORD, key="kb-word", on_click="ignore")


def _noticed() -> None:
    """Run the page again; the new state is read there."""


with st.container(key="kb-ask"):
    _show()
