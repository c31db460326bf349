"""The database or the broker stops in the middle of a compile: it ends compiled exactly once."""

import os
import time

import pytest

from buddy_portal.celery import app
from buddy_portal.local_services.waiting import until
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.services import open_messages
from buddy_portal.outbox.tasks import deliver_message
from evaluation.models import EvaluationRun, Report, RunState
from evaluation.services import runs
from evaluation.tests.test_killed_worker import ask, reached, state_of
from evaluation.tests.wide_scheme import make_wide_scheme
from improvement_plans.tests.real.portal import RealPortal

pytest_plugins = ["evaluation.tests.real.own_database"]
pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 120
# `make kill-worker` keeps the broker away for 30 seconds; the whole suite has no time for that.
BROKER_AWAY = float(os.environ.get("BROKER_AWAY_SECONDS", "3"))


@pytest.fixture
def portal(tmp_path, monkeypatch):
    """A worker and its broker; who sweeps is started by the tests."""
    monkeypatch.setenv("OUTBOX_LEASE_SECONDS", "2")
    portal = RealPortal(tmp_path)
    portal.start_broker()
    portal.start("worker")
    yield portal
    portal.stop_all()


@pytest.fixture
def scheme(portal):
    return make_wide_scheme(trusts=60, questions=20, pairs=8)


def begun(portal, scheme) -> EvaluationRun:
    """A compile that a worker is at, with nobody there who sweeps."""
    run = ask(scheme)
    message = Message.objects.get(key=runs.key_of(run.pk))
    with app.connection_for_write(portal.broker.url) as broker:
        deliver_message.apply_async(kwargs={"message_id": str(message.pk)}, connection=broker)
    assert until(lambda: reached(run, 1), seconds=PATIENCE, every=0.01)
    return run


def cut_off(portal, scheme, database) -> EvaluationRun:
    """A compile under which the database was restarted, and not a moment after its end."""
    for _try in range(5):
        run = begun(portal, scheme)
        database.restart_immediately()
        if not is_compiled(run):
            return run
    pytest.fail("Every compile had ended before the database could be restarted.")


def is_compiled(run) -> bool:
    return state_of(run) == RunState.COMPILED


def made_once(run) -> bool:
    left = Message.objects.filter(job=runs.COMPILE, done_at=None)
    return Report.objects.filter(run=run).count() == 1 and not left.exists()


def test_a_database_restarted_under_a_compile_recovers_and_the_sweep_ends_it_once(
    own_database, portal, scheme
):
    run = cut_off(portal, scheme, own_database)
    assert until(lambda: open_messages().filter(job=runs.COMPILE).exists(), seconds=PATIENCE)
    assert state_of(run) == RunState.COMPILING, "without the sweep nobody takes it up again"
    portal.start("beat")
    assert until(lambda: is_compiled(run), seconds=PATIENCE, every=0.2)
    assert made_once(run)
    assert Message.objects.get(key=runs.key_of(run.pk)).attempts > 1


def test_without_the_broker_a_compile_goes_on_and_one_asked_for_meanwhile_is_made_later(
    portal, scheme
):
    run = begun(portal, scheme)
    portal.stop("broker")
    gone = time.monotonic()
    assert until(lambda: is_compiled(run), seconds=PATIENCE, every=0.1)
    assert made_once(run)
    asked_meanwhile = ask(scheme)
    until(lambda: time.monotonic() > gone + BROKER_AWAY, seconds=PATIENCE)
    portal.start_broker()
    assert state_of(asked_meanwhile) == RunState.QUEUED
    assert open_messages().filter(job=runs.COMPILE).exists(), "nobody takes it without the sweep"
    portal.start("beat")
    assert until(lambda: is_compiled(asked_meanwhile), seconds=PATIENCE, every=0.2)
    assert made_once(asked_meanwhile)
