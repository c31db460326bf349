"""Who may do what with measures and PDSA cycles. A plan must come with its pair and both trusts."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.rules import PlanSides

_OF_THE_TRUST = (Permission.UPDATE_ACTIONS, Permission.REVIEW_PLANS, Permission.SPONSOR_PLANS)


def _keeps(access: Access, sides: PlanSides) -> bool:
    """The lead and the team of the mentee trust."""
    return sides.mentee_code in access.trusts_where(Permission.UPDATE_ACTIONS)


def sees_small_numbers(access: Access, sides: PlanSides) -> bool:
    """People who work on the plan in the trust whose patients they are; no observer, no guest."""
    return any(sides.mentee_code in access.trusts_where(each) for each in _OF_THE_TRUST)


keep_measures = Rule(
    _keeps, "Only the project team of the mentee trust keeps the measures and cycles of its plan."
)
