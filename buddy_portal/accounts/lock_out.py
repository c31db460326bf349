"""Who is counted when a sign-in fails, and the page of those who failed too often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest, HttpResponse

from buddy_portal.accounts.middleware import address_of
from buddy_portal.accounts.models import User
from buddy_portal.design import error_pages


def account_tried(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account that somebody tries to sign in to, written in one way only.

    allauth passes the address as `email`, Django as `username`, axes itself as `login`.
    """
    given = credentials or {}
    typed = given.get("email") or given.get("username") or given.get("login")
    return User.objects.normalise(str(typed or request.POST.get("login", "")))[:254]


def address_tried_from(request: HttpRequest) -> str | None:
    """The address that is counted: the one our own proxies saw, never one that a header claims."""
    return address_of(request)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The answer to every further try from this address to this account, for an hour."""
    return error_pages.too_many(request)


def forgive(request: HttpRequest, email: str) -> None:
    """Forget the failures from this address: a new password set by mail shows who they are."""
    AxesProxyHandler.reset_attempts(
        username=User.objects.normalise(email), ip_address=address_of(request)
    )
