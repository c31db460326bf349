"""The worker's part of the past: jobs are done at once, where nobody is waiting for them."""

from __future__ import annotations

from buddy_portal.outbox.delivery import deliver
from buddy_portal.outbox.models import Message


def do_waiting_jobs() -> None:
    """Do every job that has been asked for, as a worker would within seconds."""
    waiting = Message.objects.filter(done_at=None, failed_at=None).order_by("made_at")
    for message_id in list(waiting.values_list("pk", flat=True)):
        deliver(message_id)
