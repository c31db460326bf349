"""Who may do what in a collaborative. The sides of a team are those of its plan."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.rules import PlanSides


def _runs(access: Access, _nothing: None) -> bool:
    return access.may_in_programme(Permission.APPROVE_PLANS)


def _leads(access: Access, sides: PlanSides) -> bool:
    """A lead cancer nurse of any of the team's organisations, or a programme lead."""
    led = sides.team_codes & access.trusts_where(Permission.WRITE_PLANS)
    return bool(led) or access.may_in_programme(Permission.APPROVE_PLANS)


def _reports(access: Access, sides: PlanSides) -> bool:
    """Whoever works on the team's plan in any of its organisations."""
    return bool(sides.team_codes & access.trusts_where(Permission.UPDATE_ACTIONS))


run_collaborative: Rule[None] = Rule(
    _runs, "Only a programme lead runs a collaborative: its cohorts, its teams and its days."
)
lead_team: Rule[PlanSides] = Rule(
    _leads,
    "Only a lead cancer nurse of one of the team’s organisations or a programme lead does this.",
)
report_for_team: Rule[PlanSides] = Rule(
    _reports, "Only people who work in one of the team’s organisations do this for the team."
)
