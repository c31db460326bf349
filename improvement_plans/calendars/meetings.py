"""The meetings of one person for their calendar: those that are called, and the dates after them.

No agenda, no decisions: whoever has the address of a calendar can read it.
"""

from __future__ import annotations

import datetime

from django.urls import reverse

from buddy_portal.accounts.access import Access
from improvement_plans.calendars.feed import DayEntry
from improvement_plans.models import Meeting, MeetingSeries
from improvement_plans.selectors.meeting_series import next_uncalled, own_series
from improvement_plans.selectors.meetings import own_meetings_ahead

MOST_DATES = 6


def meeting_entries(access: Access, *, on: datetime.date) -> list[DayEntry]:
    """Meetings that the person is asked to, and the next dates of their standing schedules."""
    entries = [_called(each) for each in own_meetings_ahead(access, on=on)]
    for series in own_series(access, on=on):
        days = next_uncalled(series, since=on, most=MOST_DATES)
        entries += [_standing(series, day) for day in days]
    return entries


def _called(meeting: Meeting) -> DayEntry:
    key = f"meeting-{meeting.pk}"
    if meeting.series_id is not None:  # the date of the schedule becomes the meeting
        key = _key(meeting.series_id, meeting.on)
    address = reverse("meeting", args=[meeting.pk])
    return DayEntry(
        key,
        meeting.title,
        meeting.on,
        meeting.on,
        address,
        meeting.get_kind_display(),
        at=meeting.at,
        lasts=meeting.lasts,
        place=meeting.place,
    )


def _standing(series: MeetingSeries, day: datetime.date) -> DayEntry:
    return DayEntry(
        _key(series.pk, day),
        series.title,
        day,
        day,
        reverse("series", args=[series.pk]),
        f"{series.get_kind_display()}. Not called yet.",
        at=series.at,
        lasts=series.lasts,
        place=series.place,
    )


def _key(series_id: int, day: datetime.date) -> str:
    return f"series-{series_id}-{day:%Y-%m-%d}"
