"""Checking a file in a process of its own, with bounded memory and time.

Readers of pictures, zip folders and PDFs can be made to ask for any amount of either; whatever a
file does to them, it does it there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from improvement_plans.uploads.kinds import LONGEST_NAME, CheckedFile, NotTaken

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 8
_PROJECT = Path(__file__).resolve().parent.parent.parent
TOO_MUCH = "This file asks too much of our check. Save it anew, as a PDF if you can, and try again"


def check_apart(name: str, content: bytes) -> CheckedFile:
    """What `checking.check_file` gives or raises; a file that breaks the check is not taken."""
    ending = name[-LONGEST_NAME:].replace("\x00", "")
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the name is one argument of it
            [sys.executable, "-m", "improvement_plans.uploads", ending],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS + 1,
            cwd=_PROJECT,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )
    except (subprocess.SubprocessError, OSError, ValueError):
        raise NotTaken(TOO_MUCH) from None
    head, _line, kept = done.stdout.partition(b"\n")
    said = json.loads(head)
    if "refused" in said:
        raise NotTaken(said["refused"])
    return CheckedFile(said["name"], said["kind"], kept)
