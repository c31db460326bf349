"""The file that a calendar program reads: valid, escaped, folded, whole days."""

import dataclasses
import datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement_plans.calendars.feed import DayEntry, feed_bytes

NOW = datetime.datetime(2015, 4, 16, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2016, 2, 29)
ADDRESS = "https://portal.example.org/actions/1/"


def made(*entries):
    return feed_bytes(entries, name="Buddy scheme", host="portal.example.org", made_at=NOW)


def entry(title="Due: contact card", first=DAY, last=DAY, key="action-1", note=""):
    return DayEntry(key, title, first, last, ADDRESS, note)


def test_a_whole_day_ends_on_the_day_after_and_has_no_time():
    lines = made(entry()).decode().splitlines()
    assert "DTSTART;VALUE=DATE:20160229" in lines
    assert "DTEND;VALUE=DATE:20160301" in lines
    assert "UID:action-1@portal.example.org" in lines
    assert "DTSTAMP:20150416T120000Z" in lines
    assert "TRANSP:TRANSPARENT" in lines


def test_a_phase_holds_both_its_days_over_a_clock_change():
    phase = entry(first=datetime.date(2015, 3, 28), last=datetime.date(2015, 3, 30))
    (event,) = icalendar.Calendar.from_ical(made(phase)).walk("VEVENT")
    assert event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(days=3)


LAST = datetime.date.max


@pytest.mark.parametrize("first", [LAST, LAST - datetime.timedelta(days=1), DAY])
def test_the_last_day_of_all_costs_nobody_their_other_dates(first):
    content = made(entry(first=first, last=LAST), entry(key="action-2"))
    found = {
        str(each["UID"]): each for each in icalendar.Calendar.from_ical(content).walk("VEVENT")
    }
    assert found["action-1@portal.example.org"].decoded("DTSTART") == first
    assert "action-2@portal.example.org" in found


def test_a_meeting_past_the_last_minute_of_all_ends_with_it():
    late = dataclasses.replace(entry(first=LAST, last=LAST), at=datetime.time(23, 30), lasts=60)
    (event,) = icalendar.Calendar.from_ical(made(late)).walk("VEVENT")
    assert event.decoded("DTEND").date() == LAST


def test_signs_with_a_meaning_are_escaped_and_read_back():
    title = "Ring, then write; C:\\cards\nBEGIN:VEVENT"
    content = made(entry(title=title))
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == title


def test_long_lines_are_folded_at_75_bytes_and_end_with_both_signs():
    content = made(entry(title="Übergabe 👍 " * 40, note="x" * 300))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_calendar_without_dates_still_holds_something():
    book = icalendar.Calendar.from_ical(made())
    assert book.walk("VEVENT") == []
    assert book.subcomponents


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_title_is_read_back_as_it_was_written(title):
    (event,) = icalendar.Calendar.from_ical(made(entry(title=f"Due: {title}"))).walk("VEVENT")
    assert str(event["SUMMARY"]) == f"Due: {title}"
