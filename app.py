"""The Streamlit entry: navigation only. `?q=` is a question, `?doc=` a document, `?section=` a section of it."""

from urllib.parse import urlsplit

import streamlit as st

from kb.pages.frame import PAGES, closing, opening, spoken

st.set_page_config(page_title="政策知识库", page_icon="kb/pages/assets/icon.svg", layout="wide")

# A page is named by a parameter at the root (`./?match=`): below a path of its own Streamlit first looks for its server
# there, and switching pages at the root would cost a run and break the way back.
path = urlsplit(st.context.url or "").path.rpartition("/")[2]
named = next((page for page in PAGES if page.parameter in st.query_params and page.name != path), PAGES[-1])
page = st.navigation(
    [
        st.Page(f"kb/pages/{each.name}.py", title=each.title, url_path=each.name, default=each is named)
        for each in PAGES
    ],
    position="hidden",
)
opening(page.title)
with spoken():
    page.run()
closing()
