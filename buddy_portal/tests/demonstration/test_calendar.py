import datetime

import pytest

from buddy_portal.demonstration.calendar import (
    month_end,
    month_start,
    scheme_phases,
    survey_days,
)
from trusts.sample_window import Standing, sample_window_verdict
from trusts.services.schemes import phase_problems

EVERY_DAY = [datetime.date(2027, 1, 1) + datetime.timedelta(days=n) for n in range(1_461)]


@pytest.mark.parametrize(
    ("today", "months", "first", "last"),
    [
        ("2026-11-22", 0, "2026-11-01", "2026-11-30"),
        ("2026-01-31", -1, "2025-12-01", "2025-12-31"),
        ("2028-03-01", -1, "2028-02-01", "2028-02-29"),
        ("2026-06-30", 14, "2027-08-01", "2027-08-31"),
    ],
)
def test_months_are_counted_over_the_ends_of_years(today, months, first, last):
    day = datetime.date.fromisoformat(today)
    assert str(month_start(day, months)) == first
    assert str(month_end(day, months)) == last


def test_today_lies_in_the_implementation_with_room_for_a_history_whatever_the_day():
    for today in EVERY_DAY:
        phases = scheme_phases(today, years_ago=0)
        yesterday = today - datetime.timedelta(days=1)
        assert (yesterday - phases["implementation_from"]).days >= 88
        assert (phases["implementation_to"] - yesterday).days >= 58


def test_phases_are_in_order_on_every_day():
    for today in EVERY_DAY[::7]:
        for years_ago in (0, 2):
            assert phase_problems(scheme_phases(today, years_ago=years_ago)) == []


def test_follow_up_asks_patients_after_the_plans_have_ended():
    for today in EVERY_DAY[::31]:
        phases = scheme_phases(today, years_ago=0)
        window = (phases["implementation_from"], phases["implementation_to"])
        later = survey_days(today, years_ago=-1)
        verdict = sample_window_verdict(window, (later.sample_from, later.sample_to))
        assert verdict.standing is Standing.AFTER


def test_baseline_is_published_before_volunteering_begins():
    for today in EVERY_DAY[::31]:
        newest = survey_days(today, years_ago=0)
        assert newest.sample_to < newest.published_on < today
        assert newest.published_on < scheme_phases(today, years_ago=0)["volunteering_from"]
