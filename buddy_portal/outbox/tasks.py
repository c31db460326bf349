"""Celery's side of the outbox."""

from celery import shared_task
from django.conf import settings

from buddy_portal.outbox import services
from buddy_portal.outbox.delivery import deliver


# Both use the default queue. Nothing is retried by Celery: the sweep hands out what is open.
@shared_task(name="outbox.deliver_message", time_limit=settings.CELERY_TASK_TIME_LIMIT)
def deliver_message(*, message_id: str) -> None:
    deliver(message_id)


@shared_task(name="outbox.sweep", soft_time_limit=110, time_limit=120)
def sweep_outbox() -> None:
    services.sweep()
