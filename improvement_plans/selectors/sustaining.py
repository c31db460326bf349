"""Looks at sustainability: those made, and plans for which one may be due."""

from __future__ import annotations

from django.db.models import Prefetch

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from improvement_plans.models import Plan, PlanState, SustainabilityCheck
from improvement_plans.selectors.visibility import plans_visible_to

LOOKED_AT = (PlanState.CLOSING, PlanState.EVALUATING, PlanState.CLOSED, PlanState.SUSTAINED)


def checks_of(plan: Plan) -> list[SustainabilityCheck]:
    """The looks at a plan in order, with their levels."""
    made = SustainabilityCheck.objects.filter(plan=plan).select_related("by")
    return list(made.prefetch_related("levels"))


def plans_to_look_at(access: Access) -> list[Plan]:
    """Plans that this person writes and that are closing or closed, with the looks made."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    if not codes:
        return []
    made = Prefetch("sustainability_checks", to_attr="looks")
    waiting = plans_visible_to(access).filter(state__in=LOOKED_AT, pair__mentee__ods_code__in=codes)
    named = waiting.select_related(None).select_related("pair__mentee")
    return list(named.prefetch_related(made))
