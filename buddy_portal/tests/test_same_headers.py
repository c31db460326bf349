"""Every answer carries the same security headers, whichever layer gave it."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from buddy_portal import urls
from buddy_portal.accounts.rules import public

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken")


# Django looks for them beside the addresses.
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [*urls.urlpatterns, path("broken/", broken)]
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREIGN = {"HTTP_HOST": "evil.example"}
FORM = "application/x-www-form-urlencoded"
ANSWERS = {
    "a page": (200, "GET", "/", {}),
    "nothing new": (302, "GET", "/home/", {}),
    "a foreign host": (400, "GET", "/", FOREIGN),
    "a foreign host for a form": (400, "POST", "/sign-in/", FOREIGN),
    "another charset": (400, "GET", "/", {"buddy.charset_refused": True}),
    "too many fields": (400, "POST", "/sign-in/", {"data": "a=1&" * 3000, "content_type": FORM}),
    "too long": (400, "POST", "/sign-in/", {"data": "a" * 6_000_000, "content_type": FORM}),
    "no token": (403, "POST", "/sign-in/", {"checked": True}),
    "no such page": (404, "GET", "/no-such-page/", {}),
    "another method": (405, "TRACE", "/", {}),
    "a fault": (500, "GET", "/broken/", {}),
    "a slash": (301, "GET", "/reports", {}),
}


def headers_missing(response: HttpResponse) -> list[str]:
    missing = [name for name, value in HEADERS.items() if response.get(name) != value]
    policy = response.get("Content-Security-Policy", "")
    return missing + ["Content-Security-Policy"] * ("default-src 'none'" not in policy)


def asked(method: str, address: str, *, checked: bool = False, **more: object) -> HttpResponse:
    visitor = Client(raise_request_exception=False, enforce_csrf_checks=checked)
    return visitor.generic(method, address, **more)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_carries_all_headers(name):
    status, method, address, more = ANSWERS[name]
    response = asked(method, address, **more)
    assert (response.status_code, headers_missing(response)) == (status, [])


@pytest.mark.parametrize(("host", "status"), [("testserver", 301), ("evil.example", 400)])
def test_so_does_what_is_refused_on_the_way_to_https(settings, host, status):
    settings.SECURE_SSL_REDIRECT = True
    response = asked("GET", "/", HTTP_HOST=host)
    assert (response.status_code, headers_missing(response)) == (status, [])


@pytest.mark.parametrize(
    ("layer", "missed"),
    [
        ("django.middleware.clickjacking.XFrameOptionsMiddleware", "X-Frame-Options"),
        ("buddy_portal.content_policy.ReadyPolicy", "Content-Security-Policy"),
        ("buddy_portal.content_policy.HeadersAnyway", "Referrer-Policy"),
    ],
)
def test_a_layer_that_stands_too_far_within_is_noticed(settings, layer, missed):
    settings.SECURE_SSL_REDIRECT = True
    settings.MIDDLEWARE = [*(each for each in settings.MIDDLEWARE if each != layer), layer]
    assert missed in headers_missing(asked("GET", "/", **FOREIGN))
