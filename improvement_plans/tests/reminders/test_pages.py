"""Choosing reminders, and stopping them by the link in a mail."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.tests.factories import make_user
from improvement_plans.models import ReminderWishes

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def person():
    return make_user("Jo Okafor")


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def wanted(person):
    wishes = ReminderWishes.objects.get(user=person)
    return {name for name in ("due_dates", "weekly", "monthly") if getattr(wishes, name)}


def test_everything_is_ticked_at_first(client):
    page = client.get(reverse("your_reminders")).content.decode()
    assert page.count("checked") == 3


@pytest.mark.parametrize("kinds", [[], ["weekly"], ["due_dates", "monthly"]])
def test_what_is_ticked_is_kept_and_in_the_trail(client, person, kinds):
    client.post(reverse("your_reminders"), {"kinds": kinds})
    assert wanted(person) == set(kinds)
    assert AuditEvent.objects.filter(action="reminders chosen").count() == 1


@pytest.mark.parametrize("typed", ["x" * 100_000, "<b>", "=1+1", "\x00", "\u202e", "👍"])
def test_a_reminder_that_there_is_not_is_refused(client, person, typed):
    page = client.post(reverse("your_reminders"), {"kinds": [typed]})
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    assert not ReminderWishes.objects.exists()


def test_opening_the_link_asks_and_stops_nothing(person):
    wishes = ReminderWishes.objects.create(user=person)
    page = Client().get(reverse("stop_reminders", args=[wishes.stop_token]))
    assert "Stop your reminders?" in page.content.decode()
    assert wanted(person) == {"due_dates", "weekly", "monthly"}


def test_one_click_of_a_mail_program_stops_all_without_signing_in(person):
    wishes = ReminderWishes.objects.create(user=person)
    client = Client(enforce_csrf_checks=True)
    path = reverse("stop_reminders", args=[wishes.stop_token])
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert wanted(person) == set()


def test_a_second_click_says_the_same_and_writes_nothing(person):
    wishes = ReminderWishes.objects.create(user=person)
    path = reverse("stop_reminders", args=[wishes.stop_token])
    for _click in range(2):
        assert "are stopped" in Client().post(path).content.decode()
    assert AuditEvent.objects.filter(action="reminders stopped by link").count() == 1


def test_a_made_up_link_stops_nothing(person):
    ReminderWishes.objects.create(user=person)
    assert Client().post(reverse("stop_reminders", args=[uuid.uuid4()])).status_code == 404
    assert wanted(person) == {"due_dates", "weekly", "monthly"}
