"""指标."""

import streamlit as st

st.html('<h1 class="kb-title">指标</h1>')
