"""Dates and times as pages write them, in the time of London."""

from __future__ import annotations

import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils import timezone

MISSING = "-"
LONDON = ZoneInfo("Europe/London")
# The portal speaks one language, whatever the locale of its machine; pages write dates by the
# hundred.
MONTHS = (
    *("", "January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Moment = TypeVar("Moment", datetime.date, datetime.datetime)


def day(value: datetime.date | datetime.datetime | None) -> str:
    """ "9 February 2015"."""
    if value is None:
        return MISSING
    local = _local(value)
    return f"{local.day} {MONTHS[local.month]} {local.year}"


def weekday(value: datetime.date | datetime.datetime | None) -> str:
    """ "Thursday 16 April 2015"."""
    return MISSING if value is None else f"{WEEKDAYS[_local(value).weekday()]} {day(value)}"


def short_day(value: datetime.date | datetime.datetime | None) -> str:
    """ "16 April": where the year is plain from the page."""
    if value is None:
        return MISSING
    local = _local(value)
    return f"{local.day} {MONTHS[local.month]}"


def clock(value: datetime.datetime | datetime.time | None) -> str:
    """ "2:30pm", "1pm", "midday", "midnight"."""
    if value is None:
        return MISSING
    if isinstance(value, datetime.datetime):
        value = _local(value).time()
    if (value.hour, value.minute) in {(0, 0), (12, 0)}:
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'pm' if value.hour >= 12 else 'am'}"


def moment(value: datetime.datetime | None) -> str:
    """ "9 February 2015 at 2:30pm"."""
    return MISSING if value is None else f"{day(value)} at {clock(value)}"


def machine_date(value: datetime.date | datetime.datetime) -> str:
    """ "2015-02-09", for the datetime attribute of <time> and the like."""
    return _local(value).strftime("%Y-%m-%d")


def _local(value: Moment) -> Moment:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return value.astimezone(LONDON)
    return value
