"""What is worked out about measures: due dates, small numbers, new starts, the ceiling."""

import datetime
from itertools import product

import pytest

from improvement_plans.measures.ceiling import Evidence, Stage, ceiling_of
from improvement_plans.measures.due import next_date, nth_date, overdue_since
from improvement_plans.measures.protection import may_show_counts, may_show_value
from improvement_plans.measures.rebasing import why_no_rebase
from improvement_plans.models import DataPoint, Frequency, Measure

DAY = datetime.date


@pytest.mark.parametrize(
    "day, frequency, expected",
    [
        (DAY(2015, 1, 1), "monthly", DAY(2015, 2, 1)),
        (DAY(2015, 1, 31), "monthly", DAY(2015, 2, 28)),
        (DAY(2016, 2, 29), "monthly", DAY(2016, 3, 31)),
        (DAY(2015, 12, 15), "monthly", DAY(2016, 1, 15)),
        (DAY(2015, 11, 30), "quarterly", DAY(2016, 2, 29)),
        (DAY(2015, 3, 26), "weekly", DAY(2015, 4, 2)),
        (DAY(2015, 3, 26), "fortnightly", DAY(2015, 4, 9)),
    ],
)
def test_the_next_date_follows_the_frequency(day, frequency, expected):
    assert next_date(day, Frequency(frequency)) == expected


def test_a_series_on_the_28th_stays_on_it():
    days = [nth_date(DAY(2015, 1, 28), Frequency.MONTHLY, n) for n in range(3)]
    assert [day.day for day in days] == [28, 28, 28]


@pytest.mark.parametrize(
    "on, expected",
    [(DAY(2015, 5, 7), None), (DAY(2015, 5, 8), DAY(2015, 4, 1))],
)
def test_a_figure_is_overdue_a_week_after_the_time_it_counts(on, expected):
    began = DAY(2015, 2, 2)
    found = overdue_since(DAY(2015, 3, 1), Frequency.MONTHLY, began=began, on=on)
    assert found == expected


@pytest.mark.parametrize(
    "numerator, denominator, value_shown, counts_shown",
    [
        (30, 60, True, True),
        (0, 60, True, True),
        (60, 60, True, True),
        (9, 60, False, False),
        (51, 60, False, False),
        (10, 20, True, True),
        (3, 9, False, False),
        (0, 9, False, False),
    ],
)
def test_a_small_number_hides_what_would_give_it_away(
    numerator, denominator, value_shown, counts_shown
):
    measure = Measure(unit="percent", entered_as="counts", counts_patients=True)
    value = 100 * numerator / denominator
    point = DataPoint(value=value, numerator=numerator, denominator=denominator)
    assert may_show_value(measure, point) is value_shown
    assert may_show_counts(measure, point) is counts_shown


@pytest.mark.parametrize("value, shown", [(0, True), (1, False), (9, False), (10, True)])
def test_a_number_of_patients_from_1_to_9_is_not_shown(value, shown):
    of_patients = Measure(unit="count", counts_patients=True)
    assert may_show_value(of_patients, DataPoint(value=value)) is shown
    of_things = Measure(unit="count", counts_patients=False)
    assert may_show_value(of_things, DataPoint(value=value))


MONTHS = [DAY(2014, month, 1) for month in range(1, 13)]


@pytest.mark.parametrize(
    "on, rebased, words",
    [
        (DAY(2014, 7, 1), (), ""),
        (DAY(2014, 7, 2), (), "There is no figure for 2 July 2014. The nearest is for 1 July 2014"),
        (DAY(2014, 1, 1), (), "the first figure"),
        (DAY(2014, 7, 1), (DAY(2014, 7, 1),), "starts anew on 1 July 2014 already"),
        (DAY(2014, 6, 1), (), "only 5 figures before 1 June 2014"),
        (DAY(2014, 8, 1), (), "only 5 figures from 1 August 2014 on"),
        (DAY(2014, 12, 1), (), "only 1 figure from"),
        (DAY(2014, 9, 1), (DAY(2014, 7, 1),), "only 2 figures before"),
        (DAY(2014, 4, 1), (DAY(2014, 7, 1),), "only 3 figures before"),
    ],
)
def test_a_chart_starts_anew_only_where_both_parts_can_have_limits(on, rebased, words):
    found = why_no_rebase(on, days=MONTHS, rebased=rebased)
    assert words in found
    assert bool(found) is bool(words)


def test_without_figures_there_is_nothing_to_start_anew():
    assert "no figure yet" in why_no_rebase(MONTHS[0], days=[], rebased=())


@pytest.mark.parametrize("held", list(product([False, True], repeat=4)))
def test_the_stage_is_the_number_of_needs_held_before_the_first_that_is_not(held):
    found = ceiling_of(Evidence(*held))
    reached = 4 if all(held) else held.index(False)
    assert found.stage is Stage(reached)
    assert len(found.missing) == held.count(False)


def test_the_stage_says_what_is_missing_to_go_further():
    found = ceiling_of(Evidence(is_testing=True))
    assert found.words == "Stage: testing. To go further: a measure with data."
    assert ceiling_of(Evidence(True, True, True, True)).words == "Stage: improving."
