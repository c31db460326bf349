"""Opening, renewing and closing the secret address of a person's calendar."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from improvement_plans.models import CalendarLink


def renew_calendar(*, by: User) -> CalendarLink:
    """Give a person's calendar a new address; an old one stops working at once."""
    with transaction.atomic():
        link, is_new = CalendarLink.objects.update_or_create(
            user=by, defaults={"token": uuid.uuid4(), "made_at": timezone.now()}
        )
        action = "calendar address made" if is_new else "calendar address renewed"
        record_event(by=by, action=action, thing=link)
    return link


def close_calendar(*, by: User) -> None:
    """Close a person's calendar: its address stops working at once."""
    with transaction.atomic():
        for link in CalendarLink.objects.select_for_update().filter(user=by):
            record_event(by=by, action="calendar closed", thing=link)
            link.delete()
