"""The audit trail, narrowed to what somebody looks for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound


@dataclass(frozen=True)
class TrailFilter:
    """What the trail is narrowed to; blank means all. Both days belong to the span."""

    who: str = ""
    what: str = ""
    thing: str = ""
    trust_code: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


def events_visible_to(
    access: Access, *, wanted: TrailFilter = TrailFilter()
) -> QuerySet[AuditEvent]:
    """Events, the newest first. Only roles of the programme read the trail."""
    events = AuditEvent.objects.order_by("-at", "-id")
    if not access.may_in_programme(Permission.SEE_AUDIT):
        return events.none()
    if wanted.who:
        events = events.filter(actor__icontains=wanted.who)
    if wanted.what:
        events = events.filter(action=wanted.what)
    if wanted.thing:
        events = events.filter(
            Q(object_name__icontains=wanted.thing) | Q(object_kind__icontains=wanted.thing)
        )
    if wanted.trust_code:
        events = events.filter(trust_code=wanted.trust_code)
    if wanted.first_day:
        events = events.filter(at__gte=_start_of(wanted.first_day))
    if wanted.last_day:
        events = events.filter(at__lt=_start_of(wanted.last_day + datetime.timedelta(days=1)))
    return events


def event_visible_to(access: Access, event_id: int) -> AuditEvent:
    event = events_visible_to(access).filter(pk=event_id).first()
    if event is None:
        raise NotFound("There is no such event.")
    return event


def is_longer_than(events: QuerySet[AuditEvent], most: int) -> bool:
    """Whether there are more events than that, without counting them all."""
    return events[most : most + 1].exists()


def kinds_of_action() -> list[str]:
    """Every kind of action in the trail, by name, for the filter."""
    return list(AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct())


def _start_of(day: datetime.date) -> datetime.datetime:
    """Midnight in London at the start of the day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
