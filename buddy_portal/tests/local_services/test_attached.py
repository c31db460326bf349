import json
import os

import pytest

from buddy_portal.local_services import attached
from buddy_portal.local_services.addresses import check_broker, check_database
from buddy_portal.local_services.places import Places
from buddy_portal.local_services.records import hold


@pytest.fixture
def unnamed(open_folder, monkeypatch):
    """A person's shell: local settings, no server named."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", attached.LOCAL_SETTINGS)
    monkeypatch.setenv("VAR_DIR", str(open_folder / "attached"))
    for name in attached.NAMES:
        monkeypatch.setenv(name, "")
    return Places((open_folder / "attached").resolve())


@pytest.mark.parametrize(
    ("arguments", "asks"),
    [
        (["migrate"], True),
        (["import_survey", "file.csv", "--year", "2016"], True),
        (["suggest_pairings", "--input", "a.json"], False),
        (["import_survey", "--help"], False),
        (["migrate", "--settings=other.settings"], False),
        (["migrate", "--settings", "other.settings"], False),
        ([], False),
    ],
)
def test_commands_that_ask_the_database(arguments, asks):
    assert attached._asks_the_database(arguments) is asks


@pytest.mark.usefixtures("unnamed")
def test_command_beside_a_running_portal_uses_its_servers(unnamed):
    unnamed.var.mkdir(exist_ok=True)
    known = {"DATABASE_URL": "postgres://a/b", "REDIS_URL": "redis://c/0"}
    unnamed.addresses.write_text(json.dumps(known))
    with hold(unnamed.lock, "process 1"):
        attached.attach(["manage.py", "migrate"])
    assert {name: os.environ[name] for name in attached.NAMES} == known


def test_command_alone_starts_servers_for_its_own_length(unnamed, monkeypatch):
    ends = []
    monkeypatch.setattr(attached.atexit, "register", ends.append)
    attached.attach(["manage.py", "migrate"])
    url, broker = (os.environ[name] for name in attached.NAMES)
    answered = (check_database(url), check_broker(broker))
    for end in ends:
        end()
    assert answered == (str(unnamed.sockets), "127.0.0.1")
    assert not unnamed.processes.exists()
    assert not unnamed.sockets.exists()


def test_other_settings_are_left_alone(unnamed, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.production")
    attached.attach(["manage.py", "migrate"])
    assert os.environ["DATABASE_URL"] == ""
    assert not unnamed.processes.exists()
