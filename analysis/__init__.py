"""Everything that is true without a browser. Nothing in here imports streamlit."""
