"""The tags of plans and actions."""

from __future__ import annotations

from buddy_portal.design.charts import numbers
from buddy_portal.design.tags import Tag, tag_of
from improvement_plans.models import ActionState, Plan, PlanState
from improvement_plans.selectors import ListedPlan, StatedAction
from improvement_plans.status import PlanStatus, PlanStatusKind, StatusKind

STATUS_TAGS = {
    StatusKind.COMPLETE: "complete",
    StatusKind.RED: "needs_help",
    StatusKind.AMBER: "watch",
    StatusKind.NOT_DUE: "not_due",
    StatusKind.GREEN: "on_track",
}
PLAN_TAGS = {
    PlanStatusKind.NEEDS_HELP: "needs_help",
    PlanStatusKind.WATCH: "watch",
    PlanStatusKind.ON_TRACK: "on_track",
}
# The plans whose status is worked out from their actions; the others say their state.
WORKED_OUT = frozenset(
    {PlanState.ACTIVE, PlanState.MIDPOINT_REVIEW, PlanState.EXTENDED, PlanState.CLOSING}
)
_STATE_TAGS = {
    PlanState.CLOSED: ("blue", "tick"),
    PlanState.SUSTAINED: ("blue", "tick"),
    PlanState.APPROVED: ("green", "disc"),
    PlanState.CHANGES_REQUESTED: ("amber", "triangle"),
    PlanState.SUBMITTED: ("amber", "triangle"),
    PlanState.WITHDRAWN: ("grey", "cross"),
}


def plan_tag(plan: Plan | ListedPlan, status: PlanStatus) -> Tag:
    """The worked-out status while a plan is under way, else its state in words."""
    if plan.state in WORKED_OUT:
        return tag_of(PLAN_TAGS[status.kind])
    colour, shape = _STATE_TAGS.get(PlanState(plan.state), ("plain", "ring"))
    return Tag(plan.get_state_display(), colour, shape)


def stale_tag(plan: Plan | ListedPlan, status: PlanStatus) -> Tag | None:
    """That nobody wrote in the plan for long: said beside its status, never in place of it."""
    if status.stale_days is None or plan.state not in WORKED_OUT:
        return None
    return tag_of("stale", f"Stale, {numbers.counted(status.stale_days, 'day')}")


def action_tag(each: StatedAction) -> Tag:
    """The tag of an action; one that is claimed done and on time waits for its answer."""
    if each.status.kind is StatusKind.GREEN and each.action.state == ActionState.CLAIMED_DONE:
        return Tag("Waiting for an answer", "grey", "ring")
    if each.status.kind is StatusKind.ENDED:
        return Tag(each.action.get_state_display(), "grey", "cross")
    return tag_of(STATUS_TAGS[each.status.kind])
