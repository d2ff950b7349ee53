"""Start with ``streamlit run app.py``. What it shows is in ``pages/house.py``."""

import streamlit as st

app = st.App("pages/house.py")
