"""The real thing: a launcher with its servers, web process, worker and beat."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from buddy_portal.local_services.places import PROJECT, Places
from buddy_portal.local_services.records import start_time
from buddy_portal.local_services.valkey import free_port
from buddy_portal.local_services.waiting import until

pytestmark = pytest.mark.slow
OURS = {
    "DATABASE_URL",
    "REDIS_URL",
    "DJANGO_SETTINGS_MODULE",
    "BROKER_KEY_PREFIX",
    "PORTAL_URL",
}
ALL = {"postgres", "valkey", "web", "worker", "beat"}


@dataclass
class Started:
    """A launcher in a process of its own."""

    process: subprocess.Popen[bytes]
    output: Path
    places: Places
    port: int

    def wait(self, for_text: str, seconds: float = 180) -> str:
        until(lambda: for_text in self.said() or self.process.poll() is not None, seconds=seconds)
        assert for_text in self.said()
        return self.said()

    def said(self) -> str:
        return self.output.read_text()

    def pids(self) -> dict[str, int]:
        noted = json.loads(self.places.processes.read_text())
        return {name: entry["pid"] for name, entry in noted.items()}

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body


@pytest.fixture
def launch(open_folder: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Started]]:
    """Starts launchers in one folder of the test's own, and ends those it left running."""
    places = Places(open_folder / request.node.name)
    launched: list[Started] = []

    def start(*options: str) -> Started:
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        environment |= {"VAR_DIR": str(places.var), "DEMONSTRATION": "off"}
        output = open_folder / f"{request.node.name}-{len(launched)}.out"
        with output.open("wb") as out:
            process = subprocess.Popen(
                [*LAUNCHER, "run", "--port", str(port), *options],
                cwd=PROJECT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        launched.append(Started(process, output, places, port))
        return launched[-1]

    yield start
    for started in launched:
        started.process.kill()
        started.process.wait()
    shutil.rmtree(places.sockets, ignore_errors=True)


LAUNCHER = [sys.executable, "-m", "buddy_portal.local_services"]


def gone(pids: dict[str, int]) -> bool:
    return not any(start_time(pid) for pid in pids.values())


def test_portal_starts_serves_replaces_a_killed_worker_and_stops(launch):
    started = launch()
    started.wait("Ready after")
    assert started.get("/readyz")[0] == 200
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', started.get("/")[1])
    assert style is not None
    assert started.get(style.group(1))[0] == 200

    refused = launch()
    refused.process.wait(timeout=120)
    assert refused.process.returncode == 1
    assert "already runs from this folder" in refused.said()

    before = started.pids()
    assert set(before) == ALL
    os.kill(before["worker"], signal.SIGKILL)
    started.wait("worker     ended by itself and is started again")
    assert until(lambda: started.pids()["worker"] != before["worker"], seconds=20)

    pids = started.pids()
    started.process.send_signal(signal.SIGTERM)
    started.process.wait(timeout=120)
    assert started.process.returncode == 0
    assert gone(pids)


def test_killed_launcher_leaves_nothing_and_the_next_start_recovers(launch):
    killed = launch("--reload")
    killed.wait("Ready after")
    pids = killed.pids()
    killed.process.kill()
    killed.process.wait()

    again = launch("--reload")
    again.wait("Ready after")
    assert gone(pids)
    assert again.get("/readyz")[0] == 200

    os.kill(again.pids()["postgres"], signal.SIGKILL)
    again.process.wait(timeout=120)
    assert again.process.returncode == 1
    assert "postgres ended by itself" in again.said()
