"""What waits in the outbox, what was given up, and which mails went out."""

from __future__ import annotations

import uuid

from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Now

from buddy_portal.accounts.refusals import NotFound
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.services import open_messages


def seconds_behind() -> float:
    """How long the oldest due message has waited, by the database's clock; 0 where none waits."""
    waited = ExpressionWrapper(Now() - F("due_at"), output_field=DurationField())
    longest = (
        open_messages()
        .order_by("due_at")
        .annotate(waited=waited)
        .values_list("waited", flat=True)
        .first()
    )
    return float(longest.total_seconds()) if longest else 0.0


def failed_messages() -> QuerySet[Message]:
    """Messages that were given up, the newest first."""
    return Message.objects.exclude(failed_at=None).order_by("-failed_at")


def failed_message(message_id: uuid.UUID) -> Message:
    found = failed_messages().filter(pk=message_id).first()
    if found is None:
        raise NotFound("There is no such message, or it has been tried again already.")
    return found


def mails(*, search: str = "") -> QuerySet[Message]:
    """Every mail, the newest first: to whom, about what and whether it went out."""
    found = Message.objects.filter(job=SEND_MAIL)
    if search:
        found = found.filter(payload__to__icontains=search)
    return found.order_by("-made_at")
