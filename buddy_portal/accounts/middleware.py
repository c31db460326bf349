"""What every request carries, how long a session lasts, and how refusals are shown."""

from __future__ import annotations

import ipaddress
import time
import uuid
from collections.abc import Callable, Mapping

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from buddy_portal.accounts import typed_text
from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import NotAllowed, NotFound
from buddy_portal.accounts.roles import SECOND_FACTOR_ROLES
from buddy_portal.design import error_pages

Next = Callable[[HttpRequest], HttpResponse]
SECOND_FACTOR_NEEDED = (
    "Your role needs a second step when you sign in. Set up an authenticator app or a security key "
    "to go on."
)


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


class KnownMethods:
    """Refuses every method that no page answers to: a view takes whatever is not POST as GET."""

    ANSWERED = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.ANSWERED:
            return HttpResponseNotAllowed(self.ANSWERED)
        return self.get_response(request)


def address_of(request: HttpRequest) -> str | None:
    """The address a request came from, seen through as many proxies as settings name."""
    proxies = settings.PROXY_COUNT
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= proxies and (seen := _plain_address(hops[-proxies])):
            return seen
    return _plain_address(request.META.get("REMOTE_ADDR", ""))


def _plain_address(said: str) -> str | None:
    """An address without its port or zone; None where it is none, as the trail takes no other."""
    bare = said.partition("]")[0].strip("[").partition("%")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return None


def begin_session(request: HttpRequest) -> None:
    """Start both clocks of a session at sign-in, not at the first page after it."""
    request.session["began"] = request.session["seen"] = int(time.time())


class SessionLimits:
    """Ends a session after 30 idle minutes and, however busy, after 12 hours."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            seen = request.session.setdefault("seen", now)
            idle, whole = now - seen, now - began
            if idle > settings.SESSION_IDLE_SECONDS or whole > settings.SESSION_LONGEST_SECONDS:
                user = request.user
                logout(request)
                typed_text.keep(request, user)
            elif idle >= 60:
                request.session["seen"] = now  # at most one write a minute
        return self.get_response(request)


class PrivatePages:
    """Pages of signed-in people are kept by no cache on the way.

    Those for everybody may be kept, but are asked for anew each time: a report may have been
    withdrawn since, and a person's consent to be named.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        else:
            response["Cache-Control"] = "no-cache"
        return response


class Refusals:
    """Shows refusals that no view has dealt with as plain pages, never as a server error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
        """No key holds a NUL and the database takes none: such an address leads nowhere."""
        if any("\x00" in part for part in kwargs.values() if isinstance(part, str)):
            return error_pages.not_found(request, Http404())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return error_pages.not_found(request, Http404(error.sentence))
        if isinstance(error, NotAllowed):
            return error_pages.not_allowed(request, error)
        return None


class SecondFactor:
    """Sends people whose role decides for others to set up a second factor before anything else."""

    # What is needed to set one up, to read why, and to leave.
    OPEN = ("mfa_", "account_")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        name = str(match.url_name or "") if match else ""
        declared = getattr(view, "declared_rule", None)
        if name.startswith(self.OPEN) or (declared is not None and declared.public):
            return None
        access = access_of(request.user)
        if access.has_second_factor or not access.roles & SECOND_FACTOR_ROLES:
            return None
        messages.info(request, SECOND_FACTOR_NEEDED)
        return redirect("mfa_index")
