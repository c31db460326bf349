"""When each reminder is due, day by day."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from improvement_plans.reminders.cadence import (
    Step,
    day_key,
    escalations,
    month_key,
    owner_step,
    week_key,
)

DUE = datetime.date(2015, 4, 16)


@pytest.mark.parametrize(
    "late,step",
    [
        (-8, None),
        (-7, Step.BEFORE),
        (-1, Step.BEFORE),
        (0, Step.ON_THE_DAY),
        (6, Step.ON_THE_DAY),
        (7, Step.AFTER),
        (90, Step.AFTER),
    ],
)
def test_the_owner_hears_before_on_the_day_and_after(late, step):
    assert owner_step(DUE, on=DUE + datetime.timedelta(days=late)) is step


@pytest.mark.parametrize(
    "late,steps",
    [
        (13, ()),
        (14, (Step.LEAD,)),
        (20, (Step.LEAD,)),
        (21, (Step.LEAD, Step.PROGRAMME)),
    ],
)
def test_the_lead_hears_after_14_days_and_the_programme_after_21(late, steps):
    assert escalations(DUE, on=DUE + datetime.timedelta(days=late)) == steps


@pytest.mark.parametrize(
    "due,first_day",
    [
        (datetime.date(2016, 3, 7), datetime.date(2016, 2, 29)),
        (datetime.date(2015, 3, 7), datetime.date(2015, 2, 28)),
        (datetime.date(2016, 2, 29), datetime.date(2016, 2, 22)),
        (datetime.date(2015, 4, 1), datetime.date(2015, 3, 25)),
        (datetime.date(2015, 10, 28), datetime.date(2015, 10, 21)),
    ],
    ids=["onto 29 February", "no leap year", "due on 29 February", "spring", "autumn"],
)
def test_seven_days_are_seven_calendar_days(due, first_day):
    day_before = first_day - datetime.timedelta(days=1)
    assert owner_step(due, on=day_before) is None
    assert owner_step(due, on=first_day) is Step.BEFORE


@pytest.mark.parametrize(
    "moment,day",
    [
        ("2015-03-28T23:30:00+00:00", datetime.date(2015, 3, 28)),
        ("2015-03-29T00:30:00+00:00", datetime.date(2015, 3, 29)),
        ("2015-03-29T22:59:00+00:00", datetime.date(2015, 3, 29)),
        ("2015-03-29T23:30:00+00:00", datetime.date(2015, 3, 30)),
        ("2015-10-24T23:30:00+00:00", datetime.date(2015, 10, 25)),
        ("2015-10-25T23:30:00+00:00", datetime.date(2015, 10, 25)),
        ("2015-10-26T00:00:00+00:00", datetime.date(2015, 10, 26)),
    ],
)
def test_the_day_of_a_reminder_is_a_day_in_london_over_both_clock_changes(moment, day):
    with time_machine.travel(moment, tick=False):
        assert timezone.localdate() == day


def test_weeks_begin_on_monday_and_belong_to_one_year():
    assert week_key(datetime.date(2015, 12, 31)) == week_key(datetime.date(2016, 1, 3))
    assert week_key(datetime.date(2016, 1, 4)) == "week:2016-W01"


def test_keys_name_their_day_and_month():
    assert day_key(datetime.date(2016, 2, 29)) == "day:2016-02-29"
    assert month_key(datetime.date(2016, 2, 29)) == "month:2016-02"
