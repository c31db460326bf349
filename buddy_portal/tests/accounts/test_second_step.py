"""The second step at sign-in: asked for, counted, and part of the trail."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from buddy_portal.accounts.adapters import SecondFactorAdapter
from buddy_portal.accounts.models import AuditEvent, User
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.services.memberships import remove_second_factor
from buddy_portal.outbox.models import Message
from buddy_portal.settings import base
from buddy_portal.tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = "/second-step/authenticate/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2015-02-09 09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def lead() -> User:
    user = make_person(Role.PROGRAMME_LEAD)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code_now() -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))


def wrong_code() -> str:
    return "000000" if code_now() != "000000" else "111111"


def give_password(client: Client, user: User) -> None:
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == STEP


def test_the_password_alone_opens_nothing(client, lead):
    give_password(client, lead)
    assert client.get("/your-account/")["Location"].startswith("/sign-in/")
    assert not AuditEvent.objects.filter(action="signed in").exists()


def test_password_and_code_sign_in(client, lead, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    give_password(client, lead)
    assert client.post(STEP, {"code": code_now()})["Location"] == "/home/"
    assert client.get("/your-account/").status_code == 200
    assert AuditEvent.objects.filter(action="signed in", actor_id=lead.pk).exists()


def test_a_wrong_code_is_refused_and_in_the_trail(client, lead):
    give_password(client, lead)
    page = client.post(STEP, {"code": wrong_code()})
    assert "The code is not right" in page.content.decode()
    assert AuditEvent.objects.get(action="second factor failed").actor_id == lead.pk


def test_codes_cannot_be_guessed_without_end(client, lead):
    give_password(client, lead)
    for _try in range(10):
        client.post(STEP, {"code": wrong_code()})
    page = client.post(STEP, {"code": code_now()})
    assert "tried too often" in page.content.decode()
    assert client.get("/your-account/").status_code == 302


def test_a_code_is_good_for_one_sign_in(client, lead):
    give_password(client, lead)
    client.post(STEP, {"code": code_now()})
    other = Client()
    give_password(other, lead)
    assert "The code is not right" in other.post(STEP, {"code": code_now()}).content.decode()


def test_adding_a_second_step_needs_the_password_again(client):
    user = make_person(Role.TEAM_MEMBER, "T1")
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    answer = client.get("/second-step/totp/activate/")
    assert answer["Location"].startswith("/confirm-it-is-you/")
    client.post(answer["Location"], {"password": PASSWORD})
    assert client.get("/second-step/totp/activate/").status_code == 200


def test_a_lost_second_step_is_forgotten_by_the_programme_and_the_person_is_told(client, lead):
    remove_second_factor(by=make_person(Role.ADMINISTRATOR), user=lead, reason="Lost phone")
    assert client.post("/sign-in/", {"login": lead.email, "password": PASSWORD})["Location"] == (
        "/home/"
    )
    assert AuditEvent.objects.get(action="second factor forgotten").reason == "Lost phone"
    assert "removed" in Message.objects.get().payload["subject"]


def test_the_secret_of_the_app_does_not_stand_in_the_database(lead):
    stored = str(list(Authenticator.objects.filter(user=lead).values("data")))
    assert SECRET not in stored


def test_a_secret_locked_with_an_older_key_still_opens(settings):
    adapter = SecondFactorAdapter()
    locked = adapter.encrypt(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a newer key", [settings.SECRET_KEY]
    assert adapter.decrypt(locked) == SECRET


def test_tries_are_counted_in_the_database_for_all_processes_together():
    """The test settings count in memory; this is the cache that everything else uses."""
    counts = DatabaseCache(base.CACHES["default"]["LOCATION"], {})
    assert counts.add("tries", 1)
    assert not counts.add("tries", 2)
    assert DatabaseCache("accounts_counts", {}).get("tries") == 1
