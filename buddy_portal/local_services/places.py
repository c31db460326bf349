"""Where the launcher keeps its files: one folder, `var/`, and one short folder for sockets."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from buddy_portal.local_services.problems import StartProblem

PROJECT = Path(__file__).resolve().parent.parent.parent
LEAST_ROOM = 300 * 1024 * 1024
"""Bytes that a first start needs: an empty cluster, its log and the static files."""


@dataclass(frozen=True)
class Places:
    """Every path the launcher writes to, below `var`."""

    var: Path

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def cluster(self) -> Path:
        return self.var / "pg"

    @property
    def lock(self) -> Path:
        return self.var / "lock"

    @property
    def processes(self) -> Path:
        return self.var / "pids.json"

    @property
    def addresses(self) -> Path:
        return self.var / "services.json"

    @property
    def password(self) -> Path:
        return self.var / "demonstration-password"

    @property
    def static_stamp(self) -> Path:
        return self.var / "static.stamp"

    @property
    def sockets(self) -> Path:
        """A short path of its own: a socket's path may be 107 bytes long at most."""
        mark = hashlib.sha256(str(self.var).encode()).hexdigest()[:8]
        return Path(f"/tmp/buddy-{os.getuid()}-{mark}")  # noqa: S108 - owner and mode are checked


def project_places() -> Places:
    """The places of this checkout; VAR_DIR moves them."""
    return Places(Path(os.environ.get("VAR_DIR") or PROJECT / "var").resolve())


def make_room(places: Places) -> None:
    """Create the folders, or say why this machine cannot hold them."""
    try:
        places.logs.mkdir(parents=True, exist_ok=True)
    except PermissionError:
        raise StartProblem(
            f"This account may not write to {places.var}: use a folder of your own."
        ) from None
    if not os.access(places.var, os.W_OK):
        raise StartProblem(f"This account may not write to {places.var}: it belongs to another.")
    free = shutil.disk_usage(places.var).free
    if free < LEAST_ROOM:
        raise StartProblem(
            f"The disk is full: {places.var} has {free // 1024**2} MB left and a start needs "
            f"{LEAST_ROOM // 1024**2} MB."
        )


def last_line(log: Path) -> str:
    """The last line of a log that says something, for a sentence about a failure."""
    if not log.exists():
        return "nothing was written"
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "nothing was written"
