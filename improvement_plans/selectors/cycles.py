"""Reading PDSA cycles: those of a plan, of an idea, and one."""

from __future__ import annotations

from django.db.models import Prefetch

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.models import ChangeIdea, PdsaCycle, Plan
from improvement_plans.rules import PlanSides
from improvement_plans.selectors.visibility import plan_visible_to, plans_visible_to


def ramps_of(plan: Plan) -> list[ChangeIdea]:
    """The change ideas of a plan with their cycles in order; ideas with cycles come first."""
    cycles = PdsaCycle.objects.select_related("measure", "by").order_by("number")
    ideas = (
        ChangeIdea.objects.filter(driver__aim__plan=plan)
        .select_related("driver__aim")
        .prefetch_related(Prefetch("cycles", cycles))
        .order_by("driver__aim__position", "pk")
    )
    return sorted(ideas, key=lambda idea: not idea.cycles.all())


def cycle_visible_to(access: Access, cycle_id: int) -> tuple[PdsaCycle, PlanSides]:
    """One cycle with its idea and plan, or NotFound."""
    seen = plans_visible_to(access).values("pk")
    cycle = (
        PdsaCycle.objects.filter(pk=cycle_id, idea__driver__aim__plan__in=seen)
        .select_related("idea__driver__aim", "measure", "by")
        .first()
    )
    if cycle is None:
        raise NotFound("There is no such cycle, or it is not one of your plans’.")
    plan, sides = plan_visible_to(access, cycle.idea.driver.aim.plan_id)
    cycle.idea.driver.aim.plan = plan
    return cycle, sides


def cycles_of_idea(idea: ChangeIdea) -> list[PdsaCycle]:
    """The cycles of an idea in order."""
    return list(idea.cycles.select_related("measure").order_by("number"))
