"""What runs by itself about schemes and pairs."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="trusts.expire_proposals", time_limit=120)
def expire_proposals() -> None:
    """End unanswered proposals. Safe to run twice: an ended proposal is not looked at again."""
    from trusts.services import proposals

    proposals.expire_proposals(today=timezone.localdate())
