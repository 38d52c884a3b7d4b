"""The Streamlit entry: navigation only. `?q=` is a question, `?doc=` a document, `?section=` a section of it."""

from urllib.parse import urlsplit

import streamlit as st

from kb.pages.frame import closing, opening, spoken

st.set_page_config(page_title="政策知识库", page_icon="kb/pages/assets/icon.svg", layout="wide")

# A link to a section is served at the root itself; switching pages there would cost a run and break the way back.
reading = "doc" in st.query_params and not urlsplit(st.context.url or "").path.endswith("/read")
page = st.navigation(
    [
        st.Page("kb/pages/ask.py", title="问政策", url_path="ask", default=not reading),
        st.Page("kb/pages/match.py", title="惠企政策", url_path="match"),
        st.Page("kb/pages/read.py", title="读原文", url_path="read", default=reading),
        st.Page("kb/pages/indicators.py", title="指标", url_path="indicators"),
        st.Page("kb/pages/basket.py", title="引文篮", url_path="basket"),
        st.Page("kb/pages/files.py", title="文件与索引", url_path="files"),
    ],
    position="hidden",
)
opening(page.title)
with spoken():
    page.run()
closing()
