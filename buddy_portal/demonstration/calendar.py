"""The demonstration's days, all counted from the day it is loaded.

A survey asks patients of two months, once a year, and is published in the fourth month. A scheme
follows its baseline at once and ends before the next survey begins, so that the follow-up is a
clean one. Today lies in the fourth month of the current scheme's six.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

Day = datetime.date
# Months from the month of today in which the patients of the newest published survey were treated.
NEWEST_SAMPLE = -9
MONTHS_A_YEAR = 12


def month_start(today: Day, months: int) -> Day:
    """The first day of the month so many months from today's."""
    count = today.year * MONTHS_A_YEAR + today.month - 1 + months
    return Day(count // MONTHS_A_YEAR, count % MONTHS_A_YEAR + 1, 1)


def month_end(today: Day, months: int) -> Day:
    """The last day of the month so many months from today's."""
    first = month_start(today, months)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


@dataclass(frozen=True)
class SurveyDays:
    """One round of the survey."""

    sample_from: Day
    sample_to: Day
    published_on: Day

    @property
    def year(self) -> int:
        return self.sample_from.year


def survey_days(today: Day, *, years_ago: int) -> SurveyDays:
    """The newest published round is 0 years ago; -1 is the one that is still to come."""
    first = NEWEST_SAMPLE - MONTHS_A_YEAR * years_ago
    return SurveyDays(
        sample_from=month_start(today, first),
        sample_to=month_end(today, first + 1),
        published_on=month_start(today, first + 3) + datetime.timedelta(days=8),
    )


def scheme_phases(today: Day, *, years_ago: int) -> dict[str, Day]:
    """The phases of the scheme that follows the survey of so many years ago."""
    first = NEWEST_SAMPLE - MONTHS_A_YEAR * years_ago
    return {
        "volunteering_from": month_start(today, first + 3) + datetime.timedelta(days=13),
        "volunteering_to": month_end(today, first + 4),
        "pairing_from": month_start(today, first + 5),
        "pairing_to": month_end(today, first + 5),
        "implementation_from": month_start(today, first + 6),
        "implementation_to": month_end(today, first + 11),
        "evaluation_from": month_start(today, first + 15) + datetime.timedelta(days=8),
        "evaluation_to": month_end(today, first + 17),
        "publish_by": month_end(today, first + 17),
    }
