"""Extending, closing and withdrawing a plan."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules
from improvement_plans.models import Aim, Plan, PlanState
from improvement_plans.services.moves import locked_plan, move_plan
from improvement_plans.states import ENDED_ACTIONS


def extend_plan(*, by: User, plan: Plan, until: datetime.date, reason: str) -> None:
    """A programme lead grants more time, on the record."""
    if not reason.strip():
        raise Refusal("Say why the plan needs more time", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        if until <= plan.window_to:
            raise Refusal("The new end must be after the present one", field="until")
        if until > plan.pair.scheme.evaluation_to:
            raise Refusal("The new end must lie before the end of the evaluation", field="until")
        plan.window_to = until
        move_plan(plan, to=PlanState.EXTENDED, by=by, action="plan extended", reason=reason.strip())


def start_closing(*, by: User, plan: Plan) -> None:
    """Begin to close a plan: every action must have ended one way or another."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        open_actions = plan.actions.exclude(state__in=ENDED_ACTIONS).count()
        if open_actions:
            raise WrongState(
                f"{open_actions} of the plan's actions are still open. Each must be confirmed, "
                "abandoned or carried over before the plan can close."
            )
        move_plan(plan, to=PlanState.CLOSING, by=by, action="plan closing")


def close_plan(
    *,
    by: User,
    plan: Plan,
    learning: str,
    advice: str,
    sustained_by: str,
    outcomes: dict[int, str],
) -> None:
    """Fill in the closure: what was achieved per aim, what was learnt, who carries it on."""
    for field, value in (("learning", learning), ("sustained_by", sustained_by)):
        if not value.strip():
            raise Refusal("Fill this in before the plan can close", field=field)
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        aims = list(Aim.objects.filter(plan=plan))
        if any(not outcomes.get(aim.pk) for aim in aims):
            raise Refusal("Say for every aim how far it was achieved", field="outcomes")
        for aim in aims:
            aim.outcome = outcomes[aim.pk]
            aim.save(update_fields=["outcome"])
        plan.learning, plan.advice = learning.strip(), advice.strip()
        plan.sustained_by = sustained_by.strip()
        plan.closed_at = timezone.now()
        move_plan(plan, to=PlanState.EVALUATING, by=by, action="plan closure filled in")
        move_plan(plan, to=PlanState.CLOSED, by=by, action="plan closed")


def withdraw_plan(*, by: User, plan: Plan, reason: str) -> None:
    """Take a plan back before it closes; the lead of the mentee or the programme may."""
    if not reason.strip():
        raise Refusal("Say why the plan is withdrawn", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        access, sides = access_of(by), rules.PlanSides.of(plan)
        if not rules.write_plan.allows(access, sides):
            rules.approve_plan.require(access, sides)
        move_plan(
            plan, to=PlanState.WITHDRAWN, by=by, action="plan withdrawn", reason=reason.strip()
        )
