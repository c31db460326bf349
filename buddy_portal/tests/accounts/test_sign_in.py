"""The door: signing in and out, failures, lock-out, passwords."""

import re

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import PASSWORD, make_person, make_user

pytestmark = pytest.mark.django_db
NEW = "a rather longer and newer password"


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: object):
    return client.post("/sign-in/", {"login": email, "password": password}, **extra)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_signing_in_leads_home_and_is_recorded(client):
    user = make_user(email="jo@test.example")
    page = sign_in(client, "Jo@Test.example")
    assert (page.status_code, page["Location"]) == (302, "/home/")
    event = AuditEvent.objects.get(action="signed in")
    assert (event.actor_id, event.address) == (user.pk, "127.0.0.1")


def test_the_session_id_is_new_after_signing_in(client):
    make_user(email="jo@test.example")
    client.get("/sign-in/")
    client.session.save()
    before = client.session.session_key
    sign_in(client, "jo@test.example")
    assert client.cookies["sessionid"].value != before


def test_signing_out_needs_a_post_and_is_recorded(client):
    user = make_user(email="jo@test.example")
    sign_in(client, user.email)
    client.get("/sign-out/")
    assert client.get("/your-account/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/your-account/").status_code == 302
    assert actions()[-1] == "signed out"


def words_of(page) -> str:
    return re.sub(r'value="[^"]*"', "", page.content.decode())


def test_known_and_unknown_addresses_get_the_same_answer(client):
    make_user(email="jo@test.example")
    known = sign_in(client, "jo@test.example", "wrong")
    unknown = sign_in(client, "nobody@test.example", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert words_of(known) == words_of(unknown)
    assert "The e-mail address or the password is not right" in words_of(known)


def test_known_and_unknown_addresses_cost_the_same_work(client, monkeypatch):
    """One hash of a password each: the hash is what takes time."""
    hashed: list[str] = []
    original = MD5PasswordHasher.encode

    def count(hasher, password, salt):
        hashed.append(password)
        return original(hasher, password, salt)

    make_user(email="jo@test.example")
    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    sign_in(client, "jo@test.example", "wrong")
    known = len(hashed)
    sign_in(client, "nobody@test.example", "wrong")
    assert known == len(hashed) - known == 1


def test_a_failure_is_recorded_without_what_was_typed_as_password(client):
    sign_in(client, "nobody@test.example", "hunter2hunter2")
    event = AuditEvent.objects.get(action="sign-in failed")
    assert event.object_name == "nobody@test.example"
    assert "hunter2" not in str(list(AccessAttempt.objects.values()))


def test_the_tenth_failure_locks_out_even_the_right_password(client):
    make_user(email="jo@test.example")
    answers = [sign_in(client, "jo@test.example", "wrong").status_code for _try in range(10)]
    assert answers == [200] * 9 + [429]
    assert sign_in(client, "jo@test.example").status_code == 429
    assert actions().count("locked out") == 1


def test_another_way_of_writing_the_address_does_not_start_a_new_count(client):
    make_user(email="jo@test.example")
    for number in range(9):
        sign_in(
            client, ["jo@test.example", "JO@test.example", " jo@Test.example "][number % 3], "x"
        )
    assert sign_in(client, "Jo@test.example", "x").status_code == 429


def test_nobody_is_locked_out_by_failures_from_elsewhere(client):
    make_user(email="jo@test.example")
    for _try in range(12):
        sign_in(client, "jo@test.example", "wrong", REMOTE_ADDR="192.0.2.1")
    assert sign_in(client, "jo@test.example", REMOTE_ADDR="192.0.2.2").status_code == 302


def test_a_header_that_claims_another_address_does_not_help(client):
    make_user(email="jo@test.example")
    for number in range(10):
        sign_in(client, "jo@test.example", "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert sign_in(client, "jo@test.example").status_code == 429


def test_behind_one_proxy_the_address_it_saw_counts(client, settings):
    settings.PROXY_COUNT = 1
    make_user(email="jo@test.example")
    for _try in range(10):
        sign_in(client, "jo@test.example", "x", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.1")
    other = sign_in(client, "jo@test.example", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.2")
    assert other.status_code == 302


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/your-account/?a=1", "/your-account/?a=1"),
        ("https://evil.example/", "/home/"),
        ("//evil.example/", "/home/"),
        ("javascript:alert(1)", "/home/"),
        ("/\\evil.example", "/home/"),
    ],
)
def test_after_signing_in_only_addresses_of_the_portal_are_gone_to(client, wanted, reached):
    make_user(email="jo@test.example")
    page = client.post(
        "/sign-in/", {"login": "jo@test.example", "password": PASSWORD, "next": wanted}
    )
    assert page["Location"] == reached


@pytest.mark.parametrize(
    "typed", ["", "x" * 100_000, "a@b", "<b>@x.example", "\x00@x.example", "="]
)
def test_whatever_is_typed_the_answer_is_a_page(client, typed):
    page = client.post("/sign-in/", {"login": typed, "password": typed})
    assert page.status_code == 200


def test_the_admin_sends_to_the_one_door(client):
    page = client.get("/admin/login/?next=/admin/accounts/")
    assert page["Location"] == "/sign-in/?next=/admin/accounts/"
    post = client.post("/admin/login/", {"username": "a@b.example", "password": "x"})
    assert post.status_code == 302
    assert "sign-in failed" not in actions()


def test_nobody_signs_up(client):
    assert client.get("/sign-up/")["Location"] == "/sign-in/"


def test_changing_the_password_ends_the_other_sessions(client):
    user = make_user(email="jo@test.example")
    other = Client()
    sign_in(client, user.email)
    sign_in(other, user.email)
    page = client.post(
        "/change-password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert page["Location"] == "/your-account/"
    assert client.get("/your-account/").status_code == 200
    assert other.get("/your-account/").status_code == 302
    assert actions()[-1] == "password changed"
    assert Message.objects.get().payload["subject"] == "Your password was changed"


def reset_path() -> str:
    return re.search(
        r"http://testserver(/reset-password/\S+)", Message.objects.get().payload["text"]
    )[1]


def test_a_new_password_by_mail_ends_every_session_and_the_lock_out(client):
    user = make_user(email="jo@test.example")
    other = Client()
    sign_in(other, user.email)
    for _try in range(10):
        sign_in(client, user.email, "wrong")
    client.post("/reset-password/", {"email": user.email})
    form = client.get(reset_path(), follow=True)
    path = form.redirect_chain[-1][0]
    page = client.post(path, {"password1": NEW, "password2": NEW})
    assert page["Location"] == "/reset-password/done/"
    assert other.get("/your-account/").status_code == 302
    assert sign_in(client, user.email, NEW).status_code == 302
    assert "password reset" in actions()


def test_a_link_for_a_new_password_works_once(client):
    make_user(email="jo@test.example")
    client.post("/reset-password/", {"email": "jo@test.example"})
    link = reset_path()
    path = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(path, {"password1": NEW, "password2": NEW})
    assert b"password1" not in Client().get(link, follow=True).content


def test_asking_for_a_new_password_says_the_same_for_unknown_addresses(client):
    make_user(email="jo@test.example")
    known = client.post("/reset-password/", {"email": "jo@test.example"})
    unknown = client.post("/reset-password/", {"email": "nobody@test.example"})
    assert known["Location"] == unknown["Location"] == "/reset-password/sent/"
    assert Message.objects.count() == 2
    told = Message.objects.get(payload__to="nobody@test.example")
    assert "no account" in told.payload["text"]


def test_a_session_idle_for_longer_than_half_an_hour_ends(client):
    make_user(email="jo@test.example")
    with time_machine.travel("2015-02-09 09:00", tick=False) as clock:
        sign_in(client, "jo@test.example")
        assert client.get("/your-account/").status_code == 200
        clock.shift(settings.SESSION_IDLE_SECONDS + 1)
        assert client.get("/your-account/").status_code == 302


def test_a_busy_session_ends_after_twelve_hours(client):
    make_user(email="jo@test.example")
    with time_machine.travel("2015-02-09 09:00", tick=False) as clock:
        sign_in(client, "jo@test.example")
        for _quarter in range(48):
            assert client.get("/your-account/").status_code == 200
            clock.shift(15 * 60)
        clock.shift(1)
        assert client.get("/your-account/").status_code == 302


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.ADMINISTRATOR, Role.SPONSOR])
def test_roles_that_decide_must_set_up_a_second_step(client, settings, role):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_person(role, "T1")
    sign_in(client, user.email)
    assert client.get("/your-account/")["Location"] == "/second-step/"
    assert client.get("/second-step/").status_code == 200
    assert client.get("/accessibility/").status_code == 200


def test_other_roles_need_no_second_step(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_person(Role.TEAM_MEMBER, "T1")
    sign_in(client, user.email)
    assert client.get("/your-account/").status_code == 200
