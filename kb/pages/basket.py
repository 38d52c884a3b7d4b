"""引文篮."""

import streamlit as st

st.html('<h1 class="kb-title">引文篮</h1>')
