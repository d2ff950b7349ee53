"""What the server does beside showing pages: its log, its health address, what it says when something goes wrong."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from analysis import log
from analysis.language import Language
from analysis.workspace import cluster, health, shelf
from pages.parts import session, sign_in

EARLY = (
    *("analysis.care.plan_document", "analysis.listen.guide", "analysis.report.workbook"),
    *("analysis.report.summary_file", "analysis.upload.template"),
)
"""Imported before anyone comes: sessions that begin at once and import them crosswise would wait for each other."""


async def _health(_: Request) -> JSONResponse:
    trouble = health.trouble()
    return JSONResponse({"status": trouble or "ok"}, 503 if trouble else 200, {"Cache-Control": "no-store"})


async def _first_step(asked: Request) -> RedirectResponse:
    """The first step lives at the root; its name as an address leads there, with what the address says."""
    return RedirectResponse(f"./?{asked.url.query}" if asked.url.query else "./")


ROUTES = [Route("/health", _health), Route("/upload", _first_step)]


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Opens the log, and removes what was deleted longer ago than the grace period."""
    log.begin()
    logging.getLogger("streamlit.error_util").addFilter(log.WithoutValues())
    cluster.set_up(sign_in.cluster_offered())
    shelf.tidy()
    for name in EARLY:
        import_module(name)
    gc.collect()
    gc.freeze()  # what was imported stays: to look through it for garbage again and again takes 0.15 s each time
    log.note("server started")
    yield {}
    log.note("server stopped")


def on_error(error: Exception) -> bool:
    """Says in the reader's language that something went wrong, under the number it has in the log."""
    number = log.unexpected(error)
    st.error(Language(session.language_code()).text("workspace.unexpected", number=number), icon=":material/error:")
    return True
