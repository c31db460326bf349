"""A worker's side of the outbox: claim by lease, work, finish in one transaction.

A killed, frozen or doubled worker changes nothing: only the holder of the current lease token can
finish a message, and the effect of the work is written in the same transaction as the finish.
"""

from __future__ import annotations

import datetime
import threading
import uuid

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from buddy_portal.outbox.jobs import Effect, job_named
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.services import open_messages

logger = structlog.get_logger(__name__)


def deliver(message_id: uuid.UUID | str) -> bool:
    """Do what one message asks for. Returns whether this call finished it."""
    message = claim(message_id)
    if message is None:
        return False
    structlog.contextvars.bind_contextvars(job_id=str(message.pk))
    with _Heartbeat(message):
        try:
            effect = job_named(message.job).work(**message.payload)
            return finish(message, effect)
        except Exception as error:
            logger.exception("outbox_job_failed", job=message.job)
            put_back(message, f"{type(error).__name__}: {error}")
            return False


def claim(message_id: uuid.UUID | str) -> Message | None:
    """Take the lease of an open message, or nothing when another worker has it."""
    with transaction.atomic():
        message = (
            open_messages()
            .select_for_update(skip_locked=True, no_key=True)
            .filter(pk=message_id)
            .first()
        )
        if message is None:
            return None
        token = uuid.uuid4()
        Message.objects.filter(pk=message.pk).update(
            lease_token=token, lease_until=_lease_end(), attempts=F("attempts") + 1
        )
    message.refresh_from_db()
    return message


def finish(message: Message, effect: Effect | None) -> bool:
    """End the message and write its effect together; who lost the lease writes nothing."""
    with transaction.atomic():
        ended = Message.objects.filter(
            pk=message.pk, lease_token=message.lease_token, done_at=None
        ).update(done_at=Now(), lease_until=None, last_error="")
        if not ended:
            return False
        if effect is not None:
            effect()
    return True


def put_back(message: Message, error: str) -> None:
    """Let the message be tried again a little later, or give it up after the last attempt."""
    if message.attempts >= settings.OUTBOX_MOST_ATTEMPTS:
        give_up(message, error)
        return
    wait = datetime.timedelta(seconds=min(2**message.attempts, 300))
    Message.objects.filter(pk=message.pk, lease_token=message.lease_token, done_at=None).update(
        lease_until=None, lease_token=None, due_at=Now() + wait, last_error=error[:2000]
    )


def give_up(message: Message, error: str) -> None:
    """Stop trying; whoever asked for the job is told by its own `gave_up`."""
    with transaction.atomic():
        ended = Message.objects.filter(pk=message.pk, done_at=None, failed_at=None).update(
            failed_at=Now(), lease_until=None, last_error=error[:2000]
        )
        job = job_named(message.job)
        if ended and job.gave_up is not None:
            job.gave_up(error=error, **message.payload)


def _lease_end() -> object:
    return Now() + datetime.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


class _Heartbeat:
    """Renews the lease from a thread of its own while the work goes on."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.stopped.set()
        self.thread.join(timeout=5)

    def _beat(self) -> None:
        while not self.stopped.wait(settings.OUTBOX_LEASE_SECONDS / 3):
            try:
                close_old_connections()
                Message.objects.filter(
                    pk=self.message.pk, lease_token=self.message.lease_token, done_at=None
                ).update(lease_until=_lease_end())
            except Exception:
                logger.warning("outbox_heartbeat_failed")
        connection.close()
