"""/healthz and /readyz."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone

from buddy_portal import health
from buddy_portal.faults import server_error
from buddy_portal.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "alive"}


def test_readyz_with_everything_in_place_is_ready(client):
    page = client.get("/readyz")
    assert page.status_code == 200
    assert page.json()["degraded"] == []
    assert set(page.json()["checks"]) == {"database", "disk", "migrations", "broker", "outbox"}


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_readyz_without_a_broker_says_so_and_stays_ready(client):
    page = client.get("/readyz")
    assert page.status_code == 200
    assert page.json()["degraded"] == ["broker"]


def test_readyz_with_an_old_message_says_so_and_stays_ready(client):
    Message.objects.create(job="x", due_at=timezone.now() - datetime.timedelta(hours=1))
    page = client.get("/readyz")
    assert page.status_code == 200
    assert page.json()["degraded"] == ["outbox"]


def test_readyz_without_a_database_is_not_ready_and_tells_no_details(client, monkeypatch):
    def refuse() -> health.Finding:
        raise OperationalError("connection to 10.0.0.1 refused for user buddy")

    monkeypatch.setattr(health, "database", refuse)
    page = client.get("/readyz")
    assert page.status_code == 503
    assert page.json()["checks"]["database"] == {"ok": False, "said": "OperationalError"}
    assert "10.0.0.1" not in page.content.decode()


def test_readyz_with_a_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1))
    assert client.get("/readyz").status_code == 503


def test_readyz_with_a_migration_to_run_is_not_ready(client, monkeypatch):
    class Behind:
        loader = SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list))

        def __init__(self, _connection: object) -> None: ...

        def migration_plan(self, _leaves: object) -> list[str]:
            return ["accounts.0099"]

    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr(health, "MigrationExecutor", Behind)
    page = client.get("/readyz")
    assert page.status_code == 503
    assert page.json()["checks"]["migrations"]["said"] == "1 to run: manage.py migrate"


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_the_last_page_tells_a_database_that_is_away_from_a_fault(rf, error, status):
    try:
        raise error("no")
    except error:
        assert server_error(rf.get("/")).status_code == status
