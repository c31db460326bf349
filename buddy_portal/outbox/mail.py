"""Mail: rendered when it is asked for, kept in the outbox, sent by a worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from buddy_portal.outbox import jobs, services
from buddy_portal.outbox.models import Message

SEND_MAIL = "send_mail"


def enqueue_mail(
    *, to: str, subject: str, template: str, context: dict[str, Any], key: str | None = None
) -> Message | None:
    """Write a mail in the current transaction; it is sent once the change is saved.

    `template` names a pair of Jinja2 files, `templates/mail/NAME.txt` and `NAME.html`. `key` makes
    the mail unique: the same reminder is never written twice.
    """
    full = {**context, "portal_url": settings.PORTAL_URL, "service_name": settings.SERVICE_NAME}
    return services.enqueue(
        job=SEND_MAIL,
        payload={
            "to": to,
            "subject": " ".join(subject.split()),
            "text": render_to_string(f"mail/{template}.txt", full),
            "html": render_to_string(f"mail/{template}.html", full),
            "message_key": key or "",
        },
        key=key,
    )


def send_mail(*, to: str, subject: str, text: str, html: str, message_key: str) -> None:
    """Send one mail. The Message-ID comes from its content, so a doubled sending shows as one."""
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    mail.attach_alternative(html, "text/html")
    if message_key:
        host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip(">")
        mail.extra_headers["Message-ID"] = f"<{_safe(message_key)}@{host}>"
    mail.send()


def _safe(key: str) -> str:
    return "".join(letter if letter.isalnum() else "." for letter in key)


jobs.register(SEND_MAIL, send_mail)
