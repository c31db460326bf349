"""Methods that no page answers to are refused in one place."""

import pytest

from buddy_portal.accounts.middleware import KnownMethods

pytestmark = pytest.mark.django_db
ADDRESSES = ("/", "/home/", "/plans/1/", "/reports/", "/admin/", "/healthz", "/no-such-page/")
WITHOUT_IT = "buddy_portal.accounts.middleware.KnownMethods"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_another_method_is_refused_and_told_which_ones_are_answered(client, method, address):
    answer = client.generic(method, address)
    assert answer.status_code == 405
    assert answer["Allow"] == ", ".join(KnownMethods.ANSWERED)
    assert answer["Content-Security-Policy"]
    assert answer.content == b""


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_the_methods_of_a_browser_are_answered(client, method):
    assert client.generic(method, "/").status_code == 200


def test_without_the_middleware_trace_is_answered_like_get(client, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != WITHOUT_IT]
    assert client.generic("TRACE", "/").status_code == 200
