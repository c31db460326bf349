"""The people that somebody may see, with the roles they hold."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.invitations import is_signed
from buddy_portal.accounts.models import Invitation, Membership, MembershipQuerySet, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound


@dataclass(frozen=True)
class PeopleFilter:
    """What the list of people is narrowed to; blank means all."""

    search: str = ""
    role: str = ""
    trust_code: str = ""


def people_visible_to(
    access: Access, *, on: datetime.date, wanted: PeopleFilter = PeopleFilter()
) -> QuerySet[User]:
    """People whose roles this person may manage, by name.

    Each comes with `seats`: the memberships that hold on the day and that the asker may see. The
    programme sees everybody; a trust lead sees who holds a role in their own trusts.
    """
    seats = memberships_visible_to(access).on(on)
    people = User.objects.prefetch_related(
        Prefetch("memberships", seats.order_by("trust_code", "role"), to_attr="seats")
    )
    if not _sees_everybody(access):
        people = people.filter(Exists(seats.filter(user=OuterRef("pk"))))
    narrowed = seats
    if wanted.role:
        narrowed = narrowed.filter(role=wanted.role)
    if wanted.trust_code:
        narrowed = narrowed.filter(trust_code=wanted.trust_code)
    if wanted.role or wanted.trust_code:
        people = people.filter(Exists(narrowed.filter(user=OuterRef("pk"))))
    if wanted.search:
        people = people.filter(Q(name__icontains=wanted.search) | Q(email__icontains=wanted.search))
    return people.order_by("name", "email")


def memberships_visible_to(access: Access) -> MembershipQuerySet:
    """Memberships that this person may manage: all, or those in their own trusts."""
    memberships: MembershipQuerySet = Membership.objects.all()
    if _sees_everybody(access):
        return memberships
    own = access.trusts_where(Permission.INVITE_COLLEAGUES)
    return memberships.filter(trust_code__in=own).exclude(trust_code="")


def person_visible_to(access: Access, user_id: int, *, on: datetime.date) -> User:
    person = people_visible_to(access, on=on).filter(pk=user_id).first()
    if person is None:
        raise NotFound("There is no such person, or none that you may see.")
    return person


def membership_visible_to(access: Access, membership_id: int) -> Membership:
    """One membership that still holds, or the answer that there is none."""
    found: Membership | None = (
        memberships_visible_to(access)
        .filter(pk=membership_id, ended_at=None)
        .select_related("user")
        .first()
    )
    if found is None:
        raise NotFound("There is no such role, or none that you may see.")
    return found


def open_invitations_visible_to(access: Access) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted or withdrawn, the newest first; some have run out."""
    invitations = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    if not _sees_everybody(access):
        own = access.trusts_where(Permission.INVITE_COLLEAGUES)
        invitations = invitations.filter(trust_code__in=own).exclude(trust_code="")
    return invitations.select_related("invited_by").order_by("-invited_at")


def invitation_visible_to(access: Access, invitation_id: int) -> Invitation:
    found = open_invitations_visible_to(access).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("There is no such invitation, or none that you may see.")
    return found


def invitation_behind(token: uuid.UUID, signature: str) -> Invitation:
    """The invitation that a link opens. A link that we did not sign opens nothing."""
    found = Invitation.objects.select_related("invited_by").filter(token=token).first()
    if found is None or not is_signed(found, signature):
        raise NotFound(
            "This link opens no invitation. Check that the whole link was copied from the mail."
        )
    return found


def roles_of(user: User, *, on: datetime.date) -> list[Membership]:
    """A person's own roles on a day."""
    return list(Membership.objects.filter(user=user).on(on).order_by("trust_code", "role"))


def _sees_everybody(access: Access) -> bool:
    return access.may_in_programme(Permission.INVITE_PEOPLE)
