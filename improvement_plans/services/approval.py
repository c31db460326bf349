"""From a draft to an approved plan: submit, comment, approve, ask for changes."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules, time_box
from improvement_plans.models import Plan, PlanComment, PlanState
from improvement_plans.readiness import unmet
from improvement_plans.selectors.readiness import needs_of_stored
from improvement_plans.services import mails
from improvement_plans.services.moves import locked_plan, move_plan, record_on_plan, sides_of
from improvement_plans.services.versions import keep_version


class PlanIncomplete(Refusal):
    """Something that a plan needs before it can be submitted is missing."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("Before you can submit the plan: " + "; ".join(missing) + ".")
        self.missing = missing


def what_is_missing(plan: Plan) -> list[str]:
    """What a plan still needs before it can be submitted, in words. Reads its aims and actions."""
    return [need.ask for need in unmet(needs_of_stored(plan))]


def submit_plan(*, by: User, plan: Plan, today: datetime.date) -> None:
    """Send a complete plan to the sponsor, the buddy and the programme lead."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        time_box.check_may_write(plan, on=today)
        missing = what_is_missing(plan)
        if missing:
            raise PlanIncomplete(missing)
        plan.submitted_at = timezone.now()
        plan.sponsor_approved_by = plan.approved_by = None
        plan.sponsor_approved_at = plan.approved_at = None
        move_plan(plan, to=PlanState.SUBMITTED, by=by, action="plan submitted")
        keep_version(plan=plan, by=by, why="Submitted")
        mails.plan_submitted(plan, by=by)


def comment_on_plan(*, by: User, plan: Plan, text: str) -> PlanComment:
    """Write a comment; the mentor's is needed before a plan is approved."""
    if not text.strip():
        raise Refusal("Enter your comment", field="text")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        sides = sides_of(by, plan)
        rules.comment_plan.require(access_of(by), sides)
        comment = PlanComment.objects.create(
            plan=plan, by=by, text=text.strip(), speaks_for=_speaks_for(by, sides)
        )
        record_on_plan(plan, by=by, action="plan commented on")
        mails.plan_commented(plan, by=by)
    return comment


def approve_as_sponsor(*, by: User, plan: Plan, read_at: int | None = None) -> None:
    """The mentee's executive sponsor backs the plan, as it was when they read it."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.sponsor_plan.require(access_of(by), rules.PlanSides.of(plan))
        _require_submitted(plan, read_at)
        if plan.sponsor_approved_at is not None:
            raise WrongState("The sponsor has approved this plan already.")
        plan.sponsor_approved_by, plan.sponsor_approved_at = by, timezone.now()
        plan.save(update_fields=["sponsor_approved_by", "sponsor_approved_at"])
        record_on_plan(plan, by=by, action="plan approved by sponsor")
        mails.plan_backed(plan, by=by)


def approve_for_programme(
    *, by: User, plan: Plan, today: datetime.date, read_at: int | None = None
) -> None:
    """A programme lead approves: baselines freeze, and the plan starts with its window."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        _require_submitted(plan, read_at)
        if plan.sponsor_approved_at is None:
            raise WrongState("The executive sponsor has not approved this plan yet.")
        if plan.sponsor_approved_by_id == by.pk:
            raise WrongState("Somebody else must approve for the programme: you did as sponsor.")
        if plan.has_buddy and not plan.comments.filter(speaks_for="mentor").exists():
            raise WrongState("The buddy has not commented on this plan yet.")
        plan.approved_by, plan.approved_at = by, timezone.now()
        plan.baselines_frozen_at = plan.approved_at
        move_plan(plan, to=PlanState.APPROVED, by=by, action="plan approved")
        keep_version(plan=plan, by=by, why="Approved")
        mails.plan_approved(plan, by=by)
        if plan.holds(today):
            move_plan(plan, to=PlanState.ACTIVE, by=None, action="plan began with its window")


def request_changes(*, by: User, plan: Plan, reason: str) -> None:
    """The sponsor or a programme lead sends the plan back, with a reason."""
    if not reason.strip():
        raise Refusal("Say what should change", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.decide_plan.require(access_of(by), rules.PlanSides.of(plan))
        _require_submitted(plan)
        plan.sponsor_approved_by = plan.sponsor_approved_at = None
        move_plan(
            plan,
            to=PlanState.CHANGES_REQUESTED,
            by=by,
            action="changes to plan asked for",
            reason=reason.strip(),
        )
        mails.plan_sent_back(plan, reason.strip(), by=by)


def reopen_plan(*, by: User, plan: Plan, reason: str) -> None:
    """A programme lead opens an approved plan again before it begins; it is approved anew."""
    if not reason.strip():
        raise Refusal("Say why the plan is opened again", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        if plan.state != PlanState.APPROVED:
            raise WrongState("Only an approved plan that has not begun can be opened again.")
        plan.sponsor_approved_by = plan.sponsor_approved_at = None
        plan.approved_by = plan.approved_at = plan.baselines_frozen_at = None
        move_plan(
            plan,
            to=PlanState.CHANGES_REQUESTED,
            by=by,
            action="plan opened again",
            reason=reason.strip(),
        )
        mails.plan_sent_back(plan, reason.strip(), by=by)


def begin_due_plans(*, by: User | None = None, today: datetime.date) -> int:
    """Start every approved plan whose window has begun, each in a transaction of its own.

    The portal does it by itself each day; safe to run twice. Says how many began.
    """
    due = Plan.objects.filter(
        state=PlanState.APPROVED, window_from__lte=today, window_to__gte=today
    ).values_list("pk", flat=True)
    return sum(_begin(plan_id, by=by) for plan_id in list(due))


def _begin(plan_id: int, *, by: User | None) -> bool:
    with transaction.atomic():
        plan = locked_plan(plan_id)
        if plan.state != PlanState.APPROVED:
            return False
        move_plan(plan, to=PlanState.ACTIVE, by=by, action="plan began with its window")
    return True


def _require_submitted(plan: Plan, read_at: int | None = None) -> None:
    if plan.state != PlanState.SUBMITTED:
        raise WrongState(
            f"This plan is “{plan.get_state_display().lower()}”, it does not wait for approval."
        )
    if read_at is not None and read_at != plan.version:
        raise WrongState("This plan was changed after you opened it. Read it again, then answer.")


def _speaks_for(by: User, sides: rules.PlanSides) -> str:
    """The side whose permission lets this person comment; the programme's comes first."""
    access = access_of(by)
    if rules.approve_plan.allows(access, sides):
        return "programme"
    answering = access.trusts_where(Permission.REVIEW_PLANS)
    if sides.mentor_code in answering:
        return "mentor"
    own = {sides.mentee_code} | sides.team_codes
    return "mentee" if own & answering else "partner"
