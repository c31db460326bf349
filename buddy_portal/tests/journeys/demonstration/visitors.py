"""Who walks through the demonstration, and what each of them found there."""

from __future__ import annotations

from django.test import Client

from buddy_portal.accounts.models import User
from buddy_portal.local_services.demonstration import SIGN_INS
from buddy_portal.tests.browser import SIGN_IN_BACKEND

from .crawling import Walk, walk

PUBLIC = "the public"
VISITORS = (PUBLIC, *SIGN_INS)


def user_of(visitor: str) -> User | None:
    """The person who signs in with this address; nobody for the public."""
    return None if visitor == PUBLIC else User.objects.get(email=visitor)


class Walks:
    """The walk of each visitor, taken once for all tests of this process."""

    def __init__(self) -> None:
        self._taken: dict[str, Walk] = {}

    def of(self, visitor: str) -> Walk:
        if visitor not in self._taken:
            self._taken[visitor] = _walk_as(visitor)
        return self._taken[visitor]


def _walk_as(visitor: str) -> Walk:
    client = Client(raise_request_exception=False)
    user = user_of(visitor)
    if user is None:
        return walk(client, "/")
    client.force_login(user, backend=SIGN_IN_BACKEND)
    return walk(client, "/home/")
