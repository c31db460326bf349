"""How allauth behaves here: no open sign-up, mail through the outbox, redirects to us only."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme

from buddy_portal.accounts.middleware import address_of
from buddy_portal.outbox.mail import enqueue_mail

# allauth's name of a mail: our template, and its subject.
MAILS = {
    "account/email/password_reset_key": ("reset_password", "Set a new password"),
    "account/email/unknown_account": ("unknown_address", "Somebody asked for a new password"),
}
# allauth's name of a notice: what happened to the account, in our words.
NOTICES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "A new password was set for your account",
    "account/email/password_set": "A password was set for your account",
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/webauthn_added": "A security key was added to your account",
    "mfa/email/webauthn_removed": "A security key was removed from your account",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": "This was tried too often. Wait a few minutes, then try again",
        "enter_current_password": "The current password is not right",
        "incorrect_password": "The password is not right",
        "incorrect_code": "The code is not right. Enter the newest code",
        "invalid_password_reset": "This link has been used or has run out. Ask for a new one",
        "rate_limited": "This was tried too often. Wait a few minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox; a worker sends it."""
        if template_prefix in NOTICES:
            template, subject = "account_notice", NOTICES[template_prefix]
        else:
            template, subject = MAILS[template_prefix]
        words = {
            "subject": subject,
            "address": context.get("password_reset_url", ""),
            "moment": context.get("timestamp"),
        }
        with transaction.atomic():
            enqueue_mail(to=email, subject=subject, template=template, context=words)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail leads to the portal's own address, whatever the request said."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.PORTAL_URL}{path}"

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very portal are gone to after signing in."""
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "unknown"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by django-axes, for an account and an address together.

        allauth would count them for the account alone, and so let anybody lock somebody else out.
        """

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("your_account")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Enter the newest code",
    }

    def encrypt(self, text: str) -> str:
        """Secrets of authenticator apps do not stand in the database in the clear."""
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _locks().decrypt(encrypted_text.encode()).decode()


def _locks() -> MultiFernet:
    """Locked with the newest secret key, opened with that one or an older one."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"second factor:" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
