"""Working days in England: bank holidays as published on GOV.UK."""

import datetime

import pytest

from evaluation.working_days import (
    add_working_days,
    bank_holidays,
    easter_sunday,
    is_working_day,
    subtract_working_days,
)

Day = datetime.date


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2015, Day(2015, 4, 5)),
        (2016, Day(2016, 3, 27)),
        (2024, Day(2024, 3, 31)),
        (2025, Day(2025, 4, 20)),
        (2026, Day(2026, 4, 5)),
        (2038, Day(2038, 4, 25)),
    ],
)
def test_easter_falls_where_the_calendar_says(year, day):
    assert easter_sunday(year) == day


# GOV.UK, "UK bank holidays", England and Wales.
@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2016, ["01-01", "03-25", "03-28", "05-02", "05-30", "08-29", "12-26", "12-27"]),
        (2021, ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2025, ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]),
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
    ],
)
def test_bank_holidays_are_the_published_ones(year, days):
    assert {f"{day:%m-%d}" for day in bank_holidays(year)} == set(days)


def test_a_new_year_s_day_at_the_weekend_gives_the_monday():
    assert Day(2022, 1, 3) in bank_holidays(2022)


def test_ten_working_days_skip_weekends_and_easter():
    assert add_working_days(Day(2026, 3, 30), 10) == Day(2026, 4, 15)


def test_going_back_undoes_going_forward():
    start = Day(2026, 12, 21)
    assert subtract_working_days(add_working_days(start, 10), 10) == start


def test_a_saturday_is_no_working_day():
    assert not is_working_day(Day(2026, 11, 21))
