"""Closing a plan in steps, and withdrawing one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules
from improvement_plans.models import Aim, Plan, PlanState
from improvement_plans.services import mails
from improvement_plans.services.moves import locked_plan, move_plan
from improvement_plans.states import ENDED_ACTIONS, check_plan_move

OUTCOMES = frozenset({"achieved", "partly", "not", "abandoned"})


def start_closing(*, by: User, plan: Plan) -> None:
    """Begin to close a plan: every action must have ended one way or another."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        check_plan_move(plan.state, PlanState.CLOSING)
        _check_actions_ended(plan)
        if plan.extension_requests.filter(decided_at=None).exists():
            raise WrongState("More time has been asked for. The programme must answer first.")
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
    """Fill in the closure: what was achieved per aim, what was learnt, who carries it on.

    The plan is then being evaluated; the programme concludes it (`conclude_plan`).
    """
    for field, value in (("learning", learning), ("sustained_by", sustained_by)):
        if not value.strip():
            raise Refusal("Fill this in before the plan can close", field=field)
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        check_plan_move(plan.state, PlanState.EVALUATING)
        aims = list(Aim.objects.filter(plan=plan))
        if any(outcomes.get(aim.pk) not in OUTCOMES for aim in aims):
            raise Refusal("Say for every aim how far it was achieved", field="outcomes")
        for aim in aims:
            aim.outcome = outcomes[aim.pk]
            aim.save(update_fields=["outcome"])
        plan.learning, plan.advice = learning.strip(), advice.strip()
        plan.sustained_by = sustained_by.strip()
        move_plan(plan, to=PlanState.EVALUATING, by=by, action="plan closure filled in")


def conclude_plan(*, by: User, plan: Plan) -> None:
    """A programme lead closes a plan whose closure is filled in."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.approve_plan.require(access_of(by), rules.PlanSides.of(plan))
        if plan.state == PlanState.EVALUATING and not (plan.learning and plan.sustained_by):
            raise WrongState("The trust has not filled in what was learnt and who carries it on.")
        plan.closed_at = timezone.now()
        move_plan(plan, to=PlanState.CLOSED, by=by, action="plan closed")


def withdraw_plan(*, by: User, plan: Plan, reason: str) -> None:
    """Take a plan back before it closes; the lead of the mentee or the programme may."""
    if not reason.strip():
        raise Refusal("Say why the plan is withdrawn", field="reason")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.steer_plan.require(access_of(by), rules.PlanSides.of(plan))
        move_plan(
            plan, to=PlanState.WITHDRAWN, by=by, action="plan withdrawn", reason=reason.strip()
        )
        mails.plan_over(plan, reason.strip(), by=by)


def _check_actions_ended(plan: Plan) -> None:
    still_open = plan.actions.exclude(state__in=ENDED_ACTIONS).count()
    if still_open:
        are = "action is" if still_open == 1 else "actions are"
        raise WrongState(
            f"{still_open} {are} still open. Each must be confirmed, abandoned or carried over "
            "before the plan can close."
        )
