"""People who visit the portal while it is measured: their cookies, as production gives them."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from buddy_portal.accounts.models import User

LEAD, NURSE = "lead@demo.example", "mentee.nurse@demo.example"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SESSION_COOKIE = "__Host-session"
"""Its name in the settings of production."""
HTTPS = {"X-Forwarded-Proto": "https", "Host": "127.0.0.1"}
"""What the proxy before a web process says of a request that came to it over TLS."""


def headers_of(email: str | None) -> Mapping[str, str]:
    """What the browser of a person sends who is signed in, with a second step; or of nobody."""
    if email is None:
        return {}
    user = User.objects.get(email=email)
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}}
    )
    client = Client()
    client.force_login(user, backend=BACKEND)
    return {"Cookie": f"{SESSION_COOKIE}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}
