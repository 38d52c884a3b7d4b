"""文件与索引."""

import streamlit as st

st.html('<h1 class="kb-title">文件与索引</h1>')
