"""Days and meetings as an iCalendar file (RFC 5545). Pure: entries go in, bytes come out.

A whole day has no time, so no clock change moves it, and it blocks nobody's diary. A meeting has a
London time; it is written in universal time, worked out for its own day, and blocks the diary.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//Buddy scheme portal//Plans//EN"
LONDON = ZoneInfo("Europe/London")
READ_AGAIN = datetime.timedelta(hours=6)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class DayEntry:
    """One entry. `key` stays the same while its day moves; both days belong to it."""

    key: str
    title: str
    first_day: datetime.date
    last_day: datetime.date
    address: str
    note: str = ""
    at: datetime.time | None = None
    """The London time of a meeting; None for whole days."""
    lasts: int = 0
    """How many minutes a meeting lasts."""
    place: str = ""


def feed_bytes(
    entries: Iterable[DayEntry], *, name: str, host: str, made_at: datetime.datetime
) -> bytes:
    """The calendar. `host` makes the entries' names unique in the world, as RFC 7986 asks."""
    import icalendar  # loaded when somebody's calendar is read, not when the portal starts

    book = icalendar.Calendar.new(name=name, prodid=PRODUCT, refresh_interval=READ_AGAIN)
    book.add("X-WR-CALNAME", name)  # the same for programs older than RFC 7986
    listed = sorted(entries, key=lambda each: (each.first_day, each.key))
    for entry in listed:
        book.add_component(_event(entry, host, made_at))
    if not listed:  # a calendar must hold something (RFC 5545, 3.6)
        book.add_component(icalendar.Timezone.from_tzid("Europe/London"))
    return bytes(book.to_ical())


def _event(entry: DayEntry, host: str, made_at: datetime.datetime) -> icalendar.Event:
    import icalendar

    start, end = _times(entry)
    event = icalendar.Event.new(
        uid=f"{entry.key}@{host}",
        stamp=made_at.astimezone(datetime.UTC),
        start=start,
        end=end,
        summary=entry.title,
        description="\n".join(part for part in (entry.note, entry.address) if part),
        url=entry.address,
    )
    event.add("TRANSP", "OPAQUE" if entry.at else "TRANSPARENT")
    if entry.place:
        event.add("LOCATION", entry.place)
    return event


def _times(entry: DayEntry) -> tuple[datetime.date, datetime.date | None]:
    """Whole days, whose end is the first day after; or two moments.

    The last day of all has none after it. Without an end, an entry lasts its one day (RFC 5545,
    3.6.1), so that one slip in a year does not cost somebody all their other dates.
    """
    if entry.at is None:
        after = min(entry.last_day, datetime.date.max - ONE_DAY) + ONE_DAY
        return entry.first_day, after if after > entry.first_day else None
    local = datetime.datetime.combine(entry.first_day, entry.at, tzinfo=LONDON)
    start = local.astimezone(datetime.UTC)
    left = datetime.datetime.max.replace(tzinfo=datetime.UTC) - start
    return start, start + min(datetime.timedelta(minutes=entry.lasts), left)
