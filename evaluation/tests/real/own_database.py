"""A PostgreSQL of a test's own, which may be stopped without disturbing any other test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from buddy_portal.local_services import children, postgres
from buddy_portal.local_services.children import Child


@dataclass
class OwnDatabase:
    """A durable server with a copy of the tests' empty portal."""

    cluster: postgres.Cluster
    server: Child | None = None

    def start(self) -> None:
        self.server = children.start(postgres.command(self.cluster))
        postgres.wait_until_ready(self.cluster, self.server)

    def restart_immediately(self) -> None:
        """As `pg_ctl restart -m immediate`: no goodbye to anybody, and recovery from the log."""
        assert self.server is not None
        connection.close()
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait()
        self.start()

    def stop(self) -> None:
        if self.server is not None:
            children.stop([self.server])
            self.server = None


@pytest.fixture
def own_database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnDatabase]:
    """The test and the processes it starts use this server until the test ends."""
    folder = Path(tempfile.mkdtemp(prefix="buddy-own-"))
    folder.chmod(0o711)  # PostgreSQL may run as another account and must be able to pass
    database = OwnDatabase(postgres.Cluster(folder / "pg", folder / "run", folder / "postgres.log"))
    postgres.prepare(database.cluster)
    database.start()
    shared = dict(connection.settings_dict)
    _copy(shared, database.cluster)
    connection.close()
    connection.settings_dict.update(HOST=str(database.cluster.sockets), NAME=postgres.DATABASE)
    monkeypatch.setenv("DATABASE_URL", database.cluster.url)
    yield database
    connection.close()
    connection.settings_dict.update(shared)
    database.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _copy(shared: dict[str, object], cluster: postgres.Cluster) -> None:
    """The tables as the tests have them, and what migrations wrote into them."""
    programs, source = postgres.programs(), ["-h", str(shared["HOST"]), "-U", "postgres"]
    dump = subprocess.run(
        [str(programs / "pg_dump"), "-Fc", *source, str(shared["NAME"])],
        check=True,
        capture_output=True,
    )
    target = ["-h", str(cluster.sockets), "-U", "postgres", "-d", postgres.DATABASE]
    subprocess.run(
        [str(programs / "pg_restore"), "--no-owner", "--exit-on-error", *target],
        check=True,
        capture_output=True,
        input=dump.stdout,
        env={**os.environ, "PGOPTIONS": ""},
    )
