"""The course of a plan that is under way: its midpoint review, and more time."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.design import dates
from improvement_plans import rules, time_box
from improvement_plans.models import ExtensionRequest, Plan, PlanState
from improvement_plans.services import mails
from improvement_plans.services.moves import locked_plan, move_plan, record_on_plan
from improvement_plans.services.versions import keep_version
from improvement_plans.states import UNDER_WAY


def start_midpoint_review(*, by: User, plan: Plan, today: datetime.date) -> None:
    """Begin to look at the whole plan half-way; updates go on meanwhile."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.steer_plan.require(access_of(by), rules.PlanSides.of(plan))
        time_box.check_may_report(plan, on=today)
        move_plan(plan, to=PlanState.MIDPOINT_REVIEW, by=by, action="midpoint review started")


def finish_midpoint_review(*, by: User, plan: Plan, findings: str) -> None:
    """End the midpoint review with what came out of it; the plan goes on."""
    if not findings.strip():
        raise Refusal("Say what came out of the review", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.steer_plan.require(access_of(by), rules.PlanSides.of(plan))
        if plan.state != PlanState.MIDPOINT_REVIEW:
            raise WrongState("This plan is not in its midpoint review.")
        move_plan(
            plan,
            to=PlanState.ACTIVE,
            by=by,
            action="midpoint review finished",
            reason=findings.strip(),
        )


def ask_extension(*, by: User, plan: Plan, until: datetime.date, reason: str) -> ExtensionRequest:
    """The trust asks for more time; the programme answers, and until then the plan is watched."""
    if not reason.strip():
        raise Refusal("Say why the plan needs more time", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        _check_until(plan, until)
        if plan.extension_requests.filter(decided_at=None).exists():
            raise WrongState("More time has been asked for already. The programme will answer.")
        request = ExtensionRequest.objects.create(
            plan=plan, asked_by=by, until=until, reason=reason.strip()
        )
        record_on_plan(
            plan,
            by=by,
            action="extension asked for",
            changes={"window ends": (plan.window_to, until)},
            reason=reason.strip(),
        )
        mails.extension_asked(plan, dates.day(until), reason.strip(), by=by)
    return request


def grant_extension(*, by: User, plan: Plan, until: datetime.date, answer: str = "") -> None:
    """A programme lead grants what was asked for, or another day."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        request = _open_request(plan)
        _extend(plan, until, by=by, reason=answer.strip() or request.reason)
        _decide(request, by=by, granted=True, answer=answer)


def refuse_extension(*, by: User, plan: Plan, answer: str) -> None:
    """A programme lead refuses more time, with a reason."""
    if not answer.strip():
        raise Refusal("Say why, so that the trust understands it", field="answer")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        request = _open_request(plan)
        record_on_plan(plan, by=by, action="extension refused", reason=answer.strip())
        _decide(request, by=by, granted=False, answer=answer)


def extend_plan(*, by: User, plan: Plan, until: datetime.date, reason: str) -> None:
    """A programme lead gives more time unasked, on the record. Answers an open request with it."""
    if not reason.strip():
        raise Refusal("Say why the plan needs more time", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        _extend(plan, until, by=by, reason=reason.strip())
        request = plan.extension_requests.filter(decided_at=None).first()
        if request is not None:
            _decide(request, by=by, granted=True, answer=reason)


def _extend(plan: Plan, until: datetime.date, *, by: User, reason: str) -> None:
    _check_until(plan, until)
    before = plan.window_to
    plan.window_to = until
    move_plan(plan, to=PlanState.EXTENDED, by=by, action="plan extended", reason=reason)
    record_on_plan(plan, by=by, action="window changed", changes={"window ends": (before, until)})
    keep_version(plan=plan, by=by, why=f"More time, until {dates.day(until)}")


def _decide(request: ExtensionRequest, *, by: User, granted: bool, answer: str) -> None:
    request.decided_at, request.decided_by = timezone.now(), by
    request.granted, request.answer = granted, answer.strip()
    request.save()
    mails.extension_decided(request.plan, granted=granted, answer=request.answer, by=by)


def _open_request(plan: Plan) -> ExtensionRequest:
    request = plan.extension_requests.filter(decided_at=None).first()
    if request is None:
        raise WrongState("No request for more time waits for an answer.")
    request.plan = plan
    return request


def _check_until(plan: Plan, until: datetime.date) -> None:
    if plan.state not in UNDER_WAY:
        raise WrongState("Only a plan that is under way can have more time.")
    latest = plan.scheme.evaluation_to
    if until <= plan.window_to:
        raise Refusal(
            f"The new end must be after {dates.day(plan.window_to)}, the present one", field="until"
        )
    if until > latest:
        raise Refusal(
            f"The new end must not be after {dates.day(latest)}, the end of the evaluation",
            field="until",
        )
