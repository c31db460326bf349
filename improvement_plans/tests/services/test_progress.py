"""Updates by owners, answers by others, moved due dates, and the time box."""

import datetime
import uuid

import pytest

from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion
from improvement_plans.models import ActionState, Claim, PlanState, ProgressUpdate
from improvement_plans.services.progress import change_due_date, update_action
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world
from improvement_plans.time_box import OutsideWindow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def update(world, by=None, claim=Claim.ON_TRACK, today=IN_WINDOW, **fields):
    values = {"form_key": uuid.uuid4(), "claim": claim, **fields}
    return update_action(by=by or world.member, action=world.action, today=today, **values)


@pytest.mark.parametrize(
    "claim,state",
    [
        (Claim.ON_TRACK, ActionState.IN_PROGRESS),
        (Claim.AT_RISK, ActionState.IN_PROGRESS),
        (Claim.STUCK, ActionState.BLOCKED),
        (Claim.DONE, ActionState.CLAIMED_DONE),
    ],
)
def test_a_claim_moves_the_action(world, claim, state):
    update(world, claim=claim, blockers="Waiting for IT")
    world.action.refresh_from_db()
    assert (world.action.state, world.action.claim) == (state, claim)


def test_the_same_form_sent_twice_makes_one_update(world):
    key = uuid.uuid4()
    first = update(world, form_key=key, text="5 of 7 wards")
    second = update(world, form_key=key, text="5 of 7 wards")
    assert first == second
    assert ProgressUpdate.objects.count() == 1


def test_somebody_stuck_says_what_is_in_the_way(world):
    with pytest.raises(Refusal, match="what is in the way"):
        update(world, claim=Claim.STUCK)


def test_the_plan_s_lead_may_update_for_the_owner(world):
    assert update(world, by=world.nurse).by == world.nurse


def test_the_buddy_the_sponsor_and_the_programme_do_not_update(world):
    for person in (world.mentor, world.sponsor, world.lead):
        with pytest.raises(NotAllowed):
            update(world, by=person)


@pytest.mark.parametrize(
    "today", [datetime.date(2015, 2, 1), datetime.date(2015, 8, 1)], ids=["before", "after"]
)
def test_nothing_is_reported_outside_the_window(world, today):
    with pytest.raises(OutsideWindow):
        update(world, today=today)


@pytest.mark.parametrize(
    "today",
    [datetime.date(2015, 2, 2), datetime.date(2015, 3, 29), datetime.date(2015, 7, 31)],
    ids=["first day", "clocks go forward", "last day"],
)
def test_both_ends_of_the_window_belong_to_it(world, today):
    assert update(world, today=today).pk


def move(world, due, reason="The rota changed", read_at=None):
    return change_due_date(
        by=world.member,
        action=world.action,
        read_at=read_at or world.action.version,
        due=due,
        reason=reason,
        today=IN_WINDOW,
    )


def test_a_moved_date_keeps_the_first_one_and_its_reason(world):
    move(world, datetime.date(2015, 6, 30))
    world.action.refresh_from_db()
    assert world.action.due_changes == 1
    assert world.action.original_due == datetime.date(2015, 7, 31)


@pytest.mark.parametrize("due", [datetime.date(2015, 8, 1), datetime.date(2015, 2, 1)])
def test_a_date_outside_the_window_is_refused_at_its_field(world, due):
    with pytest.raises(Refusal) as refused:
        move(world, due)
    assert refused.value.field == "due"


def test_a_date_moved_by_somebody_else_meanwhile_is_refused(world):
    read_at = world.action.version
    move(world, datetime.date(2015, 6, 30))
    with pytest.raises(StaleVersion, match="changed while you were writing") as stale:
        move(world, datetime.date(2015, 7, 1), read_at=read_at)
    assert stale.value.current == {"due": datetime.date(2015, 6, 30)}
