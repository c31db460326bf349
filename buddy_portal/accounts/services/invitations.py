"""Inviting people, and accepting an invitation."""

from __future__ import annotations

import uuid

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.invitations import (
    account_of,
    address_of_invitation,
    expiry_from,
    guest_kind,
    is_open,
    place_of,
)
from buddy_portal.accounts.models import Invitation, Membership, User
from buddy_portal.accounts.people_rules import may_change_invitation, may_fill_seat
from buddy_portal.accounts.refusals import NotFound, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.seats import Seat, check_place
from buddy_portal.accounts.services.memberships import OwnRole, start_membership
from buddy_portal.outbox.mail import enqueue_mail

CLOSED = "This invitation has been used, withdrawn or has run out. Ask for a new one."


class AlreadyInvited(Refusal):
    """There is an open invitation of this person to this seat."""


class AlreadyHolds(Refusal):
    """The person holds this role already."""


class BelongsToSomebodyElse(Refusal):
    """The invitation was sent to another e-mail address than the one signed in with."""


def invite_person(
    *, by: User | None, email: str, name: str, role: Role, trust_code: str = ""
) -> Invitation:
    """Invite somebody to a role. `by` is None only where the portal itself invites (a command)."""
    seat = Seat(role, trust_code)
    check_place(seat)
    if by is not None:
        may_fill_seat.require(access_of(by), seat)
    email = User.objects.normalise(email)
    if by is not None and email == by.email:
        raise OwnRole("Nobody invites themselves. Ask somebody else to.", field="email")
    with transaction.atomic():
        _refuse_who_holds(email, seat)
        return _invite(by=by, email=email, name=name, role=role.value, trust_code=trust_code)


def invite_guest(*, by: User, email: str, name: str, guest_of: str) -> Invitation:
    """Invite a guest to a thing, "kind:id". The app that owns the thing has checked the rule."""
    guest_kind(guest_of)
    email = User.objects.normalise(email)
    with transaction.atomic():
        return _invite(by=by, email=email, name=name, guest_of=guest_of)


def resend_invitation(*, by: User, invitation_id: int) -> Invitation:
    """Send an invitation again, with a new link; the old link opens nothing any more."""
    with transaction.atomic():
        invitation = _locked_for_change(by, invitation_id)
        if invitation.accepted_at or invitation.withdrawn_at:
            raise WrongState("Only an invitation that nobody has accepted can be sent again.")
        invitation.token = uuid.uuid4()
        invitation.invited_at = timezone.now()
        invitation.expires_at = expiry_from(invitation.invited_at)
        invitation.save(update_fields=["token", "invited_at", "expires_at"])
        _send(invitation)
        _record(by, "invitation sent again", invitation)
        return invitation


def withdraw_invitation(*, by: User, invitation_id: int) -> Invitation:
    """Take an invitation back; its link opens nothing any more."""
    with transaction.atomic():
        invitation = _locked_for_change(by, invitation_id)
        if invitation.accepted_at or invitation.withdrawn_at:
            raise WrongState("Only an invitation that nobody has accepted can be withdrawn.")
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        _record(by, "invitation withdrawn", invitation)
        return invitation


def withdraw_invitations_to(*, by: User, guest_of: str) -> None:
    """Take back every open invitation to a thing that is over, "kind:id".

    The app that owns the thing has checked the rule.
    """
    with transaction.atomic():
        waiting = Invitation.objects.filter(guest_of=guest_of, accepted_at=None, withdrawn_at=None)
        for invitation in waiting.select_for_update().order_by("pk"):
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])
            _record(by, "invitation withdrawn", invitation)


def accept_invitation(
    *, by: User | None, token: uuid.UUID, name: str = "", password: str = ""
) -> User:
    """Accept an invitation, once.

    `by` is the person signed in, or None for somebody who has no account yet and gives a name
    and a password. The link came by e-mail, so it proves the address.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(token=token).first()
        if invitation is None:
            raise NotFound("There is no such invitation.")
        if not is_open(invitation):
            raise WrongState(CLOSED)
        user = by or _new_account(invitation, name, password)
        if user.email != User.objects.normalise(invitation.email):
            raise BelongsToSomebodyElse(
                f"This invitation was sent to {invitation.email}. Sign out, then open it again."
            )
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        _record(user, "invitation accepted", invitation)
        _grant(user, invitation)
        return user


def _refuse_who_holds(email: str, seat: Seat) -> None:
    held = Membership.objects.on(timezone.localdate()).filter(
        user__email=email, role=seat.role, trust_code=seat.trust_code
    )
    if held.exists():
        raise AlreadyHolds(f"{email} has this role already.", field="email")


def _invite(*, by: User | None, email: str, name: str, **place: str) -> Invitation:
    now = timezone.now()
    same = Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None, **place)
    same.filter(expires_at__lte=now).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                name=" ".join(name.split()),
                invited_by=by,
                expires_at=expiry_from(now),
                **place,
            )
    except IntegrityError:
        raise AlreadyInvited(
            f"{email} has an open invitation to this already. You can send it again from the list.",
            field="email",
        ) from None
    _send(invitation)
    _record(by, "person invited", invitation)
    return invitation


def _send(invitation: Invitation) -> None:
    enqueue_mail(
        to=invitation.email,
        subject="Your invitation to the buddy scheme portal",
        template="invitation",
        context={
            "name": invitation.name,
            "invited_by": str(invitation.invited_by or "The programme team"),
            "place": place_of(invitation),
            "address": address_of_invitation(invitation),
            "expires_at": invitation.expires_at,
            "has_account": account_of(invitation) is not None,
        },
    )


def _grant(user: User, invitation: Invitation) -> None:
    if invitation.guest_of:
        kind, thing_id = guest_kind(invitation.guest_of)
        kind.accept(user=user, thing_id=thing_id, invitation=invitation)
        return
    seat = Seat(Role(invitation.role), invitation.trust_code)
    start_membership(user=user, seat=seat, by=user, reason="Accepted an invitation")


def _new_account(invitation: Invitation, name: str, password: str) -> User:
    if account_of(invitation) is not None:
        raise WrongState("You have an account already. Sign in, then accept the invitation.")
    user = User.objects.create_user(
        invitation.email, password, name=" ".join(name.split()) or invitation.name
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record_event(by=user, action="account made", thing=user, trust_code=invitation.trust_code)
    return user


def _locked_for_change(by: User, invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None or not may_change_invitation.allows(access_of(by), invitation):
        raise NotFound("There is no such invitation.")
    return invitation


def _record(by: User | None, action: str, invitation: Invitation) -> None:
    record_event(
        by=by,
        action=action,
        thing=invitation,
        name=f"{invitation.name} <{invitation.email}>: {place_of(invitation)}",
        trust_code=invitation.trust_code,
    )
