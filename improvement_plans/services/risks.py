"""The risks of a plan: noted, looked at again, closed with a reason."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from buddy_portal.accounts.audit import changed_fields
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans import time_box
from improvement_plans.models import Plan, Risk
from improvement_plans.selectors import people
from improvement_plans.services.moves import plan_to_work_on, record_on_plan


def add_risk(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Risk:
    """Note a risk with its owner and the day on which it is looked at again."""
    with transaction.atomic():
        plan = plan_to_work_on(plan.pk, by=by, today=today)
        _check(plan, values)
        risk = Risk.objects.create(plan=plan, **values)
        record_on_plan(plan, by=by, action="risk added", changes={"risk": ("", risk.text)})
    return risk


def change_risk(
    *, by: User, risk: Risk, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save a risk that is open, if nobody else saved it in between."""
    with transaction.atomic():
        plan = plan_to_work_on(risk.plan_id, by=by, today=today)
        _require_open(risk)
        _check(plan, values)
        changes = changed_fields(risk, values)
        save_version(risk, read_at=read_at, values=values)
        if changes:
            record_on_plan(plan, by=by, action="risk changed", changes=changes)


def close_risk(*, by: User, risk: Risk, reason: str, today: datetime.date) -> None:
    """A risk that is gone, or has come true: closed with a reason, and kept."""
    reason = reason.strip()
    if not reason:
        raise Refusal("Say why the risk is closed", field="reason")
    with transaction.atomic():
        plan = plan_to_work_on(risk.plan_id, by=by, today=today)
        _require_open(risk)
        values = {"closed_on": today, "closed_why": reason}
        save_version(risk, read_at=risk.version, values=values)
        record_on_plan(
            plan, by=by, action="risk closed", changes={"risk": (risk.text, "")}, reason=reason
        )


def _require_open(risk: Risk) -> None:
    risk.refresh_from_db(fields=["closed_on"])
    if risk.closed_on is not None:
        raise WrongState("This risk is closed already.")


def _check(plan: Plan, values: dict[str, Any]) -> None:
    owner = values["owner"]
    # Partners do not see the risks, so none of them looks after one.
    if not people.team_of(plan).filter(pk=owner.pk).exists():
        raise Refusal("The owner must be one of the trust’s people on this plan", field="owner")
    time_box.check_day_in_window(
        plan, values["review_on"], field="review_on", what="The day of the review"
    )
