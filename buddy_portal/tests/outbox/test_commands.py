"""Sweeping the outbox by hand."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from buddy_portal.outbox import services
from buddy_portal.outbox.models import Message

pytestmark = pytest.mark.django_db
PAYLOAD = {"to": "jo@test.example", "subject": "A", "text": "A", "html": "A", "mail_id": "1"}


def swept(*arguments: str) -> str:
    out = StringIO()
    call_command("sweep_outbox", *arguments, stdout=out)
    return out.getvalue()


def test_sweeping_hands_what_is_due_to_the_workers(monkeypatch):
    monkeypatch.setattr(services, "nudge", lambda _pk: True)
    Message.objects.create(job="send_mail", payload=PAYLOAD)
    assert "Handed to the workers: 1" in swept()


def test_sweeping_here_needs_no_worker():
    Message.objects.create(job="send_mail", payload=PAYLOAD)
    said = swept("--here")
    assert "Delivered: 1" in said
    assert "Seconds behind: 0" in said
    assert len(mail.outbox) == 1


def test_a_wrong_number_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="1 or more"):
        swept("--most", "0")
