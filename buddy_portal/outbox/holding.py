"""Mails of a restored backup: held, because they may have gone out since it was made."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from buddy_portal.accounts.audit import record_event
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message

HELD = "Held after a restore: it may have gone out since the backup was made."


def hold_waiting_mails(*, using: str) -> int:
    """Hold the mails of a database just restored, all of which waited at its backup; how many.

    They stand among the messages that were given up until somebody lets them go. Only columns that
    every version of the table has are touched: its migrations may still have to run.
    """
    waiting = Message.objects.using(using).filter(job=SEND_MAIL, done_at=None, failed_at=None)
    return waiting.update(failed_at=Now(), last_error=HELD, lease_token=None, lease_until=None)


def held_mails() -> QuerySet[Message]:
    """Mails that a restore held and nobody has let go."""
    return Message.objects.filter(job=SEND_MAIL, last_error=HELD).exclude(failed_at=None)


def release_held_mails() -> int:
    """Let every held mail be sent; how many. The sweep hands them to the workers."""
    with transaction.atomic():
        released = held_mails().update(
            failed_at=None, attempts=0, last_error="", due_at=Now(), swept_at=None
        )
        if released:
            record_event(
                by=None,
                action="mails held after a restore were let go",
                kind="mails",
                name=f"{released} mails",
            )
    return released
