"""Pages for when something went wrong: what happened and how to go on, in plain words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.csrf import requires_csrf_token

from buddy_portal.accounts.refusals import Refusal


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form was not sent as the portal expects it."""
    return literal("400", 400)


@requires_csrf_token
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is there, but not for this person. Shows the sentence of a refusal."""
    return _page(request, "errors/403.html", 403, sentence=_sentence(exception))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or none that this person may know of: no difference is shown."""
    return _page(request, "errors/404.html", 404)


@requires_csrf_token
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the token of a form did not fit, mostly because the person signed in or out since."""
    return _page(request, "errors/form_expired.html", 403)


@requires_csrf_token
def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries in a short time."""
    response = _page(request, "errors/429.html", 429)
    response["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a literal file, because everything else may be what is broken."""
    return literal("500", 500)


def not_ready(request: HttpRequest) -> HttpResponse:
    """503: the portal is starting or its database is away; a literal file too."""
    response = literal("503", 503)
    response["Retry-After"] = "60"
    return response


@cache
def _text(name: str) -> str:
    path = Path(settings.BASE_DIR) / "templates" / "errors" / f"{name}.html"
    text = path.read_text(encoding="utf-8").replace("STATIC_URL", settings.STATIC_URL)
    return text.replace("SERVICE_NAME", escape(settings.SERVICE_NAME))


def literal(name: str, status: int) -> HttpResponse:
    """A page that is sent as it lies on disk: no template, no user, no hashed file names."""
    return HttpResponse(_text(name), status=status)


def _page(request: HttpRequest, template: str, status: int, **facts: str) -> HttpResponse:
    return render(request, template, {"back": _way_back(request), **facts}, status=status)


def _sentence(exception: Exception | None) -> str:
    return exception.sentence if isinstance(exception, Refusal) else ""


def _way_back(request: HttpRequest) -> str:
    """Where the page's own link leads: home for those signed in, else the front page."""
    user = getattr(request, "user", None)
    return "/home/" if user is not None and user.is_authenticated else "/"
