"""The pages about mails and jobs, and their line on the start page."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from buddy_portal.accounts.roles import Role
from buddy_portal.outbox import services
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.selectors import waiting_for
from buddy_portal.tests.factories import make_person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = datetime.date(2015, 4, 16)
PAYLOAD = {"to": "jo@test.example", "subject": "Your invitation", "text": "https://secret.example"}


@pytest.fixture
def failed() -> Message:
    return Message.objects.create(
        job="send_mail",
        payload=PAYLOAD,
        failed_at=timezone.now(),
        attempts=8,
        last_error="SMTPServerDisconnected: <b>gone</b>",
    )


@pytest.fixture
def lead_client() -> Client:
    client = Client()
    client.force_login(make_person(Role.PROGRAMME_LEAD), backend=BACKEND)
    return client


def test_a_failed_mail_is_shown_with_its_error_and_without_its_text(lead_client, failed):
    page = lead_client.get("/mails-and-jobs/").content.decode()
    assert "Mail to jo@test.example: Your invitation" in page
    assert "&lt;b&gt;gone" in page
    assert "secret.example" not in page


def test_the_log_of_mails_can_be_searched_and_shows_no_text(lead_client, failed):
    assert (
        "jo@test.example" in lead_client.get("/mails-and-jobs/mails/?search=JO@").content.decode()
    )
    page = lead_client.get("/mails-and-jobs/mails/?search=nobody").content.decode()
    assert "No mail fits this search" in page
    assert "secret.example" not in page


@pytest.mark.parametrize(
    "query,is_shown",
    [
        ("state=failed", True),
        ("state=sent", False),
        ("kind=reminder", False),
        ("days=7", True),
        ("search=your+inv", True),
        ("state=made-up", True),
        ("days=-1", True),
        ("search=%00", True),
    ],
)
def test_the_log_of_mails_is_filtered_and_nonsense_filters_nothing(
    lead_client, failed, query, is_shown
):
    page = lead_client.get(f"/mails-and-jobs/mails/?{query}").content.decode()
    assert ("jo@test.example" in page) is is_shown


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_log_of_mails_is_downloaded_without_any_text(lead_client, failed, kind):
    file = lead_client.get(f"/mails-and-jobs/mails/?state=failed&download={kind}")
    assert file["Content-Disposition"] == f'attachment; filename="mails.{kind}"'
    assert b"secret.example" not in file.content
    if kind == "csv":
        assert "jo@test.example,Your invitation,-," in file.content.decode()


def test_trying_again_asks_first(lead_client, failed, monkeypatch):
    monkeypatch.setattr(services, "nudge", lambda _pk: True)
    path = f"/mails-and-jobs/{failed.pk}/try-again/"
    assert "Try this again?" in lead_client.get(path).content.decode()
    assert lead_client.post(path)["Location"] == "/mails-and-jobs/"
    failed.refresh_from_db()
    assert failed.failed_at is None
    assert lead_client.post(path).status_code == 404


def test_what_failed_waits_for_those_who_look_after_it(failed):
    (todo,) = waiting_for(make_person(Role.ADMINISTRATOR), today=TODAY)
    assert todo.title == "Look at 1 mail or job that did not go out"
    assert waiting_for(make_person(Role.TRUST_LEAD, "T1"), today=TODAY) == []


def test_nothing_waits_while_nothing_failed():
    assert waiting_for(make_person(Role.PROGRAMME_LEAD), today=TODAY) == []
