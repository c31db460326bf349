"""Gunicorn with two workers, asked over kept connections, and the processor time they spend.

Wall-clock time says as much about the neighbours of a machine as about a page; the processor time
of the workers is the steadiest figure there is.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from buddy_portal.local_services.portal import MEMORY_FOLDER
from buddy_portal.local_services.waiting import until

WORKERS = 2
NANOSECONDS = 1e-6
"""Milliseconds in one."""


class NotThePage(Exception):
    """What came back is not the page that was asked for, so its time means nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def expect(self, address: str, status: int) -> Answer:
        """The answer itself, where it is the one that is wanted."""
        if self.status != status:
            where = (
                f" and leads to {self.headers['location']}" if "location" in self.headers else ""
            )
            raise NotThePage(f"{address} answered {self.status}{where}, not {status}.")
        return self


@dataclass
class WebServer:
    """A server that listens, and the process that holds its workers."""

    port: int
    master: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request."""

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    @property
    def origin(self) -> str:
        """Where a form comes from, as the visitor of a proxy with TLS sees it."""
        return "https://127.0.0.1/"

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """A page, which must be one: a way to another page or an error is refused."""
        return self._ask("GET", address, headers or {}).expect(address, 200)

    def post(self, address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """A form that is sent, and must lead on to another page."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = self._ask("POST", address, {**headers, **kind}, urlencode(fields))
        return sent.expect(address, 302)

    def _ask(
        self, method: str, address: str, headers: Mapping[str, str], body: str | None = None
    ) -> Answer:
        try:
            self._connection.request(method, address, body, {**self.headers, **headers})
            answer = self._connection.getresponse()
            content = answer.read()
        except OSError:
            self._connection.close()
            raise
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, content)

    def is_ready(self, address: str) -> bool:
        try:
            return self._ask("GET", address, {}).status == 200
        except OSError:
            return False

    def close(self) -> None:
        """End the connection; the next request begins another one."""
        self._connection.close()

    def spent(self) -> float:
        """Milliseconds of processor time that all workers have taken so far."""
        family = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
        threads = [
            thread
            for worker in family
            for thread in Path(f"/proc/{worker}/task").glob("*/schedstat")
        ]
        return sum(int(thread.read_text().split()[0]) for thread in threads) * NANOSECONDS


@contextmanager
def serving(
    application: str,
    *,
    variables: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
    ready: str = "/",
) -> Iterator[WebServer]:
    """Gunicorn as in production for a WSGI application, until the block ends."""
    port = free_port()
    # The command is made of this interpreter and of names that this package gives.
    master = subprocess.Popen(  # noqa: S603
        command(application, port), env={**os.environ, **variables}
    )
    try:
        server = WebServer(port, master.pid, headers or {})
        if not until(lambda: server.is_ready(ready), seconds=60):
            raise TimeoutError(f"{application} did not answer within a minute.")
        yield server
        server.close()
    finally:
        master.terminate()
        master.wait(timeout=20)


def command(application: str, port: int) -> list[str]:
    """Loaded once and forked, with threads that keep connections: see local_services.portal."""
    heartbeat = ["--worker-tmp-dir", str(MEMORY_FOLDER)] if MEMORY_FOLDER.is_dir() else []
    return [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "4"),
        *("--keep-alive", "65", "--preload", "--no-control-socket", "--log-level", "error"),
        *("--graceful-timeout", "5", *heartbeat),
    ]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
