"""One launcher for a folder, and no server left behind: the lock and the list of processes."""

import fcntl
import json
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from buddy_portal.local_services.children import kill_group
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.waiting import until

GRACE = 3.0
"""Seconds that the servers of a killed launcher get to end by themselves."""
PATIENCE = 30.0
"""Seconds they get after being asked. PostgreSQL writes what it holds to a slow disk meanwhile;
killed in the middle, its children would still hold the memory that the next one needs."""


def hold(lock: Path, note: str) -> IO[str]:
    """Take the lock until the returned file is closed (or this process ends).

    Raises StartProblem where another launcher holds it.
    """
    file = lock.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise StartProblem(
            f"The portal already runs from this folder ({holder}): stop it first."
        ) from None
    file.truncate(0)
    file.write(note)
    file.flush()
    return file


def held(lock: Path) -> bool:
    """Whether a launcher runs from this folder."""
    if not lock.exists():
        return False
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start_time(pid: int) -> str:
    """When a process started, as its system says it; empty where it is gone or a zombie."""
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            fields = (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] == "Z" else fields[19]
    asked = subprocess.run(  # noqa: S603 - a number we wrote ourselves
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def write_processes(path: Path, pids: Mapping[str, int]) -> None:
    """Note the running processes, with their start times, for the next start."""
    known = {name: {"pid": pid, "started": start_time(pid)} for name, pid in pids.items()}
    new = path.with_suffix(".new")
    new.write_text(json.dumps(known))
    new.replace(path)


def end_leftovers(path: Path, grace: float = GRACE, patience: float = PATIENCE) -> list[str]:
    """End what a killed launcher left behind; returns the names of what had to be ended.

    A process number is used again after a while, so one with another start time is left alone.
    """
    left = _still_running(path)
    until(lambda: not _still_running(path), seconds=grace)
    stubborn = _still_running(path)
    for pid in stubborn.values():
        _signal(pid, signal.SIGINT)
    until(lambda: not _still_running(path), seconds=patience)
    for pid in _still_running(path).values():
        kill_group(pid)
    until(lambda: not _still_running(path), seconds=patience)
    path.unlink(missing_ok=True)
    return sorted(left)


def _still_running(path: Path) -> dict[str, int]:
    try:
        known = json.loads(path.read_text())
        return {
            name: entry["pid"]
            for name, entry in known.items()
            if entry["started"] and start_time(entry["pid"]) == entry["started"]
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # never written, or written in halves: nothing is known


def _signal(pid: int, sent: signal.Signals) -> None:
    try:
        os.kill(pid, sent)
    except ProcessLookupError:
        return
