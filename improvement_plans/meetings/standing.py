"""The dates of a standing schedule: every four weeks, the first Tuesday of the month. Pure.

Days are London days; the time of a meeting is kept beside them, so no clock change moves either.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, takewhile

from improvement_plans.models import Rhythm, Weekday, WeekOfMonth

# A year before the calendar ends, so that the date after the last one can still be worked out.
LAST_DAY = datetime.date(datetime.MAXYEAR - 1, 12, 31)


@dataclass(frozen=True)
class Standing:
    """When meetings are held. `week` and `weekday` count where they are held by the month."""

    rhythm: Rhythm
    every: int
    begins_on: datetime.date
    ends_on: datetime.date | None = None
    week: WeekOfMonth | None = None
    weekday: Weekday | None = None


def next_dates(standing: Standing, *, since: datetime.date, most: int) -> list[datetime.date]:
    """The first dates of the schedule from a day on, that day included; fewer where it ends."""
    found: list[datetime.date] = []
    for day in _dates(standing, since):
        if len(found) == most:
            break
        if day >= since:
            found.append(day)
    return found


def is_date(standing: Standing, day: datetime.date) -> bool:
    """Whether the schedule has a meeting on this day."""
    return next_dates(standing, since=day, most=1) == [day]


def rhythm_words(standing: Standing) -> str:
    """ "every 4 weeks on Tuesday", "the first Tuesday of every month"."""
    every = standing.every
    if standing.rhythm is Rhythm.WEEKS:
        day = Weekday(standing.begins_on.weekday()).label
        return f"every week on {day}" if every == 1 else f"every {every} weeks on {day}"
    week = WeekOfMonth(standing.week).label.lower() if standing.week else ""
    weekday = Weekday(standing.weekday).label if standing.weekday is not None else ""
    months = "every month" if every == 1 else f"every {every} months"
    return f"the {week} {weekday} of {months}" if every == 1 else f"the {week} {weekday}, {months}"


def _dates(standing: Standing, since: datetime.date) -> Iterator[datetime.date]:
    end = min(standing.ends_on or LAST_DAY, LAST_DAY)
    if max(standing.begins_on, since) > end:
        return iter(())
    days = _by_weeks if standing.rhythm is Rhythm.WEEKS else _by_months
    return takewhile(lambda day: day <= end, days(standing, since))


def _by_weeks(standing: Standing, since: datetime.date) -> Iterator[datetime.date]:
    """Every so many weeks, counted from the first meeting; those long past are not walked."""
    step = 7 * standing.every
    gone = max((since - standing.begins_on).days // step, 0)
    for turn in count(gone):
        yield standing.begins_on + datetime.timedelta(days=step * turn)


def _by_months(standing: Standing, since: datetime.date) -> Iterator[datetime.date]:
    """A weekday of every so many months, counted from the month of the first meeting."""
    begins = standing.begins_on.year * 12 + standing.begins_on.month - 1
    months_gone = since.year * 12 + since.month - 1 - begins
    gone = max(months_gone // standing.every, 0)
    for turn in count(gone):
        year, month = divmod(begins + turn * standing.every, 12)
        day = _weekday_of_month(year, month + 1, standing)
        if day >= standing.begins_on:
            yield day


def _weekday_of_month(year: int, month: int, standing: Standing) -> datetime.date:
    weekday, week = int(standing.weekday or 0), int(standing.week or 1)
    length = calendar.monthrange(year, month)[1]
    if week == WeekOfMonth.LAST:
        last = datetime.date(year, month, length)
        return last - datetime.timedelta(days=(last.weekday() - weekday) % 7)
    first = datetime.date(year, month, 1)
    ahead = (weekday - first.weekday()) % 7
    return first + datetime.timedelta(days=ahead + 7 * (week - 1))
