"""What waits in the outbox, what was given up, and which mails went out."""

from __future__ import annotations

import datetime
import uuid

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.todos import Todo
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.rules import may_see_outbox
from buddy_portal.outbox.services import open_messages
from buddy_portal.prepared import prepared


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


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """A line for those who look after mails and jobs, while something is given up."""
    if not may_see_outbox.allows(access_of(user, on=today), None):
        return []
    count = len(_failed_keys())
    if not count:
        return []
    return [
        Todo(
            title=f"Look at {counted(count, 'mail or job', 'mails or jobs')} that did not go out",
            url=reverse("failed_messages"),
            reason="Tried 8 times, or held after a restore. Somebody may be waiting for it.",
            rank=20,
            button="See what failed",
        )
    ]


@prepared
def _failed_keys() -> QuerySet[Message, uuid.UUID]:
    return failed_messages().order_by().values_list("pk", flat=True)


_IN_STATE = {
    "sent": Q(done_at__isnull=False),
    "waiting": Q(done_at=None, failed_at=None),
    "failed": Q(failed_at__isnull=False),
}


def mails(*, search: str = "", kind: str = "", state: str = "", days: int = 0) -> QuerySet[Message]:
    """Mails, the newest first: to whom, about what and whether each went out.

    `days` keeps those written in the last so many days; 0 keeps all.
    """
    found = Message.objects.filter(_IN_STATE.get(state, Q()), job=SEND_MAIL)
    if search:
        found = found.filter(
            Q(payload__to__icontains=search) | Q(payload__subject__icontains=search)
        )
    if kind:
        found = found.filter(payload__kind=kind)
    if days:
        found = found.filter(made_at__gte=Now() - datetime.timedelta(days=days))
    return found.order_by("-made_at")
