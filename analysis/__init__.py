"""Everything that is true without a browser. Nothing in here imports streamlit."""

VERSION = "0.1.0"
