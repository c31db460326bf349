"""Dates of standing schedules, against the rules of iCalendar worked out by another library."""

import datetime

import pytest
from dateutil import rrule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from improvement_plans.meetings.standing import Standing, is_date, next_dates, rhythm_words
from improvement_plans.models import Rhythm, Weekday, WeekOfMonth

BEGINS = datetime.date(2015, 2, 1)
# A busy machine draws slowly; the tests say nothing about speed.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(datetime.date(2014, 1, 1), datetime.date(2030, 12, 31))


def monthly(week, weekday, *, every=1, begins=BEGINS, ends=None):
    return Standing(Rhythm.MONTHS, every, begins, ends, WeekOfMonth(week), Weekday(weekday))


def weekly(every, begins=BEGINS, ends=None):
    return Standing(Rhythm.WEEKS, every, begins, ends)


def test_first_tuesday_of_the_month_across_the_clock_change_in_march():
    found = next_dates(monthly(1, 1), since=datetime.date(2015, 3, 4), most=3)
    assert [f"{day:%a %d %b}" for day in found] == ["Tue 07 Apr", "Tue 05 May", "Tue 02 Jun"]


def test_every_four_weeks_across_the_clock_change_in_october():
    found = next_dates(weekly(4, datetime.date(2015, 10, 6)), since=BEGINS, most=3)
    assert [f"{day:%a %d %b}" for day in found] == ["Tue 06 Oct", "Tue 03 Nov", "Tue 01 Dec"]


def test_last_friday_falls_on_the_leap_day():
    found = next_dates(monthly(-1, 3), since=datetime.date(2024, 2, 1), most=1)
    assert found == [datetime.date(2024, 2, 29)]


def test_day_asked_from_is_included_and_the_last_day_ends_the_schedule():
    standing = weekly(1, datetime.date(2015, 4, 7), datetime.date(2015, 4, 21))
    found = next_dates(standing, since=datetime.date(2015, 4, 14), most=9)
    assert [day.day for day in found] == [14, 21]
    assert is_date(standing, datetime.date(2015, 4, 21))
    assert not is_date(standing, datetime.date(2015, 4, 28))
    assert not is_date(standing, datetime.date(2015, 4, 15))


@pytest.mark.parametrize("begins", [BEGINS, datetime.date(9998, 12, 25), datetime.date.max])
@pytest.mark.parametrize("make", [weekly, lambda every, **when: monthly(1, 1, every=every, **when)])
@pytest.mark.parametrize("every", [1, 12])
def test_schedule_at_the_end_of_the_calendar_has_no_more_dates(make, every, begins):
    standing = make(every, begins=begins, ends=datetime.date.max)
    since = datetime.date(9998, 12, 1)
    assert len(next_dates(standing, since=since, most=99)) <= 5
    assert next_dates(standing, since=datetime.date.max, most=9) == []


@patient
@given(days, days, st.integers(1, 12))
def test_every_so_many_weeks_agrees_with_icalendar(begins, since, every):
    slow = rrule.rrule(rrule.WEEKLY, interval=every, dtstart=_midnight(begins), count=2000)
    expected = [moment.date() for moment in slow if moment.date() >= since][:4]
    assert next_dates(weekly(every, begins), since=since, most=4)[: len(expected)] == expected


@patient
@given(
    days,
    days,
    st.integers(1, 12),
    st.sampled_from(list(WeekOfMonth)),
    st.sampled_from(list(Weekday)),
)
def test_weekday_of_the_month_agrees_with_icalendar(begins, since, every, week, weekday):
    nth = rrule.weekday(int(weekday), int(week))
    slow = rrule.rrule(
        rrule.MONTHLY, interval=every, byweekday=nth, dtstart=_midnight(begins), count=300
    )
    expected = [moment.date() for moment in slow if moment.date() >= since][:4]
    standing = monthly(week, weekday, every=every, begins=begins)
    assert next_dates(standing, since=since, most=4)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (weekly(1, datetime.date(2015, 4, 7)), "every week on Tuesday"),
        (weekly(4, datetime.date(2015, 4, 7)), "every 4 weeks on Tuesday"),
        (monthly(1, 1), "the first Tuesday of every month"),
        (monthly(-1, 4, every=3), "the last Friday, every 3 months"),
    ],
)
def test_schedule_in_words(standing, words):
    assert rhythm_words(standing) == words


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time())
