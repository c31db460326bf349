"""Writes into the audit trail what happens at the door: sign-ins, failures, passwords, factors."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.lock_out import account_tried, forgive
from buddy_portal.accounts.middleware import begin_session
from buddy_portal.accounts.models import User

ACCOUNT = "account"


@receiver(user_logged_in, dispatch_uid="audit.signed_in")
def signed_in(user: User, request: HttpRequest, **_facts: Any) -> None:
    begin_session(request)
    _record(user, "signed in")


@receiver(user_logged_out, dispatch_uid="audit.signed_out")
def signed_out(user: User | None, **_facts: Any) -> None:
    if user is not None:
        _record(user, "signed out")


@receiver(user_login_failed, dispatch_uid="audit.sign_in_failed")
def sign_in_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_facts: Any
) -> None:
    """The same write for known and unknown addresses: the time it takes tells nobody anything."""
    if request is not None:
        _record_tried(request, "sign-in failed", credentials)


@receiver(user_locked_out, dispatch_uid="audit.locked_out")
def locked_out(request: HttpRequest, username: str, **_facts: Any) -> None:
    """Written at the failure that locks, not again for every try that follows."""
    if request.axes_failures_since_start is not None:  # type: ignore[attr-defined]
        _record_tried(request, "locked out", {"email": username})


@receiver(account_signals.password_changed, dispatch_uid="audit.password_changed")
def password_changed(user: User, **_facts: Any) -> None:
    _record(user, "password changed")


@receiver(account_signals.password_set, dispatch_uid="audit.password_set")
def password_set(user: User, **_facts: Any) -> None:
    _record(user, "password set")


@receiver(account_signals.password_reset, dispatch_uid="audit.password_reset")
def password_reset(user: User, request: HttpRequest, **_facts: Any) -> None:
    _record(user, "password reset")
    forgive(request, user.email)


@receiver(mfa_signals.authenticator_added, dispatch_uid="audit.factor_added")
def factor_added(user: User, authenticator: Any, **_facts: Any) -> None:
    _record(user, "second factor added", authenticator)


@receiver(mfa_signals.authenticator_removed, dispatch_uid="audit.factor_removed")
def factor_removed(user: User, authenticator: Any, **_facts: Any) -> None:
    _record(user, "second factor removed", authenticator)


@receiver(mfa_signals.authenticator_reset, dispatch_uid="audit.factor_reset")
def factor_reset(user: User, authenticator: Any, **_facts: Any) -> None:
    _record(user, "recovery codes made anew", authenticator)


@receiver(mfa_signals.authentication_failed, dispatch_uid="audit.factor_failed")
def factor_failed(user: User, authenticator: Any, **_facts: Any) -> None:
    _record(user, "second factor failed", authenticator)


def _record(user: User, action: str, authenticator: Any = None) -> None:
    name = f"{user.name} <{user.email}>"
    if authenticator is not None:
        name = f"{authenticator.wrap()}, {name}"
    with transaction.atomic():
        record_event(by=user, action=action, thing=user, kind=ACCOUNT, name=name)


def _record_tried(request: HttpRequest, action: str, credentials: dict[str, Any]) -> None:
    """What was typed may be a password in the wrong field: only what looks right is kept."""
    typed = account_tried(request, credentials)
    name = typed if "@" in typed else "something that is no e-mail address"
    with transaction.atomic():
        record_event(by=None, action=action, kind=ACCOUNT, name=name)
