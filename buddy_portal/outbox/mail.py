"""Mail: rendered when it is asked for, kept in the outbox, sent by a worker."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import engines
from django.template.loader import render_to_string
from jinja2 import Environment

from buddy_portal.outbox import jobs, services
from buddy_portal.outbox.models import Message

SEND_MAIL = "send_mail"
_is_withheld = ContextVar("mail_is_withheld", default=False)


@contextmanager
def withheld() -> Iterator[None]:
    """Write no mail inside: for a history that is loaded rather than lived."""
    token = _is_withheld.set(True)
    try:
        yield
    finally:
        _is_withheld.reset(token)


def enqueue_mail(
    *,
    to: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    key: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Message | None:
    """Write a mail in the current transaction; it is sent once the change is saved.

    `template` names a pair of Jinja2 files, `templates/mail/NAME.txt` and `NAME.html`. `key` makes
    the mail unique: the same reminder is never written twice. `headers` are set on the mail.
    """
    if _is_withheld.get():
        return None
    full = {**context, "portal_url": settings.PORTAL_URL, "service_name": settings.SERVICE_NAME}
    message_id = uuid.uuid4()
    return services.enqueue(
        job=SEND_MAIL,
        message_id=message_id,
        payload={
            "to": to,
            "subject": " ".join(subject.split()),
            "text": _plain_text().get_template(f"mail/{template}.txt").render(full),
            "html": render_to_string(f"mail/{template}.html", full),
            "mail_id": message_id.hex,
            "kind": template,
            "headers": dict(headers or {}),
        },
        key=key,
    )


def send_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    mail_id: str,
    kind: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send one mail. Its Message-ID is that of the message, so a doubled sending shows as one.

    `kind` is for the log of mails only.
    """
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    mail.attach_alternative(html, "text/html")
    host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ")
    mail.extra_headers.update(headers or {})
    mail.extra_headers["Message-ID"] = f"<{mail_id}@{host}>"
    mail.send()


@cache
def _plain_text() -> Environment:
    """The page environment without escaping: in plain text an apostrophe is an apostrophe."""
    pages: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return pages.overlay(autoescape=False)


jobs.register(SEND_MAIL, send_mail, forget=("text", "html", "headers"))
