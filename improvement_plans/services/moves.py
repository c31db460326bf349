"""Moving a plan from state to state: one place, one record."""

from __future__ import annotations

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from improvement_plans.models import Plan, PlanState, PlanStep
from improvement_plans.states import check_plan_move


def locked_plan(plan_id: int) -> Plan:
    """The plan with its row locked until the end of the transaction."""
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("pair__mentor", "pair__mentee", "pair__scheme")
        .get(pk=plan_id)
    )


def move_plan(plan: Plan, *, to: PlanState, by: User | None, action: str, reason: str = "") -> None:
    """Move a locked plan, and write the step and the event. `by` is None for the portal itself."""
    check_plan_move(plan.state, to)
    before = PlanState(plan.state)
    plan.state = to
    plan.version += 1
    plan.save()
    PlanStep.objects.create(plan=plan, by=by, from_state=before, to_state=to, reason=reason)
    record_event(
        by=by,
        action=action,
        thing=plan,
        trust_code=plan.pair.mentee.ods_code,
        changes={"state": (before.label, to.label)},
        reason=reason,
    )


def record_on_plan(
    plan: Plan,
    *,
    by: User | None,
    action: str,
    changes: dict[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> None:
    """Write an event about a plan that stays in its state."""
    record_event(
        by=by,
        action=action,
        thing=plan,
        trust_code=plan.pair.mentee.ods_code,
        changes=changes,
        reason=reason,
    )
