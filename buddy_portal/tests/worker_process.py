"""A real Celery worker in a process of its own, on the test's database and broker.

Starting takes about four seconds: mark tests that use it with `worker`.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from buddy_portal.local_services import children, portal
from buddy_portal.local_services.children import Child, Command
from buddy_portal.local_services.places import PROJECT, last_line
from buddy_portal.local_services.waiting import until

_READY = " ready."


@dataclass
class WorkerProcess:
    """A worker that a test can kill and start again."""

    command: Command
    child: Child | None = None

    def start(self) -> None:
        """Start and wait until the worker takes jobs."""
        assert self.child is None
        self.command.log.write_bytes(b"")
        child = self.child = children.start(self.command)
        until(lambda: child.ended() or _READY in self.log(), seconds=30)
        assert _READY in self.log(), f"the worker did not start: {last_line(self.command.log)}"

    def kill(self) -> None:
        """kill -9 the worker with all its processes, as a power cut would."""
        assert self.child is not None
        children.kill_group(self.child.pid)
        self.child.process.wait()
        self.child = None

    def stop(self) -> None:
        if self.child is not None:
            children.stop([self.child])
            self.child = None

    def log(self) -> str:
        return self.command.log.read_text(errors="replace")


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[WorkerProcess]:
    """A running worker; it ends before the database of the test is emptied."""
    address = urlsplit(os.environ["DATABASE_URL"])
    folder = address.path.rpartition("/")[0]
    database = f"{folder}/{connection.settings_dict['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(address._replace(path=database)),
        "DJANGO_SETTINGS_MODULE": os.environ.get(
            "DJANGO_SETTINGS_MODULE", "buddy_portal.settings.test"
        ),
        "LOG_LEVEL": "INFO",
    }
    worker = WorkerProcess(
        Command("worker", portal.worker(1), environment, tmp_path / "worker.log", PROJECT)
    )
    worker.start()
    yield worker
    worker.stop()
