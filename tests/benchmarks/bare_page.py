"""The least that a page with a slider and a chart takes: nothing but these two. ``BENCHMARK_POINTS``: the chart's."""

import os

import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
slope = st.slider("Slope", 0.0, 100.0, 50.0, 1.0)
places = np.arange(int(os.environ.get("BENCHMARK_POINTS", "1000")))
st.plotly_chart(go.Figure(go.Scatter(x=places, y=np.sqrt(places) * slope)), key="chart")
