"""What a trust carried over goes on in its next plan, and only there."""

import datetime

import pytest
from django.urls import reverse

from improvement_plans.models import Action, ActionState, PlanState
from improvement_plans.selectors.carried import carried_over_to
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.factories import make_action, make_plan
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_pair, make_scheme, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_window(time_machine):
    time_machine.move_to("2015-01-20T12:00:00Z", tick=False)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def carried(world):
    """Carried over by the same trust in an earlier scheme."""
    pair = make_pair(make_scheme("Scheme of 2013"), make_trust(), world.pair.mentee)
    return make_action(
        make_plan(pair, state=PlanState.CLOSED),
        text="Open the line on Saturdays",
        supporter="The switchboard",
        state=ActionState.CARRIED_OVER,
    )


def typed(world, day=datetime.date(2015, 5, 29)):
    parts = {"text": "Open the line on Saturdays", "owner": world.member.pk, "read_version": 1}
    for name, value in (("starts_on", datetime.date(2015, 2, 2)), ("due", day)):
        parts |= {
            f"{name}-day": value.day,
            f"{name}-month": value.month,
            f"{name}-year": value.year,
        }
    return parts


def test_the_draft_offers_what_was_carried_over_with_where_it_comes_from(world, carried):
    page = client_of(world.nurse).get(reverse("plan_detail", args=[world.plan.pk]))
    shown = page.content.decode()
    assert "Carried over from earlier plans" in shown
    assert "From the plan of Scheme of 2013" in shown
    assert f"{reverse('action_new', args=[world.plan.pk])}?carried={carried.pk}" in shown


def test_it_goes_on_in_the_new_plan_and_both_pages_say_so(world, carried):
    client = client_of(world.nurse)
    there = f"{reverse('action_new', args=[world.plan.pk])}?carried={carried.pk}"
    form = client.get(there).content.decode()
    assert "Open the line on Saturdays" in form
    assert "The switchboard" in form
    assert client.post(there, typed(world)).status_code == 302
    made = Action.objects.get(carried_from=carried)
    assert carried_over_to(world.plan) == []
    page = client.get(reverse("action_detail", args=[made.pk])).content.decode()
    assert "the plan of Scheme of 2013" in page
    earlier = client.get(reverse("action_detail", args=[carried.pk])).content.decode()
    assert f"the plan of {world.pair.scheme}" in earlier


@pytest.mark.parametrize("state", [ActionState.ABANDONED, ActionState.CONFIRMED])
def test_what_ended_otherwise_is_not_offered(world, carried, state):
    Action.objects.filter(pk=carried.pk).update(state=state)
    assert carried_over_to(world.plan) == []


def test_another_trusts_action_is_neither_offered_nor_taken(world):
    other = make_action(make_plan(state=PlanState.CLOSED), state=ActionState.CARRIED_OVER)
    there = f"{reverse('action_new', args=[world.plan.pk])}?carried={other.pk}"
    client_of(world.nurse).post(there, typed(world))
    assert Action.objects.filter(text="Open the line on Saturdays").get().carried_from is None


@pytest.mark.parametrize("asked", ["", "0", "x", "\x00", "9" * 40])
def test_an_address_that_names_none_opens_an_empty_form(world, asked):
    there = reverse("action_new", args=[world.plan.pk])
    assert client_of(world.nurse).get(there, {"carried": asked}).status_code == 200


def test_the_reason_for_changes_stands_on_the_draft_until_it_is_sent_again(world):
    world.plan.state = PlanState.SUBMITTED
    world.plan.save()
    there = reverse("plan_decide", args=[world.plan.pk])
    client_of(world.sponsor).post(there, {"answer": "changes", "reason": "Name the wards"})
    for name in ("plan_detail", "plan_submit"):
        page = client_of(world.nurse).get(reverse(name, args=[world.plan.pk]))
        assert "Changes were asked for." in page.content.decode()
        assert "Name the wards" in page.content.decode()
    client_of(world.nurse).post(reverse("plan_submit", args=[world.plan.pk]))
    page = client_of(world.nurse).get(reverse("plan_detail", args=[world.plan.pk]))
    assert "Changes were asked for." not in page.content.decode()
