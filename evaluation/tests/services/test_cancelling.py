"""Cancelling a compile: it stops, leaves nothing behind, and can be asked for again."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import Report, RunState
from evaluation.services import runs
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return make_person(Role.PROGRAMME_ANALYST)


def test_a_waiting_run_is_cancelled_and_a_worker_then_does_nothing(analyst):
    run = make_run()
    runs.cancel_run(by=analyst, run=run)
    run = compiled(run)
    assert (run.state, run.cancelled_by_name) == (RunState.CANCELLED, analyst.name)
    assert not Report.objects.exists()


def test_a_run_cancelled_while_a_worker_is_at_it_stops_at_the_next_step(analyst, monkeypatch):
    run = make_run()

    def cancel_first(inputs, *, progress):
        runs.cancel_run(by=analyst, run=run)
        progress(1)
        raise AssertionError("the worker went on")

    monkeypatch.setattr("evaluation.report.compiling.compile_report", cancel_first)
    assert runs.compile_run(run_id=run.pk) is None


def test_a_run_cancelled_just_before_the_end_leaves_no_report(analyst):
    run = make_run()
    effect = runs.compile_run(run_id=run.pk)
    runs.cancel_run(by=analyst, run=run)
    with transaction.atomic():
        effect()
    assert not Report.objects.exists()


def test_after_a_cancellation_the_same_evaluation_can_be_asked_for_again(analyst):
    run = make_run()
    runs.cancel_run(by=analyst, run=run)
    again = runs.request_evaluation(
        by=analyst, scheme=run.scheme, baseline=run.baseline, follow_up=run.follow_up
    )
    assert again.state == RunState.QUEUED


@pytest.mark.parametrize("state", [RunState.COMPILED, RunState.FAILED, RunState.CANCELLED])
def test_what_has_ended_cannot_be_cancelled(analyst, state):
    run = make_run(state=state)
    with pytest.raises(WrongState, match="ended already"):
        runs.cancel_run(by=analyst, run=run)


def test_only_the_programme_cancels():
    with pytest.raises(NotAllowed):
        runs.cancel_run(by=make_person(Role.TRUST_LEAD, "MEE"), run=make_run())


def test_the_page_offers_the_cancel_asks_first_and_says_who_did_it(analyst):
    run, client = make_run(), Client()
    client.force_login(analyst)
    address, cancel = (reverse(name, args=[run.pk]) for name in ("run_detail", "evaluation_cancel"))
    assert cancel in client.get(address).content.decode()
    assert "You can ask for it again" in client.get(cancel).content.decode()
    page = client.post(cancel, follow=True).content.decode()
    assert f"This evaluation was cancelled by {analyst.name}." in page
    assert "ended already" in client.post(cancel).content.decode()


def test_a_run_that_stopped_leads_to_what_is_missing(analyst):
    run, client = make_run(state=RunState.FAILED, error="No scores."), Client()
    client.force_login(analyst)
    page = client.get(reverse("run_detail", args=[run.pk])).content.decode()
    assert reverse("evaluation_readiness", args=[run.scheme_id]) in page
