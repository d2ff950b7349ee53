"""Whether edits can be saved here, for whoever watches a server."""

from __future__ import annotations

import os
import shutil

from analysis.workspace import home

ENOUGH_IN_BYTES = 100 * 2**20


def trouble() -> str | None:
    """What keeps workspaces from being written, in a few English words; None where nothing does."""
    folder = home.home()
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return "workspaces not writable"
    if shutil.disk_usage(folder).free < ENOUGH_IN_BYTES:
        return "disk almost full"
    return None
