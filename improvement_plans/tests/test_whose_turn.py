"""The blue box of a plan and of an action: this person's next step, or whose turn it is."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement_plans.models import (
    Action,
    ActionState,
    Claim,
    Plan,
    PlanComment,
    PlanState,
    PlanStep,
    Review,
)
from improvement_plans.services.progress import update_action
from improvement_plans.tests.factories import make_contact
from improvement_plans.tests.services.worlds import make_world, mentor_speaks, new_report
from improvement_plans.todos import waiting_for

pytestmark = pytest.mark.django_db
MIDPOINT = datetime.date(2015, 4, 16)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


def main_of(user, name, thing):
    client = Client()
    client.force_login(user)
    page = client.get(reverse(name, args=[thing.pk])).content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def plan_as(user, world):
    return main_of(user, "plan_detail", world.plan)


@pytest.mark.parametrize("who", ["mentor", "partner", "observer"])
def test_who_waits_for_a_plan_that_is_written_reads_whose_turn_it_is(who):
    world = make_world()
    assert "Trust MEE is writing this plan." in plan_as(getattr(world, who), world)
    Plan.objects.update(state=PlanState.CHANGES_REQUESTED)
    assert "Trust MEE is changing this plan." in plan_as(getattr(world, who), world)


@pytest.mark.parametrize(
    ("sponsor_answered", "buddy_answered", "said"),
    [
        (False, False, "waits for the executive sponsor’s approval and the buddy’s comment."),
        (True, False, "waits for the buddy’s comment."),
        (False, True, "waits for the executive sponsor’s approval."),
        (True, True, "waits for the programme’s approval."),
    ],
)
def test_a_submitted_plan_says_whom_it_waits_for(sponsor_answered, buddy_answered, said):
    world = make_world(PlanState.SUBMITTED)
    if sponsor_answered:
        Plan.objects.update(sponsor_approved_at=timezone.now())
    if buddy_answered:
        mentor_speaks(world)
    assert said in plan_as(world.nurse, world)


def test_a_request_for_more_time_is_said_to_those_who_wait_for_the_answer():
    world = make_world(PlanState.ACTIVE)
    world.plan.extension_requests.create(until=datetime.date(2015, 8, 31), reason="Slow")
    assert "More time has been asked for." in plan_as(world.nurse, world)
    assert "Until 31 August 2015. The programme answers." in plan_as(world.mentor, world)


@pytest.mark.parametrize("answer", ["nothing", "a comment", "a contact"])
def test_a_call_for_help_is_the_buddys_next_step_until_it_is_answered(answer):
    world = make_world(PlanState.ACTIVE)
    update_action(
        by=world.member, **new_report(world, Claim.STUCK, blockers="No clerk", help_wanted=True)
    )
    if answer == "a comment":
        mentor_speaks(world)
        PlanComment.objects.update(at=timezone.now() + datetime.timedelta(minutes=1))
    if answer == "a contact":
        contact = make_contact(world.plan)
        type(contact).objects.update(written_at=timezone.now() + datetime.timedelta(minutes=1))
    waits = answer == "nothing"
    assert ("Trust MEE asks you for help." in plan_as(world.mentor, world)) is waits
    action = main_of(world.mentor, "action_detail", world.action)
    assert ("“No clerk”" in action and "Answer with a comment" in action) is waits
    assert "asks you for help" not in plan_as(world.observer, world)


@pytest.mark.parametrize(
    ("state", "reviewed", "said"),
    [
        (PlanState.ACTIVE, False, "The midpoint review was planned for 16 April 2015."),
        (PlanState.MIDPOINT_REVIEW, True, "The midpoint review is under way."),
        (PlanState.ACTIVE, True, ""),
    ],
)
def test_the_midpoint_is_the_writers_next_step_until_it_was_looked_at(state, reviewed, said):
    world = make_world(state)
    Plan.objects.update(midpoint=MIDPOINT)
    if reviewed:
        PlanStep.objects.create(
            plan=world.plan, from_state=PlanState.ACTIVE, to_state=PlanState.MIDPOINT_REVIEW
        )
    page = plan_as(world.nurse, world)
    assert (said in page) if said else ("was planned for" not in page)
    assert "The midpoint review" not in plan_as(world.sponsor, world)


@pytest.mark.parametrize(
    ("answer", "said"), [("challenged", "challenges this"), ("more", "asks for more")]
)
def test_the_owner_of_a_challenged_action_reads_why_first(answer, said):
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(state=ActionState.CHALLENGED, claim="done")
    Review.objects.create(action=world.action, by=world.mentor, answer=answer, reason="No cards")
    page = main_of(world.member, "action_detail", world.action)
    assert f"Test Lead cancer nurse {said}." in page
    assert "“No cards” Add evidence below, or say what you changed." in page


def test_the_sponsor_of_a_blocked_action_is_led_to_what_is_in_the_way():
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(state=ActionState.BLOCKED, within_our_control=False)
    page = plan_as(world.sponsor, world)
    assert "1 action is blocked and waits for you." in page
    assert f"{reverse('sponsor_page')}#escalations" in page
    assert "waits for you" not in plan_as(world.nurse, world)


@pytest.mark.parametrize(
    ("state", "due", "said"),
    [
        (ActionState.CHALLENGED, "2015-07-31", "The owner says it is done; it is challenged."),
        (ActionState.IN_PROGRESS, "2015-04-01", "The owner says it is done; the dates say"),
    ],
)
def test_an_action_says_how_the_claim_differs_from_the_facts(state, due, said):
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(state=state, claim="done", due=due)
    assert said in main_of(world.lead, "action_detail", world.action)


def test_a_closed_plan_says_when_it_is_looked_at_next_and_asks_on_that_day():
    world = make_world(PlanState.CLOSED)
    Plan.objects.update(closed_at=timezone.now() - datetime.timedelta(days=40))
    assert "The next look at whether the change lasts is on 7 June 2015." in plan_as(
        world.nurse, world
    )
    Plan.objects.update(closed_at=timezone.now() - datetime.timedelta(days=100))
    assert "It is time to say whether the change will last." in plan_as(world.nurse, world)


def test_a_plan_that_simply_runs_has_no_box_for_an_observer():
    world = make_world(PlanState.ACTIVE)
    assert "app-next" not in plan_as(world.observer, world)


def test_a_new_partner_is_asked_to_read_the_plan_until_they_have_said_something():
    world = make_world(PlanState.ACTIVE)
    (todo,) = waiting_for(world.partner, today=MIDPOINT)
    assert todo.title == "Read the plan of Trust MEE"
    PlanComment.objects.create(plan=world.plan, by=world.partner, text="Yes", speaks_for="partner")
    assert waiting_for(world.partner, today=MIDPOINT) == []
