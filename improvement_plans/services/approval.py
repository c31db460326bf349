"""From a draft to an approved plan: submit, comment, approve, ask for changes."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans import rules, time_box
from improvement_plans.models import Plan, PlanComment, PlanState, PlanVersion
from improvement_plans.services.moves import locked_plan, move_plan, record_on_plan


class PlanIncomplete(Refusal):
    """Something that a plan needs before it can be submitted is missing."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("Before you can submit the plan: " + "; ".join(missing) + ".")
        self.missing = missing


def what_is_missing(plan: Plan) -> list[str]:
    """What a plan still needs before it can be submitted, in words. Reads its aims and actions."""
    missing = []
    if plan.lead_id is None:
        missing.append("name a lead")
    if plan.sponsor_id is None:
        missing.append("name an executive sponsor")
    aims = list(plan.aims.all())
    if not aims:
        missing.append("add an aim with a question, a baseline, a target and a date")
    actions = list(plan.actions.all())
    for aim in aims:
        if aim.target is None or aim.by_date is None or aim.baseline is None:
            missing.append(f"complete the aim “{aim.title}” with its target and date")
        if not any(action.aim_id == aim.pk for action in actions):
            missing.append(f"add an action for the aim “{aim.title}”")
    if not plan.no_partner_reason and not plan.guests.exists():
        missing.append("invite a lived-experience partner or say why there is none")
    return missing


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
        _keep_version(plan, by=by, why="Submitted")
        _tell(plan, [plan.sponsor], "plan_submitted", "A plan waits for your approval")


def comment_on_plan(*, by: User, plan: Plan, text: str, is_guest: bool = False) -> PlanComment:
    """Write a comment; the mentor's is needed before a plan is approved."""
    if not text.strip():
        raise Refusal("Enter your comment", field="text")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        sides = rules.PlanSides.of(plan, is_guest=is_guest)
        access = access_of(by)
        rules.comment_plan.require(access, sides)
        comment = PlanComment.objects.create(
            plan=plan, by=by, text=text.strip(), speaks_for=_speaks_for(by, sides)
        )
        record_on_plan(plan, by=by, action="plan commented on")
        if plan.lead_id != by.pk:
            _tell(plan, [plan.lead], "plan_commented", "Your plan has a new comment")
    return comment


def approve_as_sponsor(*, by: User, plan: Plan) -> None:
    """The mentee's executive sponsor backs the plan."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.sponsor_plan.require(access_of(by), rules.PlanSides.of(plan))
        _require_submitted(plan)
        if plan.sponsor_approved_at is not None:
            raise WrongState("The sponsor has approved this plan already.")
        plan.sponsor_approved_by, plan.sponsor_approved_at = by, timezone.now()
        plan.save(update_fields=["sponsor_approved_by", "sponsor_approved_at"])
        record_on_plan(plan, by=by, action="plan approved by sponsor")


def approve_for_programme(*, by: User, plan: Plan, today: datetime.date) -> None:
    """A programme lead approves: baselines freeze, and the plan starts with its window."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        _require_submitted(plan)
        if plan.sponsor_approved_at is None:
            raise WrongState("The executive sponsor has not approved this plan yet.")
        if not plan.comments.filter(speaks_for="mentor").exists():
            raise WrongState("The buddy has not commented on this plan yet.")
        plan.approved_by, plan.approved_at = by, timezone.now()
        plan.baselines_frozen_at = plan.approved_at
        move_plan(plan, to=PlanState.APPROVED, by=by, action="plan approved")
        _keep_version(plan, by=by, why="Approved")
        _tell(plan, [plan.lead, plan.sponsor], "plan_approved", "Your plan is approved")
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
        _tell(plan, [plan.lead], "plan_changes_requested", "Changes to your plan are asked for")


def begin_due_plans(*, by: User | None = None, today: datetime.date) -> int:
    """Start every approved plan whose window has begun. The portal does it by itself each day."""
    with transaction.atomic():
        due = Plan.objects.filter(
            state=PlanState.APPROVED, window_from__lte=today, window_to__gte=today
        ).values_list("pk", flat=True)
        for plan_id in due:
            plan = locked_plan(plan_id)
            if plan.state == PlanState.APPROVED:
                move_plan(plan, to=PlanState.ACTIVE, by=by, action="plan began with its window")
    return len(due)


def plan_content(plan: Plan) -> dict[str, Any]:
    """The plan's words, aims and actions as plain values, for a version that never changes."""
    return {
        "title": plan.title,
        "summary": plan.summary,
        "public_summary": plan.public_summary,
        "window": [str(plan.window_from), str(plan.window_to)],
        "aims": [
            {
                "title": aim.title,
                "question": aim.question.number,
                "baseline": aim.baseline,
                "n": aim.baseline_n,
                "target": aim.target,
                "by": str(aim.by_date),
                "why": aim.why,
            }
            for aim in plan.aims.select_related("question")
        ],
        "actions": [
            {
                "text": action.text,
                "owner": str(action.owner or ""),
                "starts": str(action.starts_on),
                "due": str(action.due),
            }
            for action in plan.actions.select_related("owner")
        ],
    }


def _keep_version(plan: Plan, *, by: User, why: str) -> None:
    PlanVersion.objects.create(
        plan=plan, number=plan.versions.count() + 1, by=by, why=why, content=plan_content(plan)
    )


def _require_submitted(plan: Plan) -> None:
    if plan.state != PlanState.SUBMITTED:
        raise WrongState(
            f"This plan is “{plan.get_state_display().lower()}”, it does not wait for approval."
        )


def _speaks_for(by: User, sides: rules.PlanSides) -> str:
    access = access_of(by)
    if access.is_programme:
        return "programme"
    if sides.mentor_code in access.trusts:
        return "mentor"
    return "mentee" if sides.mentee_code in access.trusts else "partner"


def _tell(plan: Plan, people: list[User | None], template: str, subject: str) -> None:
    for person in {person for person in people if person is not None and person.is_active}:
        enqueue_mail(
            to=person.email,
            subject=f"{subject}: {plan.pair.mentee.name}",
            template=template,
            context={"plan_id": plan.pk, "title": plan.title, "mentee": plan.pair.mentee.name},
        )
