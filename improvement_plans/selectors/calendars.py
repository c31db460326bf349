"""Reading a person's calendar, by themselves and by its secret address."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.calendars.entries import entries_for
from improvement_plans.calendars.feed import feed_bytes
from improvement_plans.models import CalendarLink

CALENDAR_NAME = "Buddy scheme"


def link_of(user: User) -> CalendarLink | None:
    """The person's own calendar address, where they made one."""
    return CalendarLink.objects.filter(user=user).first()


def calendar_address(link: CalendarLink) -> str:
    """The whole address, as a calendar program takes it."""
    return f"{settings.PORTAL_URL}{reverse('calendar_feed', args=[link.token])}"


def calendar_behind(token: uuid.UUID, *, on: datetime.date) -> bytes:
    """The calendar of whoever made this address, with what they may see today; or NotFound."""
    link = CalendarLink.objects.filter(token=token, user__is_active=True).select_related("user")
    found = link.first()
    if found is None:
        raise NotFound("There is no such calendar, or its owner has closed it.")
    return feed_bytes(
        entries_for(access_of(found.user, on=on), on=on, portal=settings.PORTAL_URL),
        name=CALENDAR_NAME,
        host=settings.PORTAL_URL.split("//")[-1].split(":")[0],
        made_at=timezone.now().replace(microsecond=0),
    )
