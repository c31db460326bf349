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
    return nth_date(day, frequency, 1)


def nth_date(first: datetime.date, frequency: Frequency, number: int) -> datetime.date:
    """The date `number` steps after `first`; a series on the last of a month stays on it."""
    if frequency in _DAYS:
        return first + datetime.timedelta(days=_DAYS[frequency] * number)
    months = first.month - 1 + _MONTHS[frequency] * number
    year, month = first.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    is_last = first.day == calendar.monthrange(first.year, first.month)[1]
    return datetime.date(year, month, last if is_last else min(first.day, last))


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
