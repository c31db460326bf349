"""Signing in and the second step: every page in our frame, our words, under the strict policy."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.tests.design.markup import Element, inline_code, read
from buddy_portal.tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
AMERICAN = re.compile(r"Two-Factor|Email|Log ?[oO]ut|Authenticator App\b|Recovery Codes|Sign In\b")
OPEN_PAGES = ["account_login", "account_reset_password", "account_reset_password_done"]
OPEN_PAGES += ["account_reset_password_from_key_done", "account_inactive"]
SIGN_IN = {"password": PASSWORD}
OWN_PAGES = ["account_logout", "account_change_password", "mfa_index", "mfa_activate_totp"]
OWN_PAGES += ["mfa_list_webauthn", "mfa_add_webauthn", "account_reauthenticate"]
OWN_PAGES_WITH_APP = ["mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes"]
OWN_PAGES_WITH_APP += ["mfa_view_recovery_codes", "mfa_reauthenticate", "mfa_list_webauthn"]


@pytest.fixture
def user() -> User:
    return make_user("Ruth Adeyemi")


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    """Somebody who has just shown once more that it is they."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def with_app(signed_in: Client, user: User) -> Client:
    TOTP.activate(user, "ABCDEFGHIJKLMNOP")
    RecoveryCodes.activate(user)
    return signed_in


def page_of(response: HttpResponse) -> Element:
    """The page, after the checks that every page must pass."""
    assert response.status_code == 200
    html = response.content.decode()
    assert inline_code(html) == []
    page = read(html)
    assert len(page.all("h1")) == 1
    assert page.one("header").get("class") == "nhsuk-header"
    assert not AMERICAN.search(page.one("main").words)
    for control in page.all("input") + page.all("textarea"):
        if control.get("type") not in {"hidden", "radio"}:
            assert page.all("label", **{"for": control.get("id") or ""}), control
    return page


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_before_signing_in_is_ours(client, name):
    page_of(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_of_ones_own_account_is_ours(signed_in, name):
    page_of(signed_in.get(reverse(name)))


@pytest.mark.parametrize("name", OWN_PAGES_WITH_APP)
def test_page_of_a_second_step_in_use_is_ours(with_app, name):
    page_of(with_app.get(reverse(name)))


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_page_of_one_security_key_is_ours(signed_in, user, name):
    data = {"name": "Blue <key>", "credential": {}}
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
    page_of(signed_in.get(reverse(name, kwargs={"pk": key.pk})))


def test_link_that_no_longer_works_says_so(client):
    page = page_of(client.get("/reset-password/1-wrong-key/", follow=True))
    assert page.one("h1").words == "This link no longer works"
    assert not page.one("main").all("form")


def test_empty_sign_in_names_what_is_missing(client):
    page = page_of(client.post(reverse("account_login"), {}))
    summary = page.one("div", class_="nhsuk-error-summary")
    assert [link.words for link in summary.all("a")] == [
        "Enter your e-mail address",
        "Enter your password",
    ]
    assert page.one("title").words.startswith("Error: Sign in")


def test_wrong_password_says_the_same_for_known_and_unknown_addresses(client, user):
    said = [
        page_of(client.post(reverse("account_login"), {"login": address, "password": "wrong"}))
        .one("div", class_="nhsuk-error-summary")
        .words
        for address in (user.email, "nobody@test.example")
    ]
    assert said[0] == said[1]


def test_app_is_set_up_and_asked_for_at_the_next_sign_in(signed_in, user):
    page = page_of(signed_in.get(reverse("mfa_activate_totp")))
    secret = page.one("code").words
    assert (page.one("img").get("src") or "").startswith("data:image/svg+xml;base64,")
    signed_in.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert page_of(signed_in.get(reverse("mfa_index"))).words.count("In use") == 1
    again = Client()
    response = again.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert page_of(response).one("h1").words == "Second step"
    wrong = page_of(again.post(reverse("mfa_authenticate"), {"code": "000000"}))
    assert "The code is not right" in wrong.one("div", class_="nhsuk-error-summary").words


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_pages_of_allauth_without_one_of_ours_stand_in_our_frame(rf):
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string

    request = rf.get("/")
    request.user = AnonymousUser()
    page = read(render_to_string("socialaccount/authentication_error.html", {}, request=request))
    assert page.one("header").get("class") == "nhsuk-header"
    assert len(page.all("h1")) == 1


def test_messages_of_the_door_are_in_our_words(client, user):
    page = page_of(
        client.post(reverse("account_login"), SIGN_IN | {"login": user.email}, follow=True)
    )
    assert not page.all("div", class_="nhsuk-notification-banner")  # the header names the person
    page = page_of(client.post(reverse("account_logout"), follow=True))
    banner = page.one("div", class_="nhsuk-notification-banner")
    assert banner.words.endswith("You are signed out.")
