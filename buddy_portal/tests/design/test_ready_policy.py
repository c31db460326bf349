"""The Content Security Policy that is ready is the one that django-csp puts together."""

import pytest
from csp.constants import HEADER, HEADER_REPORT_ONLY, NONCE, SELF
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse

from buddy_portal.content_policy import ReadyPolicy


def answered(middleware, ask=None):
    """An answer through a middleware, of a view that may ask for a policy of its own."""

    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("ok")
        if ask:
            ask(request, response)
        return response

    request = HttpRequest()
    return request, middleware(view)(request)


def directives(response: HttpResponse) -> set[str]:
    return {part.strip() for part in response[HEADER].split(";")}


def test_a_plain_answer_has_the_policy_that_django_csp_makes():
    assert directives(answered(ReadyPolicy)[1]) == directives(answered(CSPMiddleware)[1])


def of_its_own(request, response):
    response._csp_update = {"img-src": ["https://maps.example.org"]}


def with_a_nonce(request, response):
    str(request.csp_nonce)


def exempt(request, response):
    response._csp_exempt = True


@pytest.mark.parametrize("ask", [of_its_own, with_a_nonce, exempt])
def test_what_a_view_asks_for_is_what_django_csp_makes_of_it(ask):
    ready, made = answered(ReadyPolicy, ask)[1], answered(CSPMiddleware, ask)[1]
    assert (HEADER in ready) == (HEADER in made)
    assert HEADER not in ready or directives(ready) == directives(made)


def test_a_nonce_stands_in_the_header_of_a_policy_that_has_one(settings):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [SELF, NONCE]}}
    request, response = answered(ReadyPolicy, with_a_nonce)
    assert f"'nonce-{request.csp_nonce}'" in response[HEADER]


def test_a_nonce_that_comes_too_late_is_refused():
    request, _response = answered(ReadyPolicy)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)


def test_a_policy_that_is_only_reported_is_sent_too(settings):
    settings.CONTENT_SECURITY_POLICY_REPORT_ONLY = {"DIRECTIVES": {"default-src": ["'none'"]}}
    assert HEADER_REPORT_ONLY in answered(ReadyPolicy)[1]
