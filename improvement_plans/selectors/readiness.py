"""Reading what a plan still needs before it can be submitted."""

from __future__ import annotations

from improvement_plans.models import Plan
from improvement_plans.readiness import Need, needs_of
from improvement_plans.selectors import people
from improvement_plans.selectors.plans import PlanPage


def needs_of_stored(plan: Plan) -> list[Need]:
    """What a plan needs, by what is stored now: 3 queries."""
    return needs_of(
        plan,
        aims=plan.aims.all(),
        actions=plan.actions.all(),
        has_partner=people.guests_today(plan).exists(),
    )


def needs_of_page(page: PlanPage) -> list[Need]:
    """The same from a page that is loaded: no query."""
    return needs_of(
        page.plan,
        aims=page.aims,
        actions=[each.action for each in page.actions],
        has_partner=any(guest.is_there(page.today) for guest in page.guests),
    )
