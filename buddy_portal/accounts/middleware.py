"""What every request carries, how long a session lasts, and how refusals are shown."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from buddy_portal.accounts.refusals import NotAllowed, NotFound
from buddy_portal.design import error_pages

Next = Callable[[HttpRequest], HttpResponse]


class RequestFacts:
    """Gives each request an id, and the audit trail and the logs the address it came from."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        request_id = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request_id, address=address_of(request))
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request_id
        return response


def address_of(request: HttpRequest) -> str | None:
    """The address a request came from, seen through as many proxies as settings name."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            return hops[-proxies]
    return request.META.get("REMOTE_ADDR") or None


class SessionLimits:
    """Ends a session after 30 idle minutes and, however busy, after 12 hours."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            seen = request.session.get("seen", now)
            idle, whole = now - seen, now - began
            if idle > settings.SESSION_IDLE_SECONDS or whole > settings.SESSION_LONGEST_SECONDS:
                logout(request)
            elif "seen" not in request.session or idle >= 60:
                request.session["seen"] = now  # at most one write a minute
        return self.get_response(request)


class PrivatePages:
    """Pages of signed-in people are kept by no cache on the way."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        return response


class Refusals:
    """Shows refusals that no view has dealt with as plain pages, never as a server error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return error_pages.not_found(request, Http404(error.sentence))
        if isinstance(error, NotAllowed):
            return error_pages.not_allowed(request, error)
        return None
