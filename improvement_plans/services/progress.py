"""Keeping a plan up to date: what owners report, the monthly check-in, and moved due dates."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.inserts import insert_once
from improvement_plans import rules, time_box
from improvement_plans.models import Action, ActionState, Claim, DueDateChange, Plan, ProgressUpdate
from improvement_plans.services import mails
from improvement_plans.services.moves import (
    Changes,
    action_sides_of,
    locked_action,
    move_action,
    record_on_action,
)
from improvement_plans.services.sending import SentAlready

# What an owner's claim does to the state of an action.
STATE_OF_CLAIM = {
    Claim.ON_TRACK: ActionState.IN_PROGRESS,
    Claim.AT_RISK: ActionState.IN_PROGRESS,
    Claim.STUCK: ActionState.BLOCKED,
    Claim.DONE: ActionState.CLAIMED_DONE,
}


# What a report may change of its action.
TOUCHED = ("state", "state_since", "within_our_control", "claim", "last_update_at", "version")


@dataclass(frozen=True)
class Report:
    """What somebody says about one action. `form_key` is made by the page, once a report."""

    action: Action
    form_key: uuid.UUID
    claim: Claim
    text: str = ""
    blockers: str = ""
    help_wanted: bool = False
    needs_sponsor: bool = False


class CheckInRefused(Refusal):
    """Something in a check-in is missing, so nothing of it was saved. Refusals by action's id."""

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__("Nothing has been saved yet: look at what is missing.")
        self.refusals = refusals


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
    needs_sponsor: bool = False,
) -> ProgressUpdate:
    """Report on an action. The same form sent twice makes one update."""
    report = Report(action, form_key, claim, text, blockers, help_wanted, needs_sponsor)
    with transaction.atomic():
        update, is_new = _save(by, report, today)
        if is_new and help_wanted:
            mails.help_wanted(update.action.plan, [update], by=by)
    return update


def send_check_in(
    *, by: User, reports: Sequence[Report], today: datetime.date
) -> list[ProgressUpdate]:
    """Save all reports of a check-in, or none. A buddy who is asked for help gets one mail."""
    refusals: dict[int, Refusal] = {}
    fresh: list[ProgressUpdate] = []
    kept: list[ProgressUpdate] = []
    with transaction.atomic():
        # Always locked in the same order, so that two check-ins never wait for each other.
        for report in sorted(reports, key=lambda each: (each.action.plan_id, each.action.pk)):
            try:
                with transaction.atomic():
                    update, is_new = _save(by, report, today)
            except Refusal as refusal:
                refusals[report.action.pk] = refusal
            else:
                kept.append(update)
                fresh += [update] if is_new else []
        if refusals:
            raise CheckInRefused(refusals)
        _ask_buddies(fresh, by)
    return kept


def change_due_date(
    *, by: User, action: Action, read_at: int, due: datetime.date, reason: str, today: datetime.date
) -> DueDateChange:
    """Move the due date of an action, inside the window, with a reason that stays on view."""
    if not reason.strip():
        raise Refusal("Say why the date moves", field="reason")
    with transaction.atomic():
        action = locked_action(action)
        rules.update_action.require(access_of(by), action_sides_of(by, action))
        time_box.check_may_report(action.plan, on=today)
        time_box.check_is_open(action)
        if action.version != read_at:
            raise StaleVersion({"due": action.due}, {"due": due})
        time_box.check_day_in_window(action.plan, due, field="due", what="The new date")
        if due == action.due:
            raise Refusal("Enter a date other than the present due date", field="due")
        if due < action.starts_on:
            raise Refusal("The due date must be the same as or after the start", field="due")
        change = DueDateChange.objects.create(
            action=action, by=by, from_date=action.due, to_date=due, reason=reason.strip()
        )
        moved: Changes = {"due": (action.due, due)}
        action.due = due
        action.due_changes += 1
        action.version += 1
        action.save()
        record_on_action(
            by=by, action=action, what="due date moved", changes=moved, reason=reason.strip()
        )
    return change


def _save(by: User, report: Report, today: datetime.date) -> tuple[ProgressUpdate, bool]:
    """Write one report, and say whether it is new."""
    action = locked_action(report.action)
    rules.update_action.require(access_of(by), action_sides_of(by, action))
    time_box.check_may_report(action.plan, on=today)
    blockers = report.blockers.strip()
    if report.claim is Claim.STUCK and not blockers:
        raise Refusal("Say what is in the way", field="blockers")
    update = ProgressUpdate(
        form_key=report.form_key,
        action=action,
        by=by,
        claim=report.claim,
        text=report.text.strip(),
        blockers=blockers,
        help_wanted=report.help_wanted,
    )
    if insert_once(update, key="form_key"):
        _apply(update, needs_sponsor=report.needs_sponsor, today=today, by=by)
        return update, True
    before = ProgressUpdate.objects.get(form_key=report.form_key)
    if (before.action_id, before.by_id) != (action.pk, by.pk):
        raise SentAlready
    return before, False


def _apply(update: ProgressUpdate, *, needs_sponsor: bool, today: datetime.date, by: User) -> None:
    """What a new report does to its action: state, claim, and who is told."""
    action, claim = update.action, Claim(update.claim)
    changes: Changes = {"claim": (action.get_claim_display(), claim.label)}
    before = action.state
    said = action.get_state_display()
    move_action(action, STATE_OF_CLAIM[claim], by=by, on=today, why=update.text)
    if action.state != before:
        changes["state"] = (said, action.get_state_display())
    if needs_sponsor and action.within_our_control:
        action.within_our_control = False
        changes["within our control"] = ("yes", "no")
    action.claim = claim
    action.last_update_at = timezone.now()
    action.version += 1
    action.save(update_fields=TOUCHED)
    record_on_action(by=by, action=action, what="action updated", changes=changes)
    _tell(update, {"state", "within our control"} & changes.keys(), by)


def _tell(update: ProgressUpdate, changed: set[str], by: User) -> None:
    action = update.action
    if not changed:
        return
    if action.state == ActionState.CLAIMED_DONE:
        mails.action_claimed(action, by=by)
    if action.state == ActionState.BLOCKED and not action.within_our_control:
        mails.sponsor_needed(action, update.blockers, by=by)


def _ask_buddies(updates: Sequence[ProgressUpdate], by: User) -> None:
    by_plan: dict[Plan, list[ProgressUpdate]] = {}
    for update in updates:
        if update.help_wanted:
            by_plan.setdefault(update.action.plan, []).append(update)
    for plan, wanted in by_plan.items():
        mails.help_wanted(plan, wanted, by=by)
