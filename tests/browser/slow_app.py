"""The app where every file takes a while to be written and leaves a line in the file ``WRITTEN``, and every list
counts as a long one: for tests of taking files away. Not to be imported: it slows whatever writes."""

import functools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from analysis import csv_file
from analysis.care import plan_document
from analysis.listen import guide
from analysis.refill import ranking
from analysis.report import workbook
from analysis.tag.form import Form
from analysis.upload import export
from analysis.workspace import portable
from pages.parts import server, take_away

SECONDS = 3.0
LOG = os.environ["WRITTEN"]


def slow(owner: Any, name: str) -> None:
    """Replaces what writes a file by one that takes its time, for pages, which are imported later."""
    write: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(write)
    def slowly(*arguments: Any, **more: Any) -> Any:
        with Path(LOG).open("a") as log:
            log.write(f"{name}\n")
        time.sleep(SECONDS)
        return write(*arguments, **more)

    setattr(owner, name, slowly)


take_away.ROWS_AT_ONCE = 0
for owner, name in (
    (csv_file, "csv_file"),
    (export, "set_aside_csv"),
    (guide, "guide"),
    (plan_document, "document"),
    (portable, "export"),
    (ranking, "as_csv"),
    (workbook, "write_workbook"),
    (Form, "csv"),
    (Form, "workbook"),
):
    slow(owner, name)

from pages.care import talk  # noqa: E402
from pages.listen import guide as guide_page  # noqa: E402

talk.AT_ONCE = guide_page.AT_ONCE = 0

app = st.App("../../pages/house.py", routes=server.ROUTES, lifespan=server.lifespan, on_script_error=server.on_error)
