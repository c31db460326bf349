"""What others make of an action: confirm, challenge, embed; and how an open action ends."""

from __future__ import annotations

import datetime

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules, time_box
from improvement_plans.models import Action, ActionState, Review, ReviewAnswer
from improvement_plans.services import mails
from improvement_plans.services.moves import (
    action_sides_of,
    locked_action,
    move_action,
    record_on_action,
)
from improvement_plans.states import ENDINGS

STATE_OF_ANSWER = {
    ReviewAnswer.CONFIRMED: ActionState.CONFIRMED,
    ReviewAnswer.CHALLENGED: ActionState.CHALLENGED,
    ReviewAnswer.MORE: ActionState.CHALLENGED,
}


class OwnClaim(WrongState):
    """Whoever says that an action is done does not answer it, whoever owns it."""


def review_action(
    *, by: User, action: Action, answer: ReviewAnswer, today: datetime.date, reason: str = ""
) -> Review:
    """Confirm or challenge an action that its owner claims is done."""
    reason = reason.strip()
    if answer is not ReviewAnswer.CONFIRMED and not reason:
        raise Refusal("Say why, so that the owner knows what to do", field="reason")
    with transaction.atomic():
        action = locked_action(action)
        rules.review_action.require(access_of(by), action_sides_of(by, action))
        time_box.check_may_answer(action.plan, on=today)
        if action.state != ActionState.CLAIMED_DONE:
            raise WrongState("Only an action that is claimed done waits for an answer.")
        if rules.is_claimed_by(access_of(by), action.updates.all()):
            raise OwnClaim("You said yourself that this action is done. Somebody else answers.")
        review = Review.objects.create(action=action, by=by, answer=answer, reason=reason)
        _move(action, STATE_OF_ANSWER[answer], by, today, reason)
        record_on_action(by=by, action=action, what=f"action {answer.label.lower()}", reason=reason)
        if answer is not ReviewAnswer.CONFIRMED:
            mails.action_sent_back(action, reason, by=by)
    return review


def end_action(
    *, by: User, action: Action, to: ActionState, reason: str, today: datetime.date
) -> None:
    """Abandon an open action or carry it over beyond the plan, with a reason that stays on view."""
    if to not in ENDINGS:
        raise WrongState("An action ends here by being abandoned or carried over.")
    if not reason.strip():
        raise Refusal("Say why, so that everybody understands it later", field="reason")
    with transaction.atomic():
        action = locked_action(action)
        rules.end_action.require(access_of(by), action_sides_of(by, action))
        time_box.check_may_answer(action.plan, on=today)
        _move(action, to, by, today, reason.strip())
        record_on_action(
            by=by, action=action, what=f"action {to.label.lower()}", reason=reason.strip()
        )


def embed_action(*, by: User, action: Action, reason: str, today: datetime.date) -> None:
    """Somebody other than the owner says that a confirmed action is now everyday practice."""
    if not reason.strip():
        raise Refusal("Say what shows that it is everyday practice", field="reason")
    with transaction.atomic():
        action = locked_action(action)
        rules.review_action.require(access_of(by), action_sides_of(by, action))
        time_box.check_may_answer(action.plan, on=today)
        _move(action, ActionState.EMBEDDED, by, today, reason.strip())
        record_on_action(by=by, action=action, what="action embedded", reason=reason.strip())


def _move(action: Action, to: ActionState, by: User, today: datetime.date, why: str) -> None:
    if action.state == to:
        raise WrongState(f"This action is “{to.label.lower()}” already.")
    move_action(action, to, by=by, on=today, why=why)
    action.version += 1
    action.save()
