"""Writing messages, handing them to workers, and sweeping up what was missed."""

from __future__ import annotations

import datetime
import time
import uuid
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import NotFound, WrongState
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.rules import may_see_outbox

logger = structlog.get_logger(__name__)
# After a failure to reach the broker, do not try again from this process for so many seconds.
BREAKER_SECONDS = 5.0
# A message that the sweep has given to the broker is not given again before so many seconds.
SWEEP_AGAIN_SECONDS = 30
_closed_until = 0.0


class OutsideTransaction(RuntimeError):
    """A message was written outside the transaction of the change that asked for it."""


def enqueue(
    *,
    job: str,
    payload: dict[str, Any],
    key: str | None = None,
    due_at: datetime.datetime | None = None,
    message_id: uuid.UUID | None = None,
) -> Message | None:
    """Write a message in the current transaction and nudge a worker once it has committed.

    Returns None, and writes nothing, where a message with the same key is there already.
    `message_id` is for payloads that must name their own message.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(job)
    fields: dict[str, Any] = {"job": job, "payload": payload, "id": message_id or uuid.uuid4()}
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


def open_messages() -> QuerySet[Message]:
    """Messages that are due and that no living worker holds."""
    return Message.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=Now()),
        done_at=None,
        failed_at=None,
        due_at__lte=Now(),
        attempts__lt=settings.OUTBOX_MOST_ATTEMPTS,
    )


def sweep(*, most: int = 500) -> int:
    """Hand due messages to the broker again; a copy that comes late claims nothing.

    One that was handed over in the last half minute is left alone, so that a long backlog does not
    fill the broker with copies. A lease that ran out counts from its end: its worker is dead.
    """
    _give_up_on_poison()
    patience = Now() - datetime.timedelta(seconds=SWEEP_AGAIN_SECONDS)
    due = open_messages().filter(
        Q(swept_at=None) | Q(swept_at__lt=patience) | Q(lease_until__isnull=False)
    )
    waiting = list(due.order_by("due_at").values_list("pk", flat=True)[:most])
    handed = 0
    for pk in waiting:
        if not nudge(str(pk)):
            break
        handed += 1
    Message.objects.filter(pk__in=waiting[:handed]).update(swept_at=Now())
    return handed


def try_again(*, by: User, message_id: uuid.UUID) -> Message:
    """Let a message that was given up be tried from the start."""
    may_see_outbox.require(access_of(by), None)
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None:
            raise NotFound("There is no such message.")
        if message.failed_at is None:
            raise WrongState("Only a message that was given up can be tried again.")
        Message.objects.filter(pk=message.pk).update(
            failed_at=None, attempts=0, due_at=Now(), swept_at=None
        )
        record_event(by=by, action="message tried again", thing=message, reason=message.last_error)
        transaction.on_commit(partial(nudge, str(message.pk)))
    message.refresh_from_db()
    return message


def _give_up_on_poison() -> None:
    """Messages whose worker died at the last attempt are shown to staff, not tried for ever."""
    from buddy_portal.outbox.delivery import give_up

    dead = Message.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=Now()),
        done_at=None,
        failed_at=None,
        attempts__gte=settings.OUTBOX_MOST_ATTEMPTS,
    )
    for message in dead[:50]:
        give_up(message, message.last_error or "The worker stopped at every attempt.")
