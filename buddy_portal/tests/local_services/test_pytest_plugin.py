import os

import pytest

from buddy_portal.local_services import pytest_plugin
from buddy_portal.local_services.problems import StartProblem


@pytest.fixture(autouse=True)
def kept_environment(monkeypatch):
    for name in ("BROKER_KEY_PREFIX", "DJANGO_ALLOW_ASYNC_UNSAFE", "PYTEST_XDIST_WORKER"):
        monkeypatch.setenv(name, os.environ.get(name, ""))


def test_parallel_workers_keep_apart_by_a_prefix(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw7")
    pytest_plugin.prepare_environment()
    assert "gw7" in os.environ["BROKER_KEY_PREFIX"]


def test_parallel_workers_start_no_servers(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    monkeypatch.setattr(pytest_plugin.temporary, "start", lambda _named: pytest.fail("started"))
    assert pytest_plugin.prepare_environment() is None


def test_servers_that_do_not_start_end_the_run_with_a_sentence(monkeypatch):
    def refuse(_named):
        raise StartProblem("The disk is full.")

    monkeypatch.delenv("PYTEST_XDIST_WORKER")
    monkeypatch.setattr(pytest_plugin.temporary, "start", refuse)
    with pytest.raises(pytest.UsageError, match=r"^The disk is full\.$"):
        pytest_plugin.prepare_environment()
