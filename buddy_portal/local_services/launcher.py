"""`make run` and `make dev`: start everything in order, watch it, stop it."""

import contextlib
import json
import os
import socket
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from buddy_portal.local_services import (
    addresses,
    children,
    demonstration,
    portal,
    postgres,
    readiness,
    valkey,
)
from buddy_portal.local_services.children import Command
from buddy_portal.local_services.places import PROJECT, Places, last_line, make_room
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.records import end_leftovers, hold
from buddy_portal.local_services.reloading import changes
from buddy_portal.local_services.roster import Roster
from buddy_portal.local_services.screen import say, step
from buddy_portal.local_services.stopping import StopRequested, StopSwitch

SETTINGS = "buddy_portal.settings.local"
LOGGED = ("postgres", "valkey", "prepare", "web", "worker", "beat")
"""Each has a log; the log of the start before is kept as `.log.1`."""
_OFF = {"", "0", "no", "off", "false"}


@dataclass
class Launcher:
    """One start of the portal from one folder."""

    places: Places
    port: int
    reload: bool = False
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    switch: StopSwitch = field(default_factory=StopSwitch)

    def __post_init__(self) -> None:
        self.roster = Roster(self.places.processes, await_change=self.reload)
        self.began = time.monotonic()
        chosen = self.environment
        chosen.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        chosen.setdefault("DEMONSTRATION", "on")
        chosen.setdefault("PORTAL_URL", self.url)
        chosen["VAR_DIR"] = str(self.places.var)
        chosen["PYTHONUNBUFFERED"] = "1"
        if self.reload:
            chosen["RELOADING"] = "on"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_demonstration(self) -> bool:
        return self.environment["DEMONSTRATION"].lower() not in _OFF

    def run(self) -> None:
        """Start, watch, stop; raises StartProblem with the reason for an end nobody asked for."""
        make_room(self.places)
        note = f"process {os.getpid()}, {self.url}"
        with hold(self.places.lock, note), self.switch.listening():
            self._clear_up()
            check_port(self.port)
            say("Buddy portal: starting")
            try:
                self._start()
                self._watch()
            except StopRequested:
                say("Stopping")
            finally:
                self.roster.stop()
                self.places.addresses.unlink(missing_ok=True)
                postgres.forget_sockets(self.places.sockets)
            say("Stopped: nothing is left running")

    def _clear_up(self) -> None:
        if left := end_leftovers(self.places.processes):
            step("recovery", f"an earlier start was killed; ended what it left: {', '.join(left)}")
        for name in LOGGED:
            with contextlib.suppress(FileNotFoundError):
                self._log(name).replace(self._log(name).with_suffix(".log.1"))

    def _start(self) -> None:
        self._start_database()
        self._start_broker()
        self.places.addresses.write_text(
            json.dumps({name: self.environment[name] for name in ("DATABASE_URL", "REDIS_URL")})
        )
        self._prepare()
        web = self.roster.start(self._command("web", portal.web(self.port)), replaceable=True)
        readiness.wait(self.port, web, self.switch.raise_if_asked)
        schedule = self.places.var / "celerybeat-schedule"
        for name, arguments in (("worker", portal.worker()), ("beat", portal.beat(schedule))):
            self.roster.start(self._command(name, arguments), replaceable=True)
        self._announce()

    def _start_database(self) -> None:
        if named := self.environment.get("DATABASE_URL"):
            step("database", f"DATABASE_URL names one on {addresses.check_database(named)}")
            return
        cluster = postgres.Cluster(self.places.cluster, self.places.sockets, self._log("postgres"))
        step("database", f"PostgreSQL of its own in {short(cluster.data)}{whom(cluster)}")
        postgres.prepare(cluster)
        self.switch.raise_if_asked()
        server = self.roster.start(postgres.command(cluster))
        postgres.wait_until_ready(cluster, server)
        self.environment["DATABASE_URL"] = cluster.url

    def _start_broker(self) -> None:
        if named := self.environment.get("REDIS_URL"):
            step("broker", f"REDIS_URL names one on {addresses.check_broker(named)}")
            return
        broker = valkey.Broker(valkey.free_port(), self._log("valkey"))
        step("broker", f"Valkey of its own on port {broker.port}")
        valkey.wait_until_ready(broker, self.roster.start(valkey.command(broker)))
        self.environment["REDIS_URL"] = broker.url

    def _prepare(self) -> None:
        arguments = [*portal.PREPARE, *(() if self.reload else ("--static",))]
        secret = {}
        if self.is_demonstration:
            arguments.append("--demonstration")
            secret = {"DEMO_PASSWORD": demonstration.password(self.places.password)}
        step("data", "migrations and demonstration (longer the first time)")
        command = self._command("prepare", arguments, secret)
        child = children.start(command)
        if children.wait_for(child, interrupted=self.switch.raise_if_asked) != 0:
            raise StartProblem(
                f"Preparing the data failed. {short(command.log)} ends with: "
                f"{last_line(command.log)}"
            )

    def _announce(self) -> None:
        seconds = time.monotonic() - self.began
        say(f"Ready after {seconds:.1f} s: {self.url}")
        if self.is_demonstration:
            for line in demonstration.sign_in_lines(demonstration.password(self.places.password)):
                say(line)
        say(f"Logs are in {short(self.places.logs)}. Ctrl-C stops everything.")

    def _watch(self) -> None:
        with contextlib.closing(self._moments()) as moments:
            for changed in moments:
                self.switch.raise_if_asked()
                if changed:
                    step("reload", f"{changed} changed")
                    self.roster.restart()
                self.roster.check()

    def _moments(self) -> Generator[str, None, None]:
        """One moment after the other; the name of a changed file, or nothing."""
        if self.reload:
            yield from changes(PROJECT)
        while True:
            time.sleep(0.2)
            yield ""

    def _command(
        self, name: str, arguments: list[str], secret: Mapping[str, str] | None = None
    ) -> Command:
        environment = {**self.environment, **(secret or {})}
        return Command(name, arguments, environment, self._log(name), PROJECT)

    def _log(self, name: str) -> Path:
        return self.places.logs / f"{name}.log"


def check_port(port: int) -> None:
    """Raise StartProblem where the web process could not listen on this port."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise StartProblem(
                f"This account may not listen on port {port}: choose one above 1023, for example "
                "`make run PORT=8001`."
            ) from None
        except OSError:
            raise StartProblem(
                f"Port {port} is in use by another program: stop it, or choose another port, for "
                f"example `make run PORT={port + 1}`."
            ) from None


def whom(cluster: postgres.Cluster) -> str:
    """What is done about PostgreSQL's refusal to run as root."""
    if cluster.account is None:
        return ""
    closed = cluster.closed_to_account
    passing = f", with the right to pass {closed}, which is closed to others" if closed else ""
    return f", as `{cluster.account.name}` because you are root{passing}"


def short(path: Path) -> str:
    """A path below the project without the project's own."""
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)
