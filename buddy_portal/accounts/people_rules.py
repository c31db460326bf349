"""Who may invite whom, and who may give and end roles."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Invitation, Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.roles import TRUST_ROLES, Role
from buddy_portal.accounts.rules import Rule
from buddy_portal.accounts.seats import Seat


def _may_fill(access: Access, seat: Seat) -> bool:
    if access.may_in_programme(Permission.INVITE_PEOPLE):
        return True
    own = access.trusts_where(Permission.INVITE_COLLEAGUES)
    return seat.role in TRUST_ROLES and seat.trust_code in own


def _may_end(access: Access, membership: Membership) -> bool:
    seat = Seat(Role(membership.role), membership.trust_code)
    return membership.user_id != access.user_id and _may_fill(access, seat)


def _may_change_invitation(access: Access, invitation: Invitation) -> bool:
    if access.may_in_programme(Permission.INVITE_PEOPLE):
        return True
    if not invitation.role:  # a guest's: only who sent it, or the programme
        return access.user_id is not None and invitation.invited_by_id == access.user_id
    return _may_fill(access, Seat(Role(invitation.role), invitation.trust_code))


def _may_stop_sign_in(access: Access, user: User) -> bool:
    return access.may_in_programme(Permission.INVITE_PEOPLE) and user.pk != access.user_id


may_fill_seat: Rule[Seat] = Rule(
    _may_fill,
    "You can invite people to your own trust only. Ask the programme team for anybody else.",
)
may_end_membership: Rule[Membership] = Rule(
    _may_end,
    "You cannot end this role. Nobody ends their own role: ask a colleague or the programme team.",
)
may_change_invitation: Rule[Invitation] = Rule(
    _may_change_invitation, "You cannot change this invitation. Ask who sent it."
)
may_stop_sign_in: Rule[User] = Rule(
    _may_stop_sign_in, "Only the programme team can do this, and nobody to themselves."
)


def roles_to_give(access: Access) -> list[Role]:
    """The roles that this person may give to others, in the order of the table."""
    if access.may_in_programme(Permission.INVITE_PEOPLE):
        return list(Role)
    if access.trusts_where(Permission.INVITE_COLLEAGUES):
        return [role for role in Role if role in TRUST_ROLES]
    return []
