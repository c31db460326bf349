"""The portal's real processes on a test's database: gunicorn, and a broker that can be stopped."""

import http.client
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.db import connection
from django.test import Client

from buddy_portal.accounts.models import User
from buddy_portal.local_services import children, portal, readiness, valkey
from buddy_portal.local_services.children import Child, Command
from buddy_portal.local_services.places import PROJECT

TOKEN = "t" * 32
LONGEST_ANSWER = 2.0
"""Seconds after which a sender gives up: whoever waits longer was not served."""


@dataclass
class RealPortal:
    """Processes that a test starts, and stops in its end."""

    folder: Path
    settings: str = "improvement_plans.tests.real.settings"
    port: int = field(default_factory=valkey.free_port)
    running: dict[str, Child] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.broker = valkey.Broker(valkey.free_port(), self.folder / "valkey.log")

    @property
    def mails(self) -> list[Path]:
        return list((self.folder / "mail").glob("*.log"))

    def start_broker(self) -> None:
        server = self.running["broker"] = children.start(valkey.command(self.broker))
        valkey.wait_until_ready(self.broker, server)

    def start(self, name: str) -> None:
        """Start "web", "worker" or "beat" as production does."""
        programs = {
            "web": portal.web(self.port),
            "worker": portal.worker(2),
            "beat": portal.beat(self.folder / "beat"),
        }
        log = self.folder / f"{name}.log"
        command = Command(name, programs[name], self._environment(), log, PROJECT)
        child = self.running[name] = children.start(command)
        if name == "web":
            readiness.wait(self.port, child, interrupted=lambda: None)

    def stop(self, name: str) -> None:
        children.stop([self.running.pop(name)])

    def stop_all(self) -> None:
        children.stop(list(self.running.values()))

    def _environment(self) -> dict[str, str]:
        address = urlsplit(os.environ["DATABASE_URL"])
        path = f"{address.path.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
        return {
            **os.environ,
            "DATABASE_URL": urlunsplit(address._replace(path=path)),
            "REDIS_URL": self.broker.url,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "VAR_DIR": str(self.folder),
            "OUTBOX_SWEEP_SECONDS": "2",
            "LOG_LEVEL": "INFO",
        }

    def post_all(self, posts: list[tuple[User, str, dict]], at_once: int) -> list[tuple[int, str]]:
        """Send every form as its person, so many at the same time: status and page of each."""
        cookies = {user.pk: signed_in(user) for user, _path, _data in posts}

        def send(post: tuple[User, str, dict]) -> tuple[int, str]:
            user, path, data = post
            return self._post(path, data, cookies[user.pk])

        with ThreadPoolExecutor(at_once) as senders:
            return list(senders.map(send, posts))

    def _post(self, path: str, data: dict, session: str) -> tuple[int, str]:
        sender = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        }
        try:
            sender.request("POST", path, body, headers)
            answer = sender.getresponse()
            return answer.status, answer.read().decode()
        finally:
            sender.close()

    patience: float = 60.0


def signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
