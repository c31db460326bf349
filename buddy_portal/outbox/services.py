"""Writing messages, handing them to workers, and sweeping up what was missed."""

from __future__ import annotations

import datetime
import time
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from buddy_portal.outbox.models import Message

logger = structlog.get_logger(__name__)
# After a failure to reach the broker, do not try again from this process for so many seconds.
BREAKER_SECONDS = 5.0
_closed_until = 0.0


class OutsideTransaction(RuntimeError):
    """A message was written outside the transaction of the change that asked for it."""


def enqueue(
    *,
    job: str,
    payload: dict[str, Any],
    key: str | None = None,
    due_at: datetime.datetime | None = None,
) -> Message | None:
    """Write a message in the current transaction and nudge a worker once it has committed.

    Returns None, and writes nothing, where a message with the same key is there already.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(job)
    fields: dict[str, Any] = {"job": job, "payload": payload}
    if due_at is not None:
        fields["due_at"] = due_at
    if key is None:
        message, made = Message.objects.create(**fields), True
    else:
        message, made = Message.objects.get_or_create(key=key, defaults=fields)
    if not made:
        return None
    if due_at is None:
        transaction.on_commit(partial(nudge, str(message.pk)))
    return message


def nudge(message_id: str) -> bool:
    """Give a message to the broker, never blocking the request. The sweep is the safety net."""
    global _closed_until  # noqa: PLW0603 - the breaker is one for the process
    if time.monotonic() < _closed_until:
        return False
    from buddy_portal.outbox.tasks import deliver_message

    try:
        deliver_message.apply_async(kwargs={"message_id": message_id}, retry=False)
    except Exception as error:
        _closed_until = time.monotonic() + BREAKER_SECONDS
        logger.warning("outbox_nudge_failed", error=type(error).__name__)
        return False
    return True


def open_messages() -> Any:
    """Messages that are due and that no living worker holds."""
    return Message.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=Now()),
        done_at=None,
        failed_at=None,
        due_at__lte=Now(),
        attempts__lt=settings.OUTBOX_MOST_ATTEMPTS,
    )


def sweep(*, most: int = 500) -> int:
    """Hand every due message to the broker again; a copy that comes late claims nothing."""
    _give_up_on_poison()
    waiting = list(open_messages().order_by("due_at").values_list("pk", flat=True)[:most])
    for count, pk in enumerate(waiting):
        if not nudge(str(pk)):
            return count
    return len(waiting)


def _give_up_on_poison() -> None:
    """Messages whose worker died at the last attempt are shown to staff, not tried for ever."""
    from buddy_portal.outbox.delivery import give_up

    dead = Message.objects.filter(
        done_at=None,
        failed_at=None,
        attempts__gte=settings.OUTBOX_MOST_ATTEMPTS,
        lease_until__lt=Now(),
    )
    for message in dead[:50]:
        give_up(message, message.last_error or "The worker stopped at every attempt.")
