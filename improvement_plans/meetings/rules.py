"""Who calls and minutes meetings. Who reads them is in `selectors.meetings`."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.models import Meeting, MeetingSeries

# Who may open the pages on which meetings are called and minuted.
KEEPERS = (Permission.WRITE_PLANS, Permission.SPONSOR_PLANS, Permission.APPROVE_PLANS)


@dataclass(frozen=True)
class Side:
    """The trust that a meeting belongs to; blank for the programme."""

    trust_code: str

    @classmethod
    def of(cls, thing: Meeting | MeetingSeries) -> Side:
        return cls(thing.trust_code)


def _keeps(access: Access, side: Side) -> bool:
    """The trust's lead and sponsor; for programme meetings, a programme lead."""
    if not side.trust_code:
        return access.may_in_programme(Permission.APPROVE_PLANS)
    return any(
        side.trust_code in access.trusts_where(permission)
        for permission in (Permission.WRITE_PLANS, Permission.SPONSOR_PLANS)
    )


def _adds_actions(access: Access, side: Side) -> bool:
    return side.trust_code in access.trusts_where(Permission.WRITE_PLANS)


def _promises(access: Access, side: Side) -> bool:
    if not side.trust_code:
        return access.may_in_programme(Permission.APPROVE_PLANS)
    return side.trust_code in access.trusts_where(Permission.UPDATE_ACTIONS)


keep_meetings: Rule[Side] = Rule(
    _keeps,
    "Only a lead or the executive sponsor of this trust, or a programme lead for programme "
    "meetings, does this.",
)
add_actions: Rule[Side] = Rule(
    _adds_actions, "Only the lead cancer nurse of this trust adds an action to its plan."
)
make_promises: Rule[Side] = Rule(
    _promises, "Only the project team of this trust makes commitments for it."
)
