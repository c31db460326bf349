"""Reading standing schedules and their next dates."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.meetings import rules
from improvement_plans.meetings.standing import Standing, next_dates
from improvement_plans.models import Meeting, MeetingSeries, Rhythm, Weekday, WeekOfMonth

# A year of monthly meetings: what could have been called already ahead of time.
MOST_CALLED = 12


def standing_of(series: MeetingSeries) -> Standing:
    """The schedule of a stored series."""
    return Standing(
        rhythm=Rhythm(series.rhythm),
        every=series.every,
        begins_on=series.begins_on,
        ends_on=series.ends_on,
        week=None if series.week is None else WeekOfMonth(series.week),
        weekday=None if series.weekday is None else Weekday(series.weekday),
    )


def series_visible_to(access: Access) -> QuerySet[MeetingSeries]:
    """The programme sees all; a trust's people its own."""
    found = MeetingSeries.objects.select_related("trust", "scheme").order_by("title", "pk")
    if access.may_in_programme(Permission.SEE_PLANS):
        return found
    return found.filter(trust__ods_code__in=access.trusts_where(Permission.SEE_PLANS))


def one_series_visible_to(access: Access, series_id: int) -> MeetingSeries:
    """One schedule, or NotFound."""
    found = series_visible_to(access).prefetch_related("people").filter(pk=series_id).first()
    if found is None:
        raise NotFound("There is no such schedule, or it is not one of yours.")
    return found


def series_to_keep(access: Access, series_id: int) -> MeetingSeries:
    """One schedule that this person may change; NotFound or NotAllowed otherwise."""
    found = one_series_visible_to(access, series_id)
    rules.keep_meetings.require(access, rules.Side.of(found))
    return found


def next_uncalled(series: MeetingSeries, *, since: datetime.date, most: int) -> list[datetime.date]:
    """The next dates of a schedule for which no meeting has been called."""
    called = {each.on for each in series.meetings.all()}
    ahead = next_dates(standing_of(series), since=since, most=most + MOST_CALLED)
    return [day for day in ahead if day not in called][:most]


def own_series(access: Access, *, on: datetime.date) -> list[MeetingSeries]:
    """The schedules that run on and that this person is asked to, while they belong there."""
    running = Q(ends_on=None) | Q(ends_on__gte=on)
    ahead = Prefetch("meetings", Meeting.objects.filter(on__gte=on))
    found = series_visible_to(access).filter(running, people=access.user_id or 0)
    return list(found.prefetch_related(ahead))


def series_with_dates(access: Access, *, on: datetime.date) -> list[MeetingSeries]:
    """The schedules that a person sees, with the meetings that are called: two queries."""
    ahead = Prefetch("meetings", Meeting.objects.filter(on__gte=on))
    return list(series_visible_to(access).prefetch_related(ahead))
