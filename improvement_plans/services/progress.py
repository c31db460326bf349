"""Keeping a plan up to date: updates by owners, answers by others, moved due dates."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules, time_box
from improvement_plans.models import (
    Action,
    ActionState,
    Claim,
    DueDateChange,
    ProgressUpdate,
    Review,
    ReviewAnswer,
)
from improvement_plans.states import check_action_move

# What an owner's claim does to the state of an action.
STATE_OF_CLAIM = {
    Claim.ON_TRACK: ActionState.IN_PROGRESS,
    Claim.AT_RISK: ActionState.IN_PROGRESS,
    Claim.STUCK: ActionState.BLOCKED,
    Claim.DONE: ActionState.CLAIMED_DONE,
}
STATE_OF_ANSWER = {
    ReviewAnswer.CONFIRMED: ActionState.CONFIRMED,
    ReviewAnswer.CHALLENGED: ActionState.CHALLENGED,
    ReviewAnswer.MORE: ActionState.CHALLENGED,
}


def update_action(
    *,
    by: User,
    action: Action,
    form_key: uuid.UUID,
    claim: Claim,
    today: datetime.date,
    text: str = "",
    blockers: str = "",
    help_wanted: bool = False,
    is_guest: bool = False,
) -> ProgressUpdate:
    """Report on an action. The same form sent twice makes one update."""
    with transaction.atomic():
        action = _locked_action(action.pk)
        rules.update_action.require(access_of(by), rules.ActionSides.of(action, is_guest=is_guest))
        time_box.check_may_report(action.plan, on=today)
        if claim is Claim.STUCK and not blockers.strip():
            raise Refusal("Say what is in the way", field="blockers")
        update, is_new = ProgressUpdate.objects.get_or_create(
            form_key=form_key,
            defaults={
                "action": action,
                "by": by,
                "claim": claim,
                "text": text.strip(),
                "blockers": blockers.strip(),
                "help_wanted": help_wanted,
            },
        )
        if not is_new:
            return update
        before = action.get_state_display()
        _move(action, STATE_OF_CLAIM[claim], today)
        action.claim = claim
        action.last_update_at = timezone.now()
        action.version += 1
        action.save()
        changes: dict[str, tuple[object, object]] = {"claim": ("", claim.label)}
        if before != action.get_state_display():
            changes["state"] = (before, action.get_state_display())
        _record(action, by, "action updated", changes=changes)
    return update


def review_action(
    *, by: User, action: Action, answer: ReviewAnswer, today: datetime.date, reason: str = ""
) -> Review:
    """Confirm or challenge an action that its owner claims is done."""
    if answer is not ReviewAnswer.CONFIRMED and not reason.strip():
        raise Refusal("Say why, so that the owner knows what to do", field="reason")
    with transaction.atomic():
        action = _locked_action(action.pk)
        rules.review_action.require(access_of(by), rules.ActionSides.of(action))
        if action.state != ActionState.CLAIMED_DONE:
            raise WrongState("Only an action that is claimed done waits for an answer.")
        review = Review.objects.create(action=action, by=by, answer=answer, reason=reason.strip())
        _move(action, STATE_OF_ANSWER[answer], today)
        action.version += 1
        action.save()
        _record(action, by, f"action {answer.label.lower()}", reason=reason.strip())
    return review


def change_due_date(
    *, by: User, action: Action, read_at: int, due: datetime.date, reason: str, today: datetime.date
) -> DueDateChange:
    """Move the due date of an action, inside the window, with a reason that stays on view."""
    if not reason.strip():
        raise Refusal("Say why the date moves", field="reason")
    with transaction.atomic():
        action = _locked_action(action.pk)
        rules.update_action.require(access_of(by), rules.ActionSides.of(action))
        time_box.check_may_report(action.plan, on=today)
        time_box.check_day_in_window(action.plan, due, field="due", what="The new date")
        if action.version != read_at:
            raise WrongState("This action was changed while you were writing. Look at it again.")
        if due == action.due:
            raise Refusal("Enter a date other than the present due date", field="due")
        if due < action.starts_on:
            raise Refusal("The due date must be the same as or after the start", field="due")
        change = DueDateChange.objects.create(
            action=action, by=by, from_date=action.due, to_date=due, reason=reason.strip()
        )
        before, action.due = action.due, due
        action.due_changes += 1
        action.version += 1
        action.save()
        _record(action, by, "due date moved", changes={"due": (before, due)}, reason=reason.strip())
    return change


def _locked_action(action_id: int) -> Action:
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("plan__pair__mentor", "plan__pair__mentee", "plan__pair__scheme")
        .get(pk=action_id)
    )


def _move(action: Action, to: ActionState, today: datetime.date) -> None:
    if action.state == to:
        return
    check_action_move(action.state, to)
    action.state = to
    action.state_since = today


def _record(
    action: Action,
    by: User,
    what: str,
    *,
    changes: dict[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> None:
    record_event(
        by=by,
        action=what,
        thing=action,
        trust_code=action.plan.pair.mentee.ods_code,
        changes=changes,
        reason=reason,
    )
