"""Who may do what in the practice library. A practice must come with its trust."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.models import Practice, PracticeState

ON_SHOW = frozenset({PracticeState.PUBLISHED, PracticeState.RETIRED})


def _writes_for(access: Access, trust_code: str) -> bool:
    return trust_code in access.trusts_where(Permission.WRITE_PLANS)


def _sees(access: Access, practice: Practice) -> bool:
    """The programme sees all; a trust's people what their own trust is writing."""
    return (
        practice.state in ON_SHOW
        or access.may_in_programme(Permission.SEE_PLANS)
        or practice.trust.ods_code in access.trusts_where(Permission.SEE_PLANS)
    )


def _reviews(access: Access, practice: Practice) -> bool:
    return (
        access.may_in_programme(Permission.APPROVE_PLANS) and practice.author_id != access.user_id
    )


def _steers(access: Access, practice: Practice) -> bool:
    return access.may_in_programme(Permission.APPROVE_PLANS) or _writes_for(
        access, practice.trust.ods_code
    )


write_for_trust: Rule[str] = Rule(
    _writes_for, "Only a lead of this trust may write for it in the practice library."
)
see_practice: Rule[Practice] = Rule(_sees, "This practice has not been published.")
review_practice: Rule[Practice] = Rule(
    _reviews, "A programme lead who did not write the practice reviews and publishes it."
)
retire_practice: Rule[Practice] = Rule(
    _steers, "A lead of the trust or of the programme may retire a practice."
)
