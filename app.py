"""Start with ``streamlit run app.py``. What it shows is in ``pages/house.py``."""

import streamlit as st

from pages.parts import server

app = st.App("pages/house.py", routes=server.ROUTES, lifespan=server.lifespan, on_script_error=server.on_error)
