"""Moving plans and actions from state to state: one place, one record."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.prepared import prepared
from improvement_plans import rules, time_box
from improvement_plans.models import (
    Action,
    ActionState,
    ActionStep,
    Plan,
    PlanGuest,
    PlanState,
    PlanStep,
)
from improvement_plans.states import check_action_move, check_plan_move

Changes = dict[str, tuple[object, object]]


def locked_plan(plan_id: int) -> Plan:
    """The plan with its row locked until the end of the transaction."""
    for plan in _locked_plans(plan_id):
        return plan
    raise Plan.DoesNotExist


@prepared
def _locked_plans(plan_id: int) -> QuerySet[Plan, Plan]:
    plans = Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id).order_by()
    return plans.select_related("pair__mentor", "team", "trust", "scheme", "lead", "sponsor")


def locked_action(action: Action) -> Action:
    """The action with its row locked. Its plan is locked first, always in this order."""
    plan = locked_plan(action.plan_id)
    for locked in _locked_actions(action.pk):
        locked.plan = plan
        return locked
    raise Action.DoesNotExist


@prepared
def _locked_actions(action_id: int) -> QuerySet[Action, Action]:
    return Action.objects.select_for_update(of=("self",)).filter(pk=action_id).order_by()


def plan_to_work_on(plan_id: int, *, by: User, today: datetime.date) -> Plan:
    """The plan, locked, for its writer: while it is being written or under way, in its window."""
    plan = locked_plan(plan_id)
    rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
    time_box.check_may_write_actions(plan, on=today)
    return plan


def sides_of(user: User, plan: Plan) -> rules.PlanSides:
    """The plan's sides, with whether this person is its guest today as the database says."""
    is_guest = any(each.is_there(timezone.localdate()) for each in _guest_of(plan.pk, user.pk))
    return rules.PlanSides.of(plan, is_guest=is_guest)


@prepared
def _guest_of(plan_id: int, user_id: int) -> QuerySet[PlanGuest, PlanGuest]:
    return PlanGuest.objects.filter(plan=plan_id, user=user_id)


def action_sides_of(user: User, action: Action) -> rules.ActionSides:
    """The sides of an action as this person stands to it."""
    return rules.ActionSides(sides_of(user, action.plan), action.owner_id)


def move_plan(plan: Plan, *, to: PlanState, by: User | None, action: str, reason: str = "") -> None:
    """Move a locked plan, and write the step and the event. `by` is None for the portal itself."""
    check_plan_move(plan.state, to)
    before = PlanState(plan.state)
    plan.state = to
    plan.version += 1
    plan.save()
    PlanStep.objects.create(plan=plan, by=by, from_state=before, to_state=to, reason=reason)
    record_on_plan(
        plan, by=by, action=action, changes={"state": (before.label, to.label)}, reason=reason
    )


def move_action(action: Action, to: ActionState, *, by: User, on: datetime.date, why: str) -> None:
    """Move a locked action and write the step; its caller saves it. Staying put is no move."""
    if action.state == to:
        return
    check_action_move(action.state, to)
    ActionStep.objects.create(
        action=action, by=by, from_state=action.state, to_state=to, reason=why
    )
    action.state = to
    action.state_since = on


def record_on_plan(
    plan: Plan,
    *,
    by: User | None,
    action: str,
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    """Write an event about a plan."""
    record_event(
        by=by,
        action=action,
        thing=plan,
        trust_code=plan.trust.ods_code,
        changes=changes,
        reason=reason,
    )


def record_on_action(
    *, by: User, action: Action, what: str, changes: Changes | None = None, reason: str = ""
) -> None:
    """Write an event about an action."""
    record_event(
        by=by,
        action=what,
        thing=action,
        trust_code=action.plan.trust.ods_code,
        changes=changes,
        reason=reason,
    )
