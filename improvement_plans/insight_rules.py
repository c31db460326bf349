"""Who may do what with comments. An insight must come with its trust."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.models import Insight


def _writes(access: Access, trust_code: str) -> bool:
    """A trust's lead and project team."""
    return trust_code in access.trusts_where(Permission.UPDATE_ACTIONS)


def _codes(access: Access, trust_code: str) -> bool:
    """Those who write, and the programme's analysts and leads: a second coder from outside."""
    return _writes(access, trust_code) or access.may_in_programme(Permission.COMPILE_EVALUATIONS)


def _deletes(access: Access, insight: Insight) -> bool:
    code = insight.trust.ods_code
    wrote = insight.written_by_id is not None and insight.written_by_id == access.user_id
    return code in access.trusts_where(Permission.WRITE_PLANS) or (wrote and _writes(access, code))


def _knows_counts(access: Access, trust_code: str) -> bool:
    return trust_code in access.trusts_where(Permission.SEE_PLANS)


write_insight: Rule[str] = Rule(_writes, "Only people who work on this trust’s plan do this.")
code_insight: Rule[str] = Rule(
    _codes, "Only people who work on this trust’s plan, and the programme, code its comments."
)
delete_insight: Rule[Insight] = Rule(
    _deletes, "Only the lead cancer nurse of the trust, or who wrote it, deletes a comment."
)
# Small counts of comments are shown exactly to the trust alone.
know_counts: Rule[str] = Rule(_knows_counts, "Only the trust itself sees exact small counts.")
