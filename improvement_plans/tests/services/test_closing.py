"""Closing a plan in steps, and withdrawing one."""

import pytest

from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from improvement_plans.models import Action, ActionState, Aim, PlanState
from improvement_plans.services.closing import (
    close_plan,
    conclude_plan,
    start_closing,
    withdraw_plan,
)
from improvement_plans.services.course import ask_extension
from improvement_plans.tests.services.worlds import AFTER_WINDOW, make_world

pytestmark = pytest.mark.django_db


def world_in(state, *, ended=True):
    world = make_world(state)
    if ended:
        Action.objects.update(state=ActionState.CONFIRMED)
    return world


def fill_in(world, by=None, **fields):
    aim = Aim.objects.get()
    values = {
        "learning": "Small changes first",
        "advice": "Ask your switchboard",
        "sustained_by": "The matron",
        "outcomes": {aim.pk: "partly"},
        **fields,
    }
    close_plan(by=by or world.nurse, plan=world.plan, **values)
    world.plan.refresh_from_db()


def test_a_plan_whose_actions_have_ended_begins_to_close():
    world = world_in(PlanState.ACTIVE)
    start_closing(by=world.nurse, plan=world.plan)
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.CLOSING


@pytest.mark.parametrize(
    "state",
    [s for s in ActionState if s not in ("confirmed", "embedded", "carried_over", "abandoned")],
)
def test_one_action_that_has_not_ended_stops_the_closing(state):
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(state=state)
    with pytest.raises(WrongState, match="1 action is still open"):
        start_closing(by=world.nurse, plan=world.plan)


def test_a_plan_that_asks_for_more_time_does_not_close():
    world = world_in(PlanState.ACTIVE)
    ask_extension(by=world.nurse, plan=world.plan, until=AFTER_WINDOW, reason="Late start")
    with pytest.raises(WrongState, match="must answer first"):
        start_closing(by=world.nurse, plan=world.plan)


def test_a_filled_in_closure_is_kept_per_aim_and_the_programme_then_closes():
    world = world_in(PlanState.CLOSING)
    fill_in(world)
    assert (world.plan.state, Aim.objects.get().outcome) == (PlanState.EVALUATING, "partly")
    assert world.plan.closed_at is None
    conclude_plan(by=world.lead, plan=world.plan)
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.CLOSED
    assert world.plan.closed_at is not None


@pytest.mark.parametrize("field", ["learning", "sustained_by"])
def test_a_closure_with_a_gap_is_refused_at_its_field(field):
    world = world_in(PlanState.CLOSING)
    with pytest.raises(Refusal) as refused:
        fill_in(world, **{field: "  "})
    assert refused.value.field == field


@pytest.mark.parametrize("outcomes", [{}, {0: "achieved"}, "forged"])
def test_every_aim_needs_an_outcome_that_exists(outcomes):
    world = world_in(PlanState.CLOSING)
    given = {Aim.objects.get().pk: "wonderful"} if outcomes == "forged" else outcomes
    with pytest.raises(Refusal, match="every aim"):
        fill_in(world, outcomes=given)


def test_a_plan_is_not_concluded_before_its_closure_is_filled_in():
    world = world_in(PlanState.EVALUATING)
    with pytest.raises(WrongState, match="has not filled in"):
        conclude_plan(by=world.lead, plan=world.plan)


@pytest.mark.parametrize("state", [PlanState.ACTIVE, PlanState.DRAFT, PlanState.CLOSED])
def test_no_step_of_closing_is_skipped(state):
    world = world_in(state)
    with pytest.raises(WrongState, match="cannot become"):
        fill_in(world)


@pytest.mark.parametrize("who", ["member", "sponsor", "mentor", "lead", "partner", "observer"])
def test_only_the_nurse_of_the_mentee_closes(who):
    world = world_in(PlanState.ACTIVE)
    with pytest.raises(NotAllowed):
        start_closing(by=getattr(world, who), plan=world.plan)


@pytest.mark.parametrize("who", ["nurse", "lead"])
def test_nurse_and_programme_withdraw_with_a_reason_on_record(who):
    world = make_world(PlanState.ACTIVE)
    withdraw_plan(by=getattr(world, who), plan=world.plan, reason="The trusts merge")
    step = world.plan.steps.get()
    assert (step.to_state, step.reason) == (PlanState.WITHDRAWN, "The trusts merge")


def test_a_plan_that_is_closing_is_not_withdrawn():
    world = make_world(PlanState.CLOSING)
    with pytest.raises(WrongState):
        withdraw_plan(by=world.lead, plan=world.plan, reason="Too late")
