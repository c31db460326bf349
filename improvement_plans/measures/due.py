"""When the next figure of a measure is due. Pure; every date is a Europe/London day."""

from __future__ import annotations

import calendar
import datetime

from improvement_plans.models import Frequency

_DAYS = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}
# A figure of a month is known some days after its end.
GRACE = datetime.timedelta(days=7)


def next_date(day: datetime.date, frequency: Frequency) -> datetime.date:
    """The date after `day` in a series of this frequency; 31 January is followed by 28 February."""
    if frequency in _DAYS:
        return day + datetime.timedelta(days=_DAYS[frequency])
    months = day.month - 1 + _MONTHS[frequency]
    year, month = day.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    is_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return datetime.date(year, month, last if is_end and day.day >= 28 else min(day.day, last))


def next_due(
    last: datetime.date | None, frequency: Frequency, *, began: datetime.date
) -> datetime.date:
    """The date of the figure that comes next: one step after the last, or when following began."""
    return began if last is None else next_date(last, frequency)


def overdue_since(
    last: datetime.date | None,
    frequency: Frequency,
    *,
    began: datetime.date,
    on: datetime.date,
) -> datetime.date | None:
    """The date of the figure that should be there by now, or None where none is missing.

    A figure for a date counts the time up to the next one, and a week is given to find it out.
    """
    due = next_due(last, frequency, began=began)
    known_from = next_date(due, frequency) + GRACE
    return due if on >= known_from else None
