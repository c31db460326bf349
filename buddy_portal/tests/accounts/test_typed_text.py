"""What was typed when a session ended is given back after signing in, to its owner only."""

import pytest
import time_machine
from django.test import Client

from buddy_portal.accounts import typed_text
from buddy_portal.accounts.models import Invitation
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
TYPED = {"name": "Jo Okafor", "email": "jo@test.example", "role": "observer", "trust_code": "T1"}
PATH = "/people/invite/"


@pytest.fixture
def clock():
    with time_machine.travel("2015-02-09 09:00", tick=False) as clock:
        yield clock


@pytest.fixture
def lead(clock):
    return make_person(Role.PROGRAMME_LEAD)


def sign_in(client: Client, email: str, path: str = PATH):
    return client.post("/sign-in/", {"login": email, "password": PASSWORD, "next": path})


def lose_session(client: Client, clock, **typed: str) -> None:
    """Post a form after half an hour and a minute of thinking."""
    clock.shift(31 * 60)
    answer = client.post(PATH, {**TYPED, **typed})
    assert answer["Location"] == f"/sign-in/?next={PATH}"


def test_the_text_is_given_back_and_sent(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock)
    assert not Invitation.objects.exists()
    assert sign_in(client, lead.email)["Location"] == PATH
    page = client.get(PATH).content.decode()
    assert "Your text is still here" in page
    assert "jo@test.example" in page
    assert client.post(PATH, TYPED)["Location"] == "/people/"
    assert Invitation.objects.get().name == "Jo Okafor"
    assert "Your text is still here" not in client.get(PATH).content.decode()


def test_the_text_can_be_thrown_away(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock)
    sign_in(client, lead.email)
    assert client.get(f"{PATH}?{typed_text.DISCARD}=1")["Location"] == PATH
    assert "jo@test.example" not in client.get(PATH).content.decode()


def test_nobody_else_gets_the_text(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock)
    other = make_person(Role.ADMINISTRATOR)
    sign_in(client, other.email)
    assert "jo@test.example" not in client.get(PATH).content.decode()
    client.post("/sign-out/")
    sign_in(client, lead.email)
    assert "jo@test.example" not in client.get(PATH).content.decode()


def test_the_text_is_kept_for_an_hour(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock)
    clock.shift(typed_text.KEPT_SECONDS + 1)
    sign_in(client, lead.email)
    assert "jo@test.example" not in client.get(PATH).content.decode()


def test_passwords_are_never_kept(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock, password="hunter2hunter2", new_password2="hunter2hunter2")
    assert "hunter2" not in str(dict(client.session))
    assert "jo@test.example" in str(dict(client.session))


def test_html_in_the_text_is_given_back_as_text(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock, name='"><script>alert(1)</script>')
    sign_in(client, lead.email)
    assert "<script>alert" not in client.get(PATH).content.decode()


def test_a_very_long_text_is_not_kept(client, clock, lead):
    sign_in(client, lead.email)
    lose_session(client, clock, name="x" * (typed_text.MOST_CHARACTERS + 1))
    assert typed_text.KEY not in client.session


def test_nothing_is_kept_of_visitors_who_were_not_signed_in(client):
    client.post(PATH, TYPED)
    assert typed_text.KEY not in client.session
