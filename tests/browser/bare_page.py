"""Every kind of thing that the app's pages are made of, as Streamlit brings it: accessibility is measured by it."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(page_title="bare", layout="wide")


def first() -> None:
    st.title("Title")
    st.markdown("Words, **strong** and :small[small]", help="help")
    st.subheader("Below")
    st.metric("Figure", "1", help="help", border=True)
    with st.tabs(["One", "Two"], key="tabs", on_change="rerun")[0]:
        st.plotly_chart(go.Figure(go.Scatter(x=[1, 2], y=[3, 4])), on_select="rerun", key="chart", alt="chart")
    frame = pd.DataFrame({"a": [1, 2]})
    st.dataframe(frame, on_select="rerun", key="frame", alt="frame")
    st.table(frame, alt="table")
    st.slider("Slider", 0.0, 1.0, help="help")
    st.slider("Slider at rest", 0.0, 1.0, disabled=True)
    st.selectbox("One", ["a", "b"])
    st.multiselect("Several", ["a", "b"], default=["a"])
    st.text_input("Line")
    st.text_area("Lines")
    st.number_input("Number")
    st.date_input("Day")
    st.radio("Radio", ["a", "b"])
    st.toggle("Toggle")
    st.checkbox("Checkbox")
    st.pills("Pills", ["a", "b"])
    st.segmented_control("Segments", ["a", "b"], default="a")
    st.pagination(5, key="pages")
    st.file_uploader("File")
    for kind in ("primary", "secondary", "tertiary"):
        st.button(kind, type=kind)  # type: ignore[arg-type]
        st.button(f"{kind} at rest", type=kind, disabled=True)  # type: ignore[arg-type]
    st.button("Shortcut", shortcut="Alt+N")
    st.download_button("Download", "x")
    with st.expander("More"):
        st.write("words")
    with st.popover("Even more"):
        st.write("words")
    with st.container(height=100):
        for name in "abc":
            st.slider(name, 0, 9)
    for tell in (st.info, st.warning, st.error, st.success):
        tell("words")
    st.page_link(other, label="Elsewhere", icon=":material/sell:")
    st.html("<p hidden>the end</p>")


def second() -> None:
    st.title("Second")


other = st.Page(second, title="Second", icon=":material/sell:")
chosen = st.navigation([st.Page(first, title="First", icon=":material/sell:"), other])
with st.sidebar:
    st.markdown("**words**")
    st.toggle("At the side", help="help")
    st.segmented_control("Language", ["a", "b"], default="a", required=True)
chosen.run()
