"""Confirming, challenging, embedding and ending actions."""

import uuid

import pytest
from django.urls import reverse

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from improvement_plans.models import ActionState, Claim, PlanState, ReviewAnswer
from improvement_plans.services.answering import (
    OwnClaim,
    embed_action,
    end_action,
    review_action,
)
from improvement_plans.services.progress import update_action
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.services.worlds import (
    AFTER_WINDOW,
    BEFORE_WINDOW,
    IN_WINDOW,
    make_world,
)
from improvement_plans.time_box import OutsideWindow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def update(world, by=None, claim=Claim.ON_TRACK, **fields):
    values = {"form_key": uuid.uuid4(), "claim": claim, "today": IN_WINDOW, **fields}
    return update_action(by=by or world.member, action=world.action, **values)


def claim_done(world):
    update(world, claim=Claim.DONE)
    world.action.refresh_from_db()


def test_the_buddy_confirms_what_was_claimed(world):
    claim_done(world)
    review_action(
        by=world.mentor, action=world.action, answer=ReviewAnswer.CONFIRMED, today=IN_WINDOW
    )
    world.action.refresh_from_db()
    assert world.action.state == ActionState.CONFIRMED


def test_a_challenge_needs_a_reason(world):
    claim_done(world)
    with pytest.raises(Refusal, match="Say why"):
        review_action(
            by=world.mentor, action=world.action, answer=ReviewAnswer.CHALLENGED, today=IN_WINDOW
        )


def test_nobody_confirms_their_own_action(world):
    update(world, by=world.nurse, claim=Claim.DONE)
    world.action.refresh_from_db()
    world.action.owner = world.nurse
    world.action.save()
    with pytest.raises(NotAllowed, match="other than the owner"):
        review_action(
            by=world.nurse, action=world.action, answer=ReviewAnswer.CONFIRMED, today=IN_WINDOW
        )


def test_a_lead_who_claims_for_the_owner_leaves_the_answer_to_others(world):
    update(world, by=world.nurse, claim=Claim.DONE)
    world.action.refresh_from_db()
    with pytest.raises(OwnClaim, match="You said yourself"):
        answer(world, by=world.nurse)
    answer(world, by=world.mentor)


def test_handing_an_action_on_does_not_make_its_claim_another_s(world):
    claim_done(world)
    world.action.owner = world.nurse
    world.action.save()
    Membership.objects.filter(user=world.member).update(role=Role.TRUST_LEAD)
    with pytest.raises(OwnClaim):
        answer(world, by=User.objects.get(pk=world.member.pk))


def test_whoever_claims_it_anew_is_the_one_who_does_not_answer(world):
    update(world, by=world.nurse, claim=Claim.DONE)
    update(world, by=world.nurse, claim=Claim.ON_TRACK)
    claim_done(world)
    answer(world, by=world.nurse)
    assert world.action.reviews.get().by == world.nurse


def test_the_page_offers_no_answer_to_whoever_claimed_it(world, time_machine):
    time_machine.move_to("2015-04-16T12:00:00Z", tick=False)
    update(world, by=world.nurse, claim=Claim.DONE)
    path = reverse("action_review", args=[world.action.pk])
    assert "does not wait for your answer" in client_of(world.nurse).get(path).content.decode()
    assert "does not wait" not in client_of(world.mentor).get(path).content.decode()
    plan, asked = reverse("plan_detail", args=[world.plan.pk]), f'action="{path}"'
    assert asked not in client_of(world.nurse).get(plan).content.decode()
    assert asked in client_of(world.mentor).get(plan).content.decode()


def test_only_what_is_claimed_done_is_answered(world):
    with pytest.raises(WrongState, match="claimed done"):
        review_action(
            by=world.mentor, action=world.action, answer=ReviewAnswer.CONFIRMED, today=IN_WINDOW
        )


def answer(world, by=None, answer=ReviewAnswer.CONFIRMED, today=IN_WINDOW, **fields):
    return review_action(
        by=by or world.mentor, action=world.action, answer=answer, today=today, **fields
    )


def end(world, by=None, to=ActionState.ABANDONED, reason="The post was cut", today=IN_WINDOW):
    end_action(by=by or world.nurse, action=world.action, to=to, reason=reason, today=today)
    world.action.refresh_from_db()


def test_a_challenged_owner_is_told_why(world):
    claim_done(world)
    answer(world, answer=ReviewAnswer.CHALLENGED, reason="2 of 7 wards have no card")
    mail = Message.objects.filter(job="send_mail").latest("made_at")
    assert mail.payload["to"] == world.member.email
    assert "2 of 7 wards" in mail.payload["text"]


def test_what_was_claimed_is_answered_after_the_window_too(world):
    claim_done(world)
    answer(world, today=AFTER_WINDOW)
    world.action.refresh_from_db()
    assert world.action.state == ActionState.CONFIRMED


@pytest.mark.parametrize(
    "state", [PlanState.CLOSING, PlanState.EVALUATING, PlanState.CLOSED, PlanState.WITHDRAWN]
)
def test_nothing_is_answered_once_the_plan_is_closing_or_over(world, state):
    claim_done(world)
    world.plan.state = state
    world.plan.save()
    with pytest.raises(WrongState, match="nothing more can be done"):
        answer(world)


@pytest.mark.parametrize("who", ["member", "partner", "outsider"])
def test_team_members_partners_and_outsiders_do_not_answer(world, who):
    claim_done(world)
    with pytest.raises(NotAllowed):
        answer(world, by=getattr(world, who))


@pytest.mark.parametrize("to", [ActionState.ABANDONED, ActionState.CARRIED_OVER])
def test_an_open_action_ends_with_a_reason_on_record(world, to):
    end(world, to=to)
    step = world.action.steps.get()
    assert (world.action.state, step.to_state, step.reason) == (to, to, "The post was cut")
    assert step.by == world.nurse


def test_an_ending_without_a_reason_is_refused_at_its_field(world):
    with pytest.raises(Refusal) as refused:
        end(world, reason="  ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("who", ["member", "mentor", "sponsor", "lead", "partner"])
def test_only_the_plan_s_nurse_ends_an_action(world, who):
    with pytest.raises(NotAllowed, match="lead cancer nurse"):
        end(world, by=getattr(world, who))


def test_an_action_does_not_end_by_being_confirmed_by_its_own_trust(world):
    with pytest.raises(WrongState, match="abandoned or carried over"):
        end(world, to=ActionState.CONFIRMED)


def test_what_is_claimed_done_is_answered_and_not_abandoned(world):
    claim_done(world)
    with pytest.raises(WrongState, match="cannot become"):
        end(world)


def test_an_ended_action_stays_ended(world):
    end(world)
    with pytest.raises(WrongState):
        end(world, to=ActionState.CARRIED_OVER)
    with pytest.raises(WrongState):
        update(world)


def test_nothing_ends_before_the_window(world):
    with pytest.raises(OutsideWindow):
        end(world, today=BEFORE_WINDOW)


def test_a_confirmed_action_is_embedded_by_somebody_else_than_its_owner(world):
    claim_done(world)
    answer(world)
    with pytest.raises(NotAllowed):
        embed_action(by=world.member, action=world.action, reason="Daily", today=IN_WINDOW)
    embed_action(by=world.mentor, action=world.action, reason="In the rota", today=IN_WINDOW)
    world.action.refresh_from_db()
    assert world.action.state == ActionState.EMBEDDED


def test_an_action_that_nobody_confirmed_is_not_embedded(world):
    with pytest.raises(WrongState, match="cannot become"):
        embed_action(by=world.mentor, action=world.action, reason="Daily", today=IN_WINDOW)


def test_every_move_of_an_action_is_kept_in_order(world):
    update(world, claim=Claim.STUCK, blockers="IT")
    claim_done(world)
    answer(world, answer=ReviewAnswer.MORE, reason="Show the audit")
    moves = [(step.from_state, step.to_state) for step in world.action.steps.all()]
    assert moves == [
        ("not_started", "blocked"),
        ("blocked", "claimed_done"),
        ("claimed_done", "challenged"),
    ]
