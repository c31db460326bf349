"""A promise becomes an action of its plan: two clicks, linked both ways."""

import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans.models import Action, Commitment, PlanState
from improvement_plans.services import commitments
from improvement_plans.services.promised_actions import add_action
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.listening.factories import make_commitment
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=False):
        yield make_world(PlanState.ACTIVE)


@pytest.fixture
def promise(world):
    return make_commitment(world.pair.mentee, plan=world.plan, owner=world.member)


def values(world, **fields):
    days = {"starts_on": IN_WINDOW, "due": world.plan.window_to}
    return {"text": "One number", "owner": world.member, **days, **fields}


def keep(world, promise, **fields):
    return add_action(
        by=world.nurse,
        plan=world.plan,
        values=values(world, **fields),
        commitment=promise,
        today=IN_WINDOW,
    )


def test_an_action_keeps_the_promise_and_the_record_says_so(world, promise):
    action = keep(world, promise)
    promise.refresh_from_db()
    assert promise.action == action
    assert list(action.commitments.all()) == [promise]
    assert AuditEvent.objects.filter(action="commitment made an action").count() == 1


def test_a_promise_gets_one_action(world, promise):
    keep(world, promise)
    with pytest.raises(WrongState):
        keep(world, promise, text="Another")
    assert not Action.objects.filter(text="Another").exists()


def test_a_promise_of_another_plan_is_refused_and_no_action_is_left(world):
    other = make_commitment(world.pair.mentee)
    with pytest.raises(Refusal):
        keep(world, other)
    assert not Action.objects.filter(text="One number").exists()


def test_a_promise_that_was_answered_is_refused(world, promise):
    Commitment.objects.update(state="not_possible")
    with pytest.raises(WrongState):
        keep(world, promise)


def test_the_plan_of_a_promise_with_an_action_stays(world, promise):
    keep(world, promise)
    promise.refresh_from_db()
    same = {"said": "x", "text": "y", "due": promise.due, "owner": world.member}
    same |= {"event": None, "source": promise.source}
    with pytest.raises(Refusal, match="so the plan stays"):
        commitments.change_commitment(
            by=world.nurse,
            commitment=promise,
            read_at=promise.version,
            values=same | {"plan": None},
        )


def test_the_database_wants_a_plan_beside_an_action(world, promise):
    keep(world, promise)
    named = pytest.raises(IntegrityError, match="commitment_with_action_has_plan")
    with named, transaction.atomic():
        Commitment.objects.update(plan=None)


def test_two_clicks_lead_from_the_promise_to_its_action_and_back(world, promise):
    client = client_of(world.nurse)
    page = client.get(reverse("commitment", args=[promise.pk])).content.decode()
    address = f"{reverse('action_new', args=[world.plan.pk])}?commitment={promise.pk}"
    assert address in page
    form = client.get(address)
    assert "It keeps what was promised" in form.content.decode()
    shown = form.content.decode()
    assert f'value="{promise.text}"' in shown
    assert f'value="{world.member.pk}" selected' in shown
    typed = {"text": promise.text, "owner": world.member.pk, "read_version": 1}
    for name, day in (("starts_on", IN_WINDOW), ("due", promise.due)):
        typed |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    typed["form_key"] = re.search(r'name="form_key"[^>]*value="([^"]*)"', shown)[1]
    assert client.post(address, typed).status_code == 302
    action = Action.objects.get(text=promise.text)
    there = client.get(reverse("action_detail", args=[action.pk])).content.decode()
    assert reverse("commitment", args=[promise.pk]) in there
    back = client.get(reverse("commitment", args=[promise.pk])).content.decode()
    assert reverse("action_detail", args=[action.pk]) in back
    assert address not in back


@pytest.mark.parametrize("asked", ["x", "999999", "1" * 400, "-1", "\x00", ""])
def test_an_address_that_names_no_promise_is_a_plain_form(world, promise, asked):
    address = reverse("action_new", args=[world.plan.pk])
    page = client_of(world.nurse).get(address, {"commitment": asked})
    assert page.status_code == 200
    assert "It keeps what was promised" not in page.content.decode()


def test_those_who_do_not_write_the_plan_are_offered_no_action(world, promise):
    page = client_of(world.member).get(reverse("commitment", args=[promise.pk]))
    assert "Make it an action" not in page.content.decode()


def start_offered(world):
    page = client_of(world.nurse).get(reverse("action_new", args=[world.plan.pk])).content.decode()
    fields = re.findall(r'<input[^>]*name="starts_on-[^>]*>', page)
    return " ".join(re.search(r'value="(\d+)"', field)[1] for field in fields)


def test_an_action_thought_of_under_way_is_offered_that_day_as_its_start(world):
    assert start_offered(world) == "16 4 2015"


@time_machine.travel("2015-01-05T10:05:00+00:00", tick=False)
def test_an_action_of_a_draft_is_offered_the_first_day_of_the_window():
    world = make_world()
    assert start_offered(world) == f"{world.plan.window_from:%-d %-m %Y}"
