"""惠企政策."""

import streamlit as st

st.html('<h1 class="kb-title">惠企政策</h1>')
