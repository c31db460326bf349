"""Gives `manage.py` on a person's own machine the embedded servers, where no others are named.

While `make run` runs, its servers are used. Else PostgreSQL and Valkey are started on the same
data for the length of the command, so that what a command imports is there at the next start.
"""

import atexit
import json
import os
from collections.abc import Sequence

from buddy_portal.local_services import postgres, valkey
from buddy_portal.local_services.places import Places, make_room, project_places
from buddy_portal.local_services.records import end_leftovers, held, hold
from buddy_portal.local_services.roster import Roster

LOCAL_SETTINGS = "buddy_portal.settings.local"
NAMES = ("DATABASE_URL", "REDIS_URL")
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "evaluate_files",
    "findstatic",
    "help",
    "simulate_evaluation",
    "suggest_pairings",
    "version",
}
"""Commands that never ask the database: they should not wait for one to start."""


def attach(arguments: Sequence[str]) -> None:
    """Set the addresses of the servers for this process; raises StartProblem.

    `arguments` are those of manage.py, its own name first.
    """
    if os.environ.get("DJANGO_SETTINGS_MODULE", LOCAL_SETTINGS) != LOCAL_SETTINGS:
        return
    missing = [name for name in NAMES if not os.environ.get(name)]
    if not missing or not _asks_the_database(arguments[1:]):
        return
    places = project_places()
    known = _running(places) or _start(places, f"manage.py {arguments[1]}")
    os.environ.update({name: known[name] for name in missing if name in known})


def _asks_the_database(arguments: Sequence[str]) -> bool:
    if not arguments or arguments[0] in WITHOUT_DATABASE:
        return False
    return not any(a in ("-h", "--help") or a.startswith("--settings") for a in arguments)


def _running(places: Places) -> dict[str, str]:
    """The addresses of the servers of a running `make run`; empty where none runs."""
    if not held(places.lock) or not places.addresses.exists():
        return {}
    return dict(json.loads(places.addresses.read_text()))


def _start(places: Places, name: str) -> dict[str, str]:
    """Start both servers on this folder's data until this process ends."""
    make_room(places)
    lock = hold(places.lock, f"process {os.getpid()}, {name}")
    end_leftovers(places.processes)
    roster = Roster(places.processes)
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:  # a forked process leaves its parent's servers alone
            roster.stop()
            postgres.forget_sockets(places.sockets)
            lock.close()

    atexit.register(end)
    cluster = postgres.Cluster(places.cluster, places.sockets, places.logs / "postgres.log")
    broker = valkey.Broker(valkey.free_port(), places.logs / "valkey.log")
    postgres.prepare(cluster)
    server = roster.start(postgres.command(cluster))
    carrier = roster.start(valkey.command(broker))
    postgres.wait_until_ready(cluster, server)
    valkey.wait_until_ready(broker, carrier)
    return {"DATABASE_URL": cluster.url, "REDIS_URL": broker.url}
