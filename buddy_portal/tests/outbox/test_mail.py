"""Mails: written into the outbox, sent by a worker, their text forgotten afterwards."""

import pytest
from django.core import mail

from buddy_portal.outbox import delivery
from buddy_portal.outbox.mail import enqueue_mail
from buddy_portal.outbox.models import Message

pytestmark = pytest.mark.django_db
ADDRESS = "https://portal.example.org/invitations/x/?key=a&b=c"


def written(**fields: object) -> Message:
    context = {
        "name": "Jo O'Neil <script>",
        "invited_by": "Asha",
        "place": "Observer",
        "address": ADDRESS,
        "expires_at": None,
        "has_account": False,
    }
    return enqueue_mail(
        to="jo@test.example", subject="A\nB", template="invitation", context=context, **fields
    )


def test_a_mail_is_sent_with_the_id_of_its_message():
    message = written()
    delivery.deliver(message.pk)
    (sent,) = mail.outbox
    assert sent.to == ["jo@test.example"]
    assert sent.extra_headers["Message-ID"].startswith(f"<{message.pk.hex}@")


def test_a_subject_is_one_line():
    assert written().payload["subject"] == "A B"


def test_plain_text_is_not_escaped_and_html_is():
    payload = written().payload
    assert "Jo O'Neil <script>" in payload["text"]
    assert ADDRESS in payload["text"]
    assert "<script>" not in payload["html"]


def test_the_text_of_a_sent_mail_is_not_kept():
    message = written()
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert set(message.payload) == {"to", "subject", "mail_id", "kind"}


def test_headers_are_set_on_the_mail_and_not_kept():
    message = written(headers={"List-Unsubscribe": f"<{ADDRESS}>"})
    delivery.deliver(message.pk)
    assert mail.outbox[0].extra_headers["List-Unsubscribe"] == f"<{ADDRESS}>"
    message.refresh_from_db()
    assert "headers" not in message.payload


def test_the_same_reminder_is_written_once():
    assert written(key="reminder:1") is not None
    assert written(key="reminder:1") is None
