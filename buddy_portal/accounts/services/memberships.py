"""Giving and ending roles, and who may sign in at all."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.people_rules import may_end_membership, may_fill_seat, may_stop_sign_in
from buddy_portal.accounts.refusals import NotFound, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.seats import Seat, check_place, words_of
from buddy_portal.outbox.mail import enqueue_mail


class RoleHeldAlready(Refusal):
    """The person holds this role there already."""


class OwnRole(Refusal):
    """Nobody gives themselves a role: what a role may do is for somebody else to grant."""


class ReasonMissing(Refusal):
    """A right is taken away only with a reason that can be read later."""


def add_role(*, by: User, user: User, role: Role, trust_code: str = "") -> Membership:
    """Give somebody who has an account a further role, from today."""
    seat = Seat(role, trust_code)
    check_place(seat)
    may_fill_seat.require(access_of(by), seat)
    if user.pk == by.pk:
        raise OwnRole("Nobody gives themselves a role. Ask somebody else to.", field="role")
    with transaction.atomic():
        return start_membership(by=by, user=user, seat=seat)


def start_membership(*, by: User | None, user: User, seat: Seat, reason: str = "") -> Membership:
    """Write a membership that begins today. Whoever calls has checked that it may be given."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user,
                role=seat.role,
                trust_code=seat.trust_code,
                starts_on=timezone.localdate(),
            )
    except IntegrityError:
        raise RoleHeldAlready(f"{user} has this role already.", field="role") from None
    _record(by, "role given", membership, reason)
    return membership


def end_membership(*, by: User, membership_id: int, reason: str) -> Membership:
    """End a role. The right is gone with the person's next request."""
    if not reason.strip():
        raise ReasonMissing("Say why the role ends.", field="reason")
    with transaction.atomic():
        membership = (
            Membership.objects.select_for_update(of=["self"])
            .select_related("user")
            .filter(pk=membership_id)
            .first()
        )
        if membership is None:
            raise NotFound("There is no such role.")
        may_end_membership.require(access_of(by), membership)
        if membership.ended_at is not None:
            raise WrongState("This role has ended already.")
        membership.ended_at = timezone.now()
        membership.ends_on = max(timezone.localdate(), membership.starts_on)
        membership.end_reason = reason.strip()
        membership.save(update_fields=["ended_at", "ends_on", "end_reason"])
        _record(by, "role ended", membership, membership.end_reason)
        return membership


def stop_sign_in(*, by: User, user: User, reason: str) -> None:
    """Keep a person from signing in; a session that is open ends with its next request."""
    _set_active(by, user, reason, active=False, action="sign-in stopped")


def allow_sign_in(*, by: User, user: User, reason: str) -> None:
    """Let a person sign in again."""
    _set_active(by, user, reason, active=True, action="sign-in allowed")


def remove_second_factor(*, by: User, user: User, reason: str) -> None:
    """Forget the second step of somebody who lost it; they set it up anew at the next sign-in."""
    may_stop_sign_in.require(access_of(by), user)
    if not reason.strip():
        raise ReasonMissing("Say why.", field="reason")
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        record_event(by=by, action="second factor forgotten", thing=user, reason=reason.strip())
        enqueue_mail(
            to=user.email,
            subject="The second step of your account was removed",
            template="account_notice",
            context={
                "subject": "The second step of your account was removed by the programme team",
                "moment": timezone.now(),
            },
        )


def change_own_name(*, by: User, name: str) -> None:
    """Change the name that others see."""
    name = " ".join(name.split())
    with transaction.atomic():
        changes: dict[str, tuple[object, object]] = {"name": (by.name, name)}
        by.name = name
        by.save(update_fields=["name"])
        record_event(by=by, action="name changed", thing=by, changes=changes)


def _set_active(by: User, user: User, reason: str, *, active: bool, action: str) -> None:
    may_stop_sign_in.require(access_of(by), user)
    if not reason.strip():
        raise ReasonMissing("Say why.", field="reason")
    with transaction.atomic():
        changes: dict[str, tuple[object, object]] = {"can sign in": (user.is_active, active)}
        user.is_active = active
        user.save(update_fields=["is_active"])
        record_event(by=by, action=action, thing=user, changes=changes, reason=reason.strip())


def _record(by: User | None, action: str, membership: Membership, reason: str) -> None:
    seat = Seat(Role(membership.role), membership.trust_code)
    record_event(
        by=by,
        action=action,
        thing=membership,
        name=f"{membership.user.name} <{membership.user.email}>: {words_of(seat)}",
        trust_code=membership.trust_code,
        reason=reason,
    )
