"""Who acts in a request."""

from __future__ import annotations

from django.http import HttpRequest

from buddy_portal.accounts.models import User


def signed_in_user(request: HttpRequest) -> User:
    """The person of a request that has passed a rule for signed-in people."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - every view here requires sign-in
    return user
