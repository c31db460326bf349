"""Actions that a trust carried over from earlier plans, and where they go on."""

from __future__ import annotations

from django.db.models import QuerySet

from buddy_portal.prepared import prepared
from improvement_plans.models import Action, ActionState, Plan


def carried_over_to(plan: Plan) -> list[Action]:
    """What the mentee carried over from its other plans and no plan has taken up yet."""
    return _carried_over(plan.trust_id, plan.pk)


@prepared
def _carried_over(mentee_id: int, plan_id: int) -> QuerySet[Action, Action]:
    return (
        Action.objects.filter(
            state=ActionState.CARRIED_OVER, plan__trust_id=mentee_id, carried_on=None
        )
        .exclude(plan=plan_id)
        .select_related("plan__scheme", "plan__trust")
        .order_by("-state_since", "pk")
    )


def carried_action(plan: Plan, asked: str) -> Action | None:
    """The one of these that the address names, if it names one."""
    found = carried_over_to(plan) if asked else []
    return next((each for each in found if str(each.pk) == asked), None)
