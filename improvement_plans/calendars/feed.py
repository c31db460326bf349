"""Whole days as an iCalendar file (RFC 5545). Pure: entries go in, bytes come out.

A day has no time, so no clock change moves it. Nothing in it blocks a person's diary.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//Buddy scheme portal//Plans//EN"
READ_AGAIN = datetime.timedelta(hours=6)


@dataclass(frozen=True)
class DayEntry:
    """One entry. `key` stays the same while its day moves; both days belong to it."""

    key: str
    title: str
    first_day: datetime.date
    last_day: datetime.date
    address: str
    note: str = ""


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

    event = icalendar.Event.new(
        uid=f"{entry.key}@{host}",
        stamp=made_at.astimezone(datetime.UTC),
        start=entry.first_day,
        end=entry.last_day + datetime.timedelta(days=1),  # the end is the first day after
        summary=entry.title,
        description="\n".join(part for part in (entry.note, entry.address) if part),
        url=entry.address,
    )
    event.add("TRANSP", "TRANSPARENT")
    return event
