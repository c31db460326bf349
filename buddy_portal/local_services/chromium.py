"""Finds the Chromium that the browser tests drive, or installs Debian's where that is allowed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from buddy_portal.local_services import install
from buddy_portal.local_services.problems import StartProblem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/snap/bin/chromium")
PACKAGES = ("chromium", "fonts-liberation")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Headless, as any account, and without Chromium's own calls to the outside."""
BRING_IT = (
    "No Chromium was found, and the browser tests need one. Bring it with "
    "`sudo apt-get install chromium fonts-liberation` (Debian, Ubuntu) or set CHROMIUM to "
    "the path of a Chromium or Chrome of your own, then start again."
)


def find() -> Path | None:
    """CHROMIUM where it is set, else the first Chromium or Chrome of this machine."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if os.access(named, os.X_OK) else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in PLACES if os.access(place, os.X_OK)), None)


def find_or_install(
    apt_install: Callable[..., bool] = install.apt_install,
    announce: Callable[[str], None] = install.say,
) -> Path:
    """The Chromium to use; raises StartProblem with the command that brings one."""
    if found := find():
        return found
    announce("installing Chromium for the browser tests")
    apt_install(*PACKAGES)
    if found := find():
        return found
    raise StartProblem(BRING_IT)
