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
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from buddy_portal.outbox.jobs import Effect, Job, UnknownJob, job_named
from buddy_portal.outbox.models import Message
from buddy_portal.outbox.services import open_messages

logger = structlog.get_logger(__name__)
# Between tries the wait grows from seconds to an hour: a mail server may be away for that long.
LONGEST_WAIT = datetime.timedelta(hours=1)


def deliver(message_id: uuid.UUID | str) -> bool:
    """Do what one message asks for. Returns whether this call finished it."""
    message = claim(message_id)
    if message is None:
        return False
    with structlog.contextvars.bound_contextvars(job_id=str(message.pk)), _Heartbeat(message):
        try:
            effect = job_named(message.job).work(**message.payload)
            return finish(message, effect)
        except Exception as error:
            logger.exception("outbox_job_failed", job=message.job, attempt=message.attempts)
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
        # Kept here and not read again: after the commit another worker may hold the lease.
        message.lease_token = uuid.uuid4()
        message.attempts += 1
        Message.objects.filter(pk=message.pk).update(
            lease_token=message.lease_token,
            lease_until=_lease_end(),
            attempts=F("attempts") + 1,
        )
    return message


def finish(message: Message, effect: Effect | None) -> bool:
    """End the message and write its effect together; who lost the lease writes nothing."""
    kept = {key: value for key, value in message.payload.items() if key not in _forgotten(message)}
    with transaction.atomic():
        ended = _held(message).update(
            done_at=Now(), lease_until=None, lease_token=None, last_error="", payload=kept
        )
        if not ended:
            logger.warning("outbox_lease_lost", job=message.job)
            return False
        if effect is not None:
            effect()
    return True


def put_back(message: Message, error: str) -> None:
    """Let the message be tried again later, or give it up after the last attempt."""
    if message.attempts >= settings.OUTBOX_MOST_ATTEMPTS:
        give_up(message, error)
        return
    wait = min(datetime.timedelta(seconds=4**message.attempts / 2), LONGEST_WAIT)
    _held(message).update(
        lease_until=None,
        lease_token=None,
        swept_at=None,
        due_at=Now() + wait,
        last_error=error[:2000],
    )


def give_up(message: Message, error: str) -> None:
    """Stop trying; whoever asked for the job is told by its own `gave_up`.

    A `gave_up` that fails itself must not keep the message open for ever, nor stop the sweep.
    """
    with transaction.atomic():
        if not _held(message).update(
            failed_at=Now(), lease_until=None, lease_token=None, last_error=error[:2000]
        ):
            return
        job = _job_of(message)
        if job is None or job.gave_up is None:
            return
        try:
            with transaction.atomic():
                job.gave_up(error=error, **message.payload)
        except Exception:
            logger.exception("outbox_gave_up_failed", job=message.job)


def _held(message: Message) -> QuerySet[Message]:
    """The message, if this holder of it still is the one."""
    return Message.objects.filter(
        pk=message.pk, lease_token=message.lease_token, done_at=None, failed_at=None
    )


def _job_of(message: Message) -> Job | None:
    try:
        return job_named(message.job)
    except UnknownJob:
        return None


def _forgotten(message: Message) -> tuple[str, ...]:
    job = _job_of(message)
    return job.forget if job else ()


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
        try:
            while not self.stopped.wait(settings.OUTBOX_LEASE_SECONDS / 3):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            close_old_connections()
            _held(self.message).update(lease_until=_lease_end())
        except Exception:
            logger.warning("outbox_heartbeat_failed", job=self.message.job)
