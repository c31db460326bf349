"""Reading recommendations to Cancer Alliances."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.listening.states import HAS_HAPPENED
from improvement_plans.models import EngagementEvent, Recommendation
from improvement_plans.selectors.engagement import events_visible_to
from trusts.models import Trust

MOST_EVENTS = 500


def alliances() -> list[str]:
    """The alliances that trusts belong to, by name."""
    named = Trust.objects.exclude(alliance="").order_by("alliance")
    return list(named.values_list("alliance", flat=True).distinct())


def recommendations_visible_to(access: Access) -> QuerySet[Recommendation]:
    """The programme sees all; a trust's people those to their own alliance."""
    found = Recommendation.objects.select_related("scheme", "event")
    if access.may_in_programme(Permission.SEE_PLANS):
        return found
    own = Trust.objects.filter(ods_code__in=access.trusts_where(Permission.SEE_PLANS))
    return found.filter(alliance__in=own.exclude(alliance="").values("alliance"))


def recommendation_visible_to(access: Access, recommendation_id: int) -> Recommendation:
    """One recommendation, or NotFound."""
    found = recommendations_visible_to(access).filter(pk=recommendation_id).first()
    if found is None:
        raise NotFound("There is no such recommendation.")
    return found


def recommendations_of_event(access: Access, event: EngagementEvent) -> QuerySet[Recommendation]:
    """What was recommended because of an event, as far as the person sees recommendations."""
    return recommendations_visible_to(access).filter(event=event)


def events_to_trace(access: Access) -> list[EngagementEvent]:
    """The events at which a recommendation may have come up, newest first."""
    held = events_visible_to(access).filter(state__in=HAS_HAPPENED)
    return list(held.order_by("-on", "-pk")[:MOST_EVENTS])


def events_seen(access: Access, found: Iterable[Recommendation]) -> frozenset[int]:
    """Keys of the events of these recommendations that the person sees. One query."""
    named = {each.event_id for each in found if each.event_id}
    if not named:
        return frozenset()
    return frozenset(events_visible_to(access).filter(pk__in=named).values_list("pk", flat=True))


def unanswered(access: Access, *, on: datetime.date) -> QuerySet[Recommendation]:
    """Recommendations whose answer is late, for the programme's leads."""
    if not access.may_in_programme(Permission.APPROVE_PLANS):
        return Recommendation.objects.none()
    late = Recommendation.objects.filter(answer="", answer_by__lt=on)
    return late.order_by("answer_by")
