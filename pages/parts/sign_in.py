"""What ``.streamlit/secrets.toml`` says (see the README): sign-in with OpenID Connect, databases and a cluster."""

from __future__ import annotations

from functools import cache

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from analysis.language import Language
from analysis.workspace.cluster import Cluster
from analysis.workspace.users import LOCAL, User, user_from

# The provider sends people back to the start page: the page and workspace they asked for wait in the browser tab.
_SCRIPT = """
export default function ({ data }) {
  const place = "keepworthy.asked";
  if (!data.signed_in) {
    if (location.pathname !== "/" || location.search) sessionStorage.setItem(place, location.href);
    return;
  }
  const asked = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (asked && new URL(asked).origin === location.origin && asked !== location.href) location.replace(asked);
}
"""
_way_back = st.components.v2.component("keepworthy_way_back", html="<span hidden></span>", js=_SCRIPT)


@cache
def required() -> bool:
    """Whether everyone must sign in. A broken secrets file is an error and never an open door."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError as trouble:
        if trouble.error_id == "no-secrets-found":
            return False
        raise


def connections() -> list[str]:
    """The database connections that whoever runs the server has set up."""
    try:
        return [name for name, entry in st.secrets.get("connections", {}).items() if entry.get("type", "sql") == "sql"]
    except StreamlitSecretNotFoundError:
        return []


def cluster_offered() -> Cluster | None:
    """The cluster that whoever runs the server has set up: ``address`` and ``tables`` in ``[spark]``."""
    try:
        entry = st.secrets.get("spark")
    except StreamlitSecretNotFoundError:
        return None
    return Cluster(entry["address"], tuple(entry["tables"])) if entry else None


def user() -> User:
    """Who is signed in; the one user of this computer where nobody must. Raises ``PermissionError`` for nobody."""
    if not required():
        return LOCAL
    if not st.user.is_logged_in:
        raise PermissionError
    return user_from(st.user.to_dict())


def gate(language: Language) -> None:
    """Lets nobody past who must sign in and has not."""
    if not required():
        return
    _way_back(data={"signed_in": bool(st.user.is_logged_in)}, key="way_back", height=1)
    if not st.user.is_logged_in:
        st.title("keepworthy", anchor=False)
        st.markdown(language.text("workspace.sign_in.why"))
        if st.button(language.text("workspace.sign_in.in"), icon=":material/login:", type="primary"):
            st.login()
        st.stop()
