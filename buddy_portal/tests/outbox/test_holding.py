"""Mails that a restore held: not sent, seen as held, and sent once they are let go."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.delivery import deliver
from buddy_portal.outbox.holding import HELD, hold_waiting_mails, release_held_mails
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.services import open_messages
from buddy_portal.tests.factories import make_person

pytestmark = pytest.mark.django_db
MAIL = {
    "to": "nurse@b.example",
    "subject": "An action is due",
    "text": "Soon",
    "html": "<p>Soon</p>",
    "mail_id": "1",
}


@pytest.fixture
def message():
    message = Message.objects.create(job="send_mail", payload=MAIL, attempts=3)
    assert hold_waiting_mails(using="default") == 1
    return message


def test_a_held_mail_is_not_sent(message, mailoutbox):
    assert not open_messages().exists()
    assert not deliver(message.pk)
    assert mailoutbox == []


def test_a_held_mail_is_sent_once_when_it_is_let_go(message, mailoutbox):
    assert release_held_mails() == 1
    assert deliver(message.pk)
    assert [mail.to for mail in mailoutbox] == [["nurse@b.example"]]
    assert release_held_mails() == 0


def test_only_held_mails_are_let_go(message):
    given_up = Message.objects.create(
        job="send_mail", payload=MAIL, failed_at=message.made_at, last_error="No such host"
    )
    release_held_mails()
    given_up.refresh_from_db()
    assert given_up.failed_at is not None


def test_the_command_shows_them_and_sends_only_when_told_to(message, capsys):
    call_command("release_held_mails")
    said = capsys.readouterr().out
    assert "Mail to nurse@b.example: An action is due" in said
    assert "Held: 1" in said
    assert not open_messages().exists()
    call_command("release_held_mails", "--send")
    assert "Let go, to be sent: 1" in capsys.readouterr().out
    assert open_messages().count() == 1


def test_the_log_of_mails_says_that_they_are_held(message, client):
    client.force_login(make_person(Role.ADMINISTRATOR))
    page = client.get(reverse("mail_log")).content.decode()
    assert "Held" in page
    assert HELD in page
