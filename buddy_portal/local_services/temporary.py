"""A PostgreSQL and a Valkey for one run of the tests or a benchmark, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from buddy_portal.local_services import children, postgres, valkey
from buddy_portal.local_services.children import Child
from buddy_portal.local_services.records import start_time

_PREFIX = "buddy-temporary-"


@dataclass
class TemporaryServices:
    """Servers in a folder below the system's temporary one, without durability."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    """What the settings need to find the servers."""
    owner: int = field(default_factory=os.getpid)
    running: list[Child] = field(default_factory=list)

    def start_postgres(self) -> None:
        cluster = postgres.Cluster(
            self.folder / "pg", self.folder / "run", self.folder / "postgres.log", durable=False
        )
        postgres.prepare(cluster)
        self.running.append(children.start(postgres.command(cluster)))
        postgres.wait_until_ready(cluster, self.running[-1])
        self.environment["DATABASE_URL"] = cluster.url

    def start_valkey(self) -> None:
        broker = valkey.Broker(valkey.free_port(), self.folder / "valkey.log")
        self.running.append(children.start(valkey.command(broker)))
        valkey.wait_until_ready(broker, self.running[-1])
        self.environment["REDIS_URL"] = broker.url

    def stop(self) -> None:
        """End the servers and remove their files; in a forked process do nothing."""
        if os.getpid() == self.owner:
            children.stop(self.running)
            self.running.clear()
            shutil.rmtree(self.folder, ignore_errors=True)


def start(named: Mapping[str, str]) -> TemporaryServices:
    """Start the servers that `named` gives no address of, and wait until they answer."""
    remove_forgotten()
    mark = f"{_PREFIX}{os.getpid()}-{start_time(os.getpid()).replace(' ', '')}-"
    folder = Path(tempfile.mkdtemp(prefix=mark))
    folder.chmod(0o711)  # PostgreSQL may run as another account and must be able to pass
    services = TemporaryServices(folder)
    try:
        if not named.get("DATABASE_URL"):
            services.start_postgres()
        if not named.get("REDIS_URL"):
            services.start_valkey()
    except BaseException:
        services.stop()
        raise
    return services


def remove_forgotten() -> None:
    """Remove the folders of runs that were killed: their process is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid, started = folder.name.removeprefix(_PREFIX).split("-")[:2]
        if start_time(int(pid)).replace(" ", "") != started:
            shutil.rmtree(folder, ignore_errors=True)
