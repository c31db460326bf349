"""Cookies and addresses that no browser sends are no server error."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from buddy_portal.accounts.middleware import address_of
from buddy_portal.accounts.sessions import SessionStore as OurStore

pytestmark = pytest.mark.django_db
WITH_NUL = '"abcdefgh\\000ijk"'  # as a quoted cookie may write it


@pytest.mark.parametrize("key", [WITH_NUL, "é" * 32, "a" * 32, "'; drop table", "short"])
@pytest.mark.parametrize("path", ["/", "/home/", "/sign-in/"])
def test_a_forged_session_cookie_is_nobody_s(client, path, key):
    answer = client.get(path, headers={"cookie": f"sessionid={key}"})
    assert answer.status_code in (200, 302)


def test_a_key_of_ours_is_taken_and_django_s_own_check_would_take_a_nul():
    store = OurStore()
    store.create()
    assert OurStore(store.session_key).session_key == store.session_key
    assert OurStore("abcdefgh\x00ijk").session_key is None
    assert SessionStore("abcdefgh\x00ijk").session_key


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", "127.0.0.1"),
        ("_hidden", "127.0.0.1"),
        ("203.0.113.7; DROP", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_an_address_is_known_without_port_and_zone_or_not_believed(rf, settings, said, known):
    settings.PROXY_COUNT = 1
    assert address_of(rf.get("/", headers={"x-forwarded-for": f"evil, {said}"})) == known


def test_an_address_that_is_none_stops_no_sign_in(client, settings):
    settings.PROXY_COUNT = 1
    answer = client.post(
        "/sign-in/",
        {"login": "nobody@test.example", "password": "x"},
        headers={"x-forwarded-for": "unknown"},
        REMOTE_ADDR="",
    )
    assert answer.status_code == 200
