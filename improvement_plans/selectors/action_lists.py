"""Reading the actions of all plans that a person may see, with their status worked out."""

from __future__ import annotations

import datetime

from buddy_portal.accounts.access import Access
from improvement_plans.models import Action, PlanState
from improvement_plans.selectors.actions import StatedAction, stated
from improvement_plans.selectors.visibility import plans_visible_to

# Plans whose actions somebody still works on or answers.
RUNNING = (PlanState.ACTIVE, PlanState.MIDPOINT_REVIEW, PlanState.EXTENDED, PlanState.CLOSING)


def actions_under_way(access: Access, *, on: datetime.date) -> list[StatedAction]:
    """Every action of the person's plans that are under way, by due date: one query."""
    plans = plans_visible_to(access).filter(state__in=RUNNING).order_by()
    actions = (
        Action.objects.filter(plan__in=plans.values("pk"))
        .select_related(
            "plan__trust", "plan__team", "plan__pair__mentor", "plan__scheme", "owner", "aim"
        )
        .order_by("due", "pk")
    )
    return [stated(action, on=on) for action in actions]
