"""Every move of the tables of plans and actions is reached through the portal's own pages."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from improvement_plans.models import Action, Aim, ExtensionRequest, Plan
from improvement_plans.models import ActionState as A
from improvement_plans.models import PlanState as P
from improvement_plans.states import ACTION_MOVES, ENDED_ACTIONS, PLAN_MOVES
from improvement_plans.sustainability import FACTORS
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.services.worlds import make_world, mentor_speaks

pytestmark = pytest.mark.django_db
BEFORE, INSIDE, LATER = "2015-01-20T12:00:00Z", "2015-04-16T12:00:00+01:00", "2016-09-01T12:00:00Z"
UNTIL = datetime.date(2015, 9, 11)


def post(user, name, key, **typed):
    return client_of(user).post(reverse(name, args=[key]), typed)


def until(day):
    return {"until-day": day.day, "until-month": day.month, "until-year": day.year}


def submits(world):
    post(world.nurse, "plan_submit", world.plan.pk)


def withdraws(world):
    post(world.nurse, "plan_withdraw", world.plan.pk, reason="The trusts merge")


def asks_for_changes(world):
    post(world.sponsor, "plan_decide", world.plan.pk, answer="changes", reason="Name the wards")


def approve(world):
    mentor_speaks(world)
    for person in (world.sponsor, world.lead):
        post(person, "plan_decide", world.plan.pk, answer="approve", read_version=1)


def takes_up(world):
    post(world.nurse, "plan_edit", world.plan.pk, title="Anew", read_version=world.plan.version)


def reopens(world):
    post(world.lead, "plan_reopen", world.plan.pk, reason="The target is too low")


def begins(_world):
    call_command("begin_due_plans", verbosity=0)


def starts_midpoint(world):
    post(world.nurse, "midpoint_start", world.plan.pk)


def finishes_midpoint(world):
    post(world.nurse, "midpoint_finish", world.plan.pk, reason="Half is done")


def gets_time(world):
    asked = {"reason": "The clinic moves", **until(UNTIL)}
    post(world.nurse, "extension_ask", world.plan.pk, **asked)
    assert ExtensionRequest.objects.filter(decided_at=None).exists()
    post(world.lead, "extension_decide", world.plan.pk, decision="grant", **until(UNTIL))


def begins_to_close(world):
    Action.objects.update(state=A.CONFIRMED)
    post(world.nurse, "plan_close", world.plan.pk)


def closes(world):
    said = {f"outcome_{Aim.objects.get().pk}": "achieved", "learning": "Ask", "sustained_by": "Us"}
    post(world.nurse, "plan_close", world.plan.pk, **said)


def concludes(world):
    Plan.objects.update(learning="Ask early", sustained_by="Us")
    post(world.lead, "plan_conclude", world.plan.pk)


def looks(still_done):
    def look(world):
        levels = {each.key: "A" for each in FACTORS}
        post(world.nurse, "sustainability_check", world.plan.pk, still_done=still_done, **levels)

    return look


PLAN_EDGES = {
    (P.DRAFT, P.SUBMITTED): (submits, BEFORE),
    (P.SUBMITTED, P.CHANGES_REQUESTED): (asks_for_changes, BEFORE),
    (P.SUBMITTED, P.APPROVED): (approve, BEFORE),
    (P.CHANGES_REQUESTED, P.DRAFT): (takes_up, BEFORE),
    (P.CHANGES_REQUESTED, P.SUBMITTED): (submits, BEFORE),
    (P.APPROVED, P.ACTIVE): (begins, INSIDE),
    (P.APPROVED, P.CHANGES_REQUESTED): (reopens, BEFORE),
    (P.ACTIVE, P.MIDPOINT_REVIEW): (starts_midpoint, INSIDE),
    (P.MIDPOINT_REVIEW, P.ACTIVE): (finishes_midpoint, INSIDE),
    (P.CLOSING, P.EVALUATING): (closes, INSIDE),
    (P.EVALUATING, P.CLOSED): (concludes, INSIDE),
    (P.CLOSED, P.SUSTAINED): (looks("yes"), LATER),
    (P.CLOSED, P.LAPSED): (looks("no"), LATER),
    **{(state, P.EXTENDED): (gets_time, INSIDE) for state in (P.ACTIVE, P.MIDPOINT_REVIEW)},
    (P.EXTENDED, P.EXTENDED): (gets_time, INSIDE),
    **{(state, P.CLOSING): (begins_to_close, INSIDE) for state in (P.ACTIVE, P.EXTENDED)},
    **{
        (state, P.WITHDRAWN): (withdraws, INSIDE)
        for state, allowed in PLAN_MOVES.items()
        if P.WITHDRAWN in allowed
    },
}


def test_every_move_of_a_plan_has_a_page():
    assert PLAN_EDGES.keys() == {(a, b) for a, allowed in PLAN_MOVES.items() for b in allowed}


@pytest.mark.parametrize("edge", PLAN_EDGES, ids=lambda edge: f"{edge[0]} to {edge[1]}")
def test_a_plan_moves_along_each_edge_and_the_move_is_on_record(edge, time_machine):
    move, day = PLAN_EDGES[edge]
    time_machine.move_to(day, tick=False)
    world = make_world(edge[0])
    closed = timezone.make_aware(datetime.datetime(2015, 8, 3, 12))
    if edge[0] == P.CLOSED:
        Plan.objects.update(closed_at=closed)
    move(world)
    world.plan.refresh_from_db()
    assert world.plan.state == edge[1]
    step = world.plan.steps.last()
    assert (step.from_state, step.to_state) == edge


def reports(claim):
    def report(world):
        post(
            world.member,
            "action_update",
            world.action.pk,
            claim=claim,
            text="Said",
            blockers="The printer",
            form_key=uuid.uuid4(),
        )

    return report


def answers(answer):
    return lambda world: post(
        world.mentor, "action_review", world.action.pk, answer=answer, reason="Seen on the ward"
    )


def ends(ending):
    return lambda world: post(
        world.nurse, "action_end", world.action.pk, to=ending, reason="No room this year"
    )


ACTION_PAGES = {
    A.IN_PROGRESS: reports("on_track"),
    A.BLOCKED: reports("stuck"),
    A.CLAIMED_DONE: reports("done"),
    A.CONFIRMED: answers("confirmed"),
    A.CHALLENGED: answers("challenged"),
    A.CARRIED_OVER: ends("carried_over"),
    A.ABANDONED: ends("abandoned"),
    A.EMBEDDED: lambda world: post(
        world.nurse, "action_embed", world.action.pk, reason="Daily now"
    ),
}
ACTION_EDGES = [(a, b) for a, allowed in ACTION_MOVES.items() for b in sorted(allowed)]


@pytest.mark.parametrize("edge", ACTION_EDGES, ids=lambda edge: f"{edge[0]} to {edge[1]}")
def test_an_action_moves_along_each_edge_and_the_move_is_on_record(edge, time_machine):
    time_machine.move_to(INSIDE, tick=False)
    world = make_world(P.ACTIVE)
    Action.objects.update(state=edge[0])
    ACTION_PAGES[edge[1]](world)
    world.action.refresh_from_db()
    assert world.action.state == edge[1]
    step = world.action.steps.last()
    assert (step.from_state, step.to_state) == edge


@pytest.mark.parametrize("state", sorted(ENDED_ACTIONS))
@pytest.mark.parametrize("to", [A.IN_PROGRESS, A.CLAIMED_DONE, A.ABANDONED])
def test_an_action_that_has_ended_is_not_moved_on_by_a_page(state, to, time_machine):
    time_machine.move_to(INSIDE, tick=False)
    world = make_world(P.ACTIVE)
    Action.objects.update(state=state)
    ACTION_PAGES[to](world)
    world.action.refresh_from_db()
    assert world.action.state == state
