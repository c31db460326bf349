"""A large pairing with a real worker and a real broker: worked out once, whatever is killed."""

import datetime

import pytest
from django.db import connection

from buddy_portal.local_services.waiting import until
from buddy_portal.outbox import services as outbox
from trusts.models import DraftAct, PairingDraft, PairingRequest
from trusts.services import large_pairings
from trusts.services.large_pairings import bring_set
from trusts.tests.worlds import make_pairing_world

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = datetime.date(2015, 1, 15)
PATIENCE = 60


@pytest.fixture
def world(monkeypatch, celery_worker_process):
    """A scheme that counts as large here: the web process leaves it to the worker."""
    monkeypatch.setattr(large_pairings, "MOST_CELLS_AT_ONCE", 0)
    monkeypatch.setattr(outbox, "_closed_until", 0.0)
    world = make_pairing_world(extra_mentees=4, capacity=3)
    world.scheme.pairing_weights = {"coverage_floor": 0}
    world.scheme.save()
    return world


def ask(world, act=DraftAct.AGAIN, **what):
    asked = bring_set(scheme=world.scheme, act=act, by=world.lead, today=TODAY, **what)
    assert isinstance(asked, PairingRequest)
    return asked


def is_done(asked):
    connection.close()  # a fresh look, outside of what an earlier one saw
    outbox.sweep()
    asked.refresh_from_db()
    return asked.state != PairingRequest.State.WAITING


def test_a_worker_works_the_set_out_and_then_an_act_on_it(world):
    asked = ask(world)
    assert until(lambda: is_done(asked), seconds=PATIENCE, every=0.3)
    assert asked.state == PairingRequest.State.DONE, asked.problem
    draft = PairingDraft.objects.get()
    assert draft.result["matched"] == 6
    pair = draft.result["pairs"][0]
    locked = ask(world, DraftAct.LOCK, draft=draft, pair=(pair["mentor"], pair["mentee"]))
    assert until(lambda: is_done(locked), seconds=PATIENCE, every=0.3)
    assert locked.state == PairingRequest.State.DONE, locked.problem
    draft.refresh_from_db()
    assert draft.choices["locked"] == [[pair["mentor"], pair["mentee"]]]


def test_a_set_asked_for_while_no_worker_runs_is_worked_out_once_by_the_next(
    world, celery_worker_process
):
    celery_worker_process.kill()
    asked = ask(world)
    celery_worker_process.start()
    assert until(lambda: is_done(asked), seconds=PATIENCE, every=0.3)
    assert asked.state == PairingRequest.State.DONE, asked.problem
    assert PairingDraft.objects.count() == 1
