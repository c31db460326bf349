"""Which account runs PostgreSQL: it refuses to run as root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """An account of this machine."""

    name: str
    uid: int
    gid: int


def server_account(cluster: Path) -> Account | None:
    """Whom to become for PostgreSQL, or None to stay who we are.

    As root: the owner of the cluster where there is one, else `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        entry = pwd.getpwuid(owner)
    else:
        entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def closed_folder(path: Path) -> Path | None:
    """The first folder on the way to `path` that other accounts may not enter, if any."""
    for folder in reversed(path.resolve().parents):
        if folder.exists() and not folder.stat().st_mode & 0o001:
            return folder
    return None
