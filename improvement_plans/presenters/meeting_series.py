"""Standing schedules in words. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.meetings.standing import rhythm_words
from improvement_plans.models import Meeting, MeetingSeries, MeetingState
from improvement_plans.presenters.actions import Partners, named
from improvement_plans.selectors.meeting_series import next_uncalled, standing_of

MOST_DATES = 6


def series_table(found: Iterable[MeetingSeries], *, on: datetime.date) -> Table:
    """The schedules with the next meeting of each; one that is called counts."""
    return Table(
        caption="Standing schedules",
        columns=[Column("Meetings"), Column("How often"), Column("Next"), Column("Chair")],
        rows=[
            Row(
                [
                    Cell(
                        each.title,
                        href=reverse("series", args=[each.pk]),
                        note=f"{each.get_kind_display()}. {whose(each)}",
                        strong=True,
                    ),
                    often_words(each),
                    Cell(*_next(each, on)),
                    each.chair,
                ]
            )
            for each in found
        ],
        empty="No schedules here.",
    )


def _next(series: MeetingSeries, on: datetime.date) -> tuple[str, str, str]:
    """The next day, the way to its meeting where it is called, and whether it is."""
    ahead = [each for each in series.meetings.all() if each.on >= on]
    called = sorted((each for each in ahead if each.state == MeetingState.CALLED), key=_day)
    free = next_uncalled(series, since=on, most=1)
    if called and (not free or called[0].on < free[0]):
        return dates.day(called[0].on), reverse("meeting", args=[called[0].pk]), "Called"
    return (dates.day(free[0]), "", "Not called yet") if free else ("It has ended", "", "")


def _day(meeting: Meeting) -> datetime.date:
    return meeting.on


def often_words(series: MeetingSeries) -> str:
    """ "The first Tuesday of every month, 9am"."""
    often = rhythm_words(standing_of(series))
    return f"{often[:1].upper()}{often[1:]}, {dates.clock(series.at)}"


def whose(series: MeetingSeries) -> str:
    """The trust, or the programme with its scheme."""
    return str(series.trust.name) if series.trust else f"The programme: {series.scheme}"


def series_facts(series: MeetingSeries) -> list[tuple[str, str]]:
    """What stands beside a schedule."""
    return [
        ("How often", often_words(series)),
        ("From", dates.day(series.begins_on)),
        ("Until", dates.day(series.ends_on) if series.ends_on else "No last day"),
        ("How long", counted(series.lasts, "minute")),
        ("Place", series.place or "No place named"),
        ("Chair", series.chair),
        ("Whose", whose(series)),
    ]


def date_lines(ahead: Sequence[datetime.date], series: MeetingSeries) -> list[str]:
    """The next dates for which no meeting is called."""
    return [f"{dates.weekday(day)}, {dates.clock(series.at)}" for day in ahead]


def called_lines(series: MeetingSeries) -> list[tuple[str, str, str]]:
    """The meetings of the schedule, newest first: day, address, state."""
    found = sorted(series.meetings.all(), key=_day, reverse=True)
    return [
        (dates.weekday(each.on), reverse("meeting", args=[each.pk]), each.get_state_display())
        for each in found
    ]


def people_names(series: MeetingSeries, names: Partners) -> list[str]:
    """Who is asked, by name."""
    return sorted(named(each, names) for each in series.people.all())


def next_words(ahead: Sequence[datetime.date], series: MeetingSeries) -> str:
    """Which meeting is called next, and with whom."""
    if not ahead:
        return "This schedule has no more dates."
    day = dates.weekday(ahead[0])
    return (
        f"{series.title} on {day}, {dates.clock(series.at)}, with the people of the schedule and "
        "all plans that are under way."
    )
