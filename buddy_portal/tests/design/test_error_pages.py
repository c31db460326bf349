"""Error pages: plain words, the right status, nothing of the fault itself."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.design import error_pages


@pytest.fixture
def request_of_nobody() -> HttpRequest:
    request = RequestFactory().get("/somewhere/")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    "view, status, words",
    [
        (error_pages.bad_request, 400, "could not read what your browser sent"),
        (error_pages.not_allowed, 403, "You cannot open this"),
        (error_pages.form_expired, 403, "This form is out of date"),
        (error_pages.not_found, 404, "Page not found"),
        (error_pages.too_many, 429, "Too many tries"),
        (error_pages.server_error, 500, "Something went wrong on our side"),
        (error_pages.not_ready, 503, "The portal is not ready just now"),
    ],
)
def test_each_error_page_has_its_status_and_words(request_of_nobody, view, status, words):
    response = view(request_of_nobody)
    assert response.status_code == status
    assert f"<h1>{words}" in response.content.decode() or words in response.content.decode()


def test_refusal_is_shown_with_its_own_sentence_escaped(request_of_nobody):
    response = error_pages.not_allowed(request_of_nobody, NotAllowed("Not <b>yours</b>."))
    assert "Not &lt;b&gt;yours&lt;/b&gt;." in response.content.decode()


def test_other_exceptions_are_never_quoted(request_of_nobody):
    response = error_pages.not_allowed(request_of_nobody, ValueError("secret path /var/lib"))
    assert "secret path" not in response.content.decode()


def test_pages_before_sign_in_is_known_still_come():
    response = error_pages.not_found(RequestFactory().get("/x/"))
    assert response.status_code == 404
