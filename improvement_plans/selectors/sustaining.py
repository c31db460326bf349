"""Looks at sustainability: those made, and plans for which one may be due."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.prepared import prepared
from improvement_plans.models import Plan, PlanState, SustainabilityCheck
from improvement_plans.selectors.visibility import carried_out_by, plans_visible_to

LOOKED_AT = (PlanState.CLOSING, PlanState.EVALUATING, PlanState.CLOSED, PlanState.SUSTAINED)


def checks_of(plan: Plan) -> list[SustainabilityCheck]:
    """The looks at a plan in order, with their levels."""
    made = SustainabilityCheck.objects.filter(plan=plan).select_related("by")
    return list(made.prefetch_related("levels"))


def plans_to_look_at(access: Access, *, on: datetime.date) -> list[Plan]:
    """Plans that this person writes and that are closing or closed, with the looks made."""
    plans = _closing_plans(access, on) if access.trusts_where(Permission.WRITE_PLANS) else []
    prefetch_related_objects(plans, Prefetch("sustainability_checks", to_attr="looks"))
    return plans


def closing_plans(access: Access, *, on: datetime.date) -> QuerySet[Plan, Plan]:
    """The same as a query, without the looks."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    waiting = plans_visible_to(access, on=on).filter(carried_out_by(codes), state__in=LOOKED_AT)
    return waiting.select_related(None).select_related("trust")


@prepared
def _closing_plans(access: Access, on: datetime.date) -> QuerySet[Plan, Plan]:
    return closing_plans(access, on=on)
