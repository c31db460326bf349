"""What runs by itself about schemes and pairs."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="trusts.expire_proposals", soft_time_limit=110, time_limit=120)
def expire_proposals() -> None:
    """End unanswered proposals. Safe to run twice: an ended proposal is not looked at again."""
    from trusts.services import proposals

    proposals.expire_proposals(today=timezone.localdate())


@shared_task(name="trusts.send_reminders", soft_time_limit=110, time_limit=120)
def send_reminders() -> None:
    """Remind trusts and sponsors of days to come. Safe to run twice: each is written once."""
    from trusts.services import reminders

    reminders.send_reminders(today=timezone.localdate())
