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


@dataclass(frozen=True)
class Descent:
    """How root becomes another account: by the child itself, or through the program `setpriv`."""

    account: Account | None
    before: tuple[str, ...] = ()


def descent(account: Account | None, closed: Path | None, program: str | None) -> Descent | None:
    """How to run a server as `account`; None where the machine offers no way.

    A folder that is closed to others would keep the account from its own files, so there it
    keeps root's right to pass, which only `setpriv` can give. SIGINT is what the kernel sends
    to an orphan: a change of account forgets what was asked of it before.
    """
    if account is None or closed is None:
        return Descent(account)
    if program is None:
        return None
    become = (f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups")
    pass_by = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return Descent(None, (program, *become, *pass_by, "--pdeathsig=INT", "--"))


def closed_folder(path: Path) -> Path | None:
    """The first folder on the way to `path` that other accounts may not enter, if any."""
    for folder in reversed(path.resolve().parents):
        if folder.exists() and not folder.stat().st_mode & 0o001:
            return folder
    return None
