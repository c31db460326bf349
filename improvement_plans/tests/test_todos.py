"""What waits for each person on their own start page."""

import datetime

import pytest

from improvement_plans.models import Action, ActionState, Plan, PlanState
from improvement_plans.services.course import ask_extension
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world, mentor_speaks
from improvement_plans.todos import waiting_for

pytestmark = pytest.mark.django_db
EVERYBODY = (
    *("nurse", "member", "sponsor", "mentor"),
    *("lead", "partner", "observer", "outsider"),
)


def who_has(world, words):
    return {
        who
        for who in EVERYBODY
        for todo in waiting_for(getattr(world, who), today=IN_WINDOW)
        if words in todo.title
    }


def test_a_pair_without_a_plan_waits_for_the_nurse():
    world = make_world()
    Plan.objects.all().delete()
    assert who_has(world, "Start the plan") == {"nurse"}


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CHANGES_REQUESTED])
def test_a_plan_being_written_waits_for_the_nurse(state):
    assert who_has(make_world(state), "Finish writing") == {"nurse"}


def test_a_submitted_plan_waits_for_buddy_and_sponsor_and_then_for_the_programme():
    world = make_world(PlanState.SUBMITTED)
    assert who_has(world, "Comment on the plan") == {"mentor"}
    assert who_has(world, "Answer to the plan") == {"sponsor"}
    mentor_speaks(world)
    Plan.objects.update(sponsor_approved_at="2015-01-20T12:00Z")
    assert who_has(world, "Answer to the plan") == {"lead"}
    assert who_has(world, "Comment on the plan") == set()


@pytest.mark.parametrize("owner", ["member", "nurse", "partner"])
def test_open_actions_wait_for_their_owner(owner):
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(owner=getattr(world, owner))
    assert who_has(world, "Check in") == {owner}


@pytest.mark.parametrize(
    "today", [datetime.date(2015, 2, 1), datetime.date(2015, 8, 1)], ids=["before", "after"]
)
def test_outside_the_window_no_check_in_waits(today):
    world = make_world(PlanState.ACTIVE)
    assert waiting_for(world.member, today=today) == []


def test_what_is_claimed_done_waits_for_the_buddy_and_not_for_its_owner():
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(state=ActionState.CLAIMED_DONE, owner=None)
    assert who_has(world, "Confirm or challenge") == {"mentor"}
    assert who_has(world, "Check in") == set()


def test_what_the_team_cannot_solve_waits_for_the_sponsor_with_a_clock():
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(
        state=ActionState.BLOCKED,
        within_our_control=False,
        state_since=datetime.date(2015, 4, 7),
    )
    assert who_has(world, "Unblock") == {"sponsor"}
    (todo,) = waiting_for(world.sponsor, today=IN_WINDOW)
    assert todo.when == "Blocked 9 days. Red from 29 April"


def test_a_request_for_more_time_waits_for_the_programme():
    world = make_world(PlanState.ACTIVE)
    ask_extension(
        by=world.nurse, plan=world.plan, until=datetime.date(2015, 9, 1), reason="Late start"
    )
    assert who_has(world, "more time") == {"lead"}


@pytest.mark.parametrize(
    "state,words,who",
    [
        (PlanState.CLOSING, "achieved", "nurse"),
        (PlanState.EVALUATING, "Close the plan", "lead"),
    ],
)
def test_each_step_of_closing_waits_for_one(state, words, who):
    assert who_has(make_world(state), words) == {who}
