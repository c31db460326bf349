"""The contacts log of a pair: what happened between the buddies, written by either of them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from buddy_portal.design import dates
from improvement_plans import rules
from improvement_plans.models import Contact, Plan
from improvement_plans.services.moves import locked_plan, record_on_plan
from improvement_plans.states import OVER


def log_contact(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Contact:
    """Write down a contact of the buddies."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        _check(by, plan, values, today)
        contact = Contact.objects.create(plan=plan, written_by=by, **values)
        record_on_plan(
            plan, by=by, action="contact logged", changes={"contact": ("", str(contact))}
        )
    return contact


def change_contact(
    *, by: User, contact: Contact, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Correct a contact, if nobody else did in between."""
    with transaction.atomic():
        plan = locked_plan(contact.plan_id)
        _check(by, plan, values, today)
        changes = changed_fields(contact, values)
        save_version(contact, read_at=read_at, values=values)
        if changes:
            record_on_plan(plan, by=by, action="contact corrected", changes=changes)


def check_may_log(plan: Plan) -> None:
    """Raise where the plan is over: what its pair did afterwards does not belong to it."""
    if plan.state in OVER:
        raise WrongState(
            f"This plan is “{plan.get_state_display().lower()}”, so its contacts log is closed."
        )


def _check(by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> None:
    rules.log_contact.require(access_of(by), rules.PlanSides.of(plan))
    check_may_log(plan)
    first, day = plan.scheme.pairing_from, values["on"]
    if not first <= day <= today:
        raise Refusal(
            f"The day of the contact must be between {dates.day(first)}, when pairing began, and "
            "today",
            field="on",
        )
