"""Who may do what with measures and PDSA cycles. A plan must come with its pair and both trusts.

A project team has several organisations: the people of each keep the plan's measures together.
"""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.rules import PlanSides

_OF_THE_TRUST = (Permission.UPDATE_ACTIONS, Permission.REVIEW_PLANS, Permission.SPONSOR_PLANS)


def _carries_out(access: Access, permission: Permission, sides: PlanSides) -> bool:
    held = access.trusts_where(permission)
    return sides.mentee_code in held or bool(sides.team_codes & held)


def _keeps(access: Access, sides: PlanSides) -> bool:
    """The lead and the team of the mentee trust, or of any organisation of a project team."""
    return _carries_out(access, Permission.UPDATE_ACTIONS, sides)


def sees_small_numbers(access: Access, sides: PlanSides) -> bool:
    """People who work on the plan where the patients are theirs; no observer, no guest."""
    return any(_carries_out(access, each, sides) for each in _OF_THE_TRUST)


keep_measures = Rule(_keeps, "Only those who carry the plan out keep its measures and cycles.")
