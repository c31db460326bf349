"""Working days in England: Monday to Friday without bank holidays, worked out for any year.

A day that is proclaimed for one year only (a coronation, a jubilee) is not known here and counts
as a working day, so that a time limit never ends later than the page says.
"""

from __future__ import annotations

import datetime
from functools import cache

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)
MONDAY, SATURDAY = 0, 5


def add_working_days(day: Day, count: int) -> Day:
    """The working day that lies `count` working days after `day`, which is not counted itself."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def subtract_working_days(day: Day, count: int) -> Day:
    """The working day that lies `count` working days before `day`."""
    while count > 0:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day


def is_working_day(day: Day) -> bool:
    """Whether offices in England are open."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[Day]:
    """The bank holidays of England and Wales, with the days put in place of those at weekends."""
    easter = easter_sunday(year)
    return frozenset(
        {
            _first_weekday(Day(year, 1, 1)),
            easter - 2 * ONE_DAY,
            easter + ONE_DAY,
            _first_monday(Day(year, 5, 1)),
            _first_monday(Day(year, 5, 25)),
            _first_monday(Day(year, 8, 25)),
            *_christmas(year),
        }
    )


def easter_sunday(year: int) -> Day:
    """Easter in the Gregorian calendar, by the tables of golden numbers and epacts.

    Source: the rules of the Calendar (New Style) Act 1750, in the usual arithmetic form.
    """
    century, golden = year // 100, year % 19
    solar = century - century // 4
    lunar = (8 * century + 13) // 25
    moon = (19 * golden + solar - lunar + 15) % 30
    moon -= (moon + golden // 11) // 29
    sunday = (year + year // 4 + moon + 2 - solar) % 7
    return Day(year, 3, 28) + (moon - sunday) * ONE_DAY


def _christmas(year: int) -> tuple[Day, Day]:
    """Christmas and Boxing Day; where one falls on a weekend, a day of the week after instead."""
    first, second = Day(year, 12, 25), Day(year, 12, 26)
    if first.weekday() >= SATURDAY:
        return Day(year, 12, 27), Day(year, 12, 28) if first.weekday() == SATURDAY else second
    return first, Day(year, 12, 28) if second.weekday() == SATURDAY else second


def _first_weekday(day: Day) -> Day:
    while day.weekday() >= SATURDAY:
        day += ONE_DAY
    return day


def _first_monday(day: Day) -> Day:
    return day + ((MONDAY - day.weekday()) % 7) * ONE_DAY
