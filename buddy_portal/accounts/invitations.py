"""What invitations are made of: the signed address, and the kinds of guests that apps register."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.seats import Seat, words_of

_signer = signing.Signer(salt="buddy_portal.invitation")


@dataclass(frozen=True)
class GuestKind:
    """Something a guest can be invited to. `accept` runs in the transaction of the acceptance.

    `accept(user=..., thing_id=..., invitation=...)` writes what makes the person a guest;
    `describe(thing_id)` names the thing on the page of the invitation.
    """

    accept: Callable[..., None]
    describe: Callable[[str], str]


_guest_kinds: dict[str, GuestKind] = {}


def register_guest_kind(
    kind: str, on_accept: Callable[..., None], *, describe: Callable[[str], str] = str
) -> None:
    """Make a kind of guest known: `guest_of` of its invitations is "kind:id"."""
    _guest_kinds[kind] = GuestKind(on_accept, describe)


def guest_kind(guest_of: str) -> tuple[GuestKind, str]:
    """The kind behind "kind:id", and the id. KeyError where no app registered the kind."""
    kind, _colon, thing_id = guest_of.partition(":")
    return _guest_kinds[kind], thing_id


def address_of_invitation(invitation: Invitation) -> str:
    """The whole address for the mail, signed: the table of invitations alone opens no door."""
    path = reverse("accept_invitation", kwargs={"token": invitation.token})
    return f"{settings.PORTAL_URL}{path}?{urlencode({'key': signature_of(invitation)})}"


def signature_of(invitation: Invitation) -> str:
    return _signer.signature(str(invitation.token))


def is_signed(invitation: Invitation, signature: str) -> bool:
    """Whether the signature is ours. Compared in constant time by Django's signer."""
    try:
        _signer.unsign(f"{invitation.token}{_signer.sep}{signature}")
    except signing.BadSignature:
        return False
    return True


def expiry_from(moment: datetime.datetime) -> datetime.datetime:
    return moment + datetime.timedelta(days=settings.INVITATION_DAYS)


def is_open(invitation: Invitation) -> bool:
    """Whether the invitation can still be accepted."""
    return (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and invitation.expires_at > timezone.now()
    )


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited address has already, if any."""
    return User.objects.filter(email=User.objects.normalise(invitation.email)).first()


def place_of(invitation: Invitation) -> str:
    """What the invitation is to: "Lead cancer nurse at Northmoor", "Guest: Northmoor's plan"."""
    if invitation.guest_of:
        kind, thing_id = guest_kind(invitation.guest_of)
        return f"Guest: {kind.describe(thing_id)}"
    return words_of(Seat(Role(invitation.role), invitation.trust_code))
