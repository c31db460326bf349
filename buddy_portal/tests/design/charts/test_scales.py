import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.design.charts.scales import (
    DateScale,
    Scale,
    month_ticks,
    nice_range,
    tick_places,
    ticks,
)

VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=1, max_size=20)


def test_a_scale_runs_from_its_first_pixel_to_its_last():
    scale = Scale(40, 90, 100, 600)
    assert [scale(v) for v in (40, 65, 90, 100)] == [100, 350, 600, 700]
    assert [scale.clip(v) for v in (0, 100)] == [100, 600]


def test_an_upright_scale_runs_from_the_foot():
    assert Scale(0, 10, 200, 0)(2.5) == 150


@pytest.mark.parametrize("low, high", [(1, 1), (2, 1)])
def test_a_scale_that_does_not_run_upwards_is_refused(low, high):
    with pytest.raises(ValueError, match="must run upwards"):
        Scale(low, high, 0, 1)


def test_a_scale_with_nan_is_refused():
    with pytest.raises(NotANumberError, match="low end of a scale"):
        Scale(float("nan"), 1, 0, 1)


def test_a_date_scale_places_days_evenly():
    scale = DateScale(dt.date(2015, 1, 1), dt.date(2015, 1, 11), 0, 100)
    assert scale(dt.date(2015, 1, 6)) == 50


def test_a_date_scale_that_does_not_run_forwards_is_refused():
    with pytest.raises(ValueError, match="must run forwards"):
        DateScale(dt.date(2015, 1, 1), dt.date(2015, 1, 1), 0, 1)


def test_ticks_are_round_and_keep_to_the_axis():
    assert ticks(40, 90, 6) == (40, 50, 60, 70, 80, 90)
    assert ticks(0.2, 1.3, 6) == (0.2, 0.4, 0.6, 0.8, 1.0, 1.2)
    assert ticks(-5.3, 2.7, 5) == (-4, -2, 0, 2)


def test_ticks_get_as_many_places_as_they_need():
    assert [tick_places(v) for v in ((40, 50), (0.5, 1.0), (0.25, 0.5))] == [0, 1, 2]


def test_a_range_is_round_and_stays_within_what_the_unit_allows():
    assert nice_range([42.6, 98.0], limits=(0, 100)) == (40, 100)
    assert nice_range([0.3, 4.6], include=(0,)) == (0, 5)


def test_equal_values_get_room_on_either_side():
    low, high = nice_range([60, 60])
    assert low < 60 < high


def test_no_values_give_the_limits_of_the_unit():
    assert nice_range([], limits=(0, 100)) == (0, 100)
    assert nice_range([]) == (0, 1)


@given(VALUES)
def test_a_range_holds_every_value_and_can_be_marked(values):
    low, high = nice_range(values)
    assert low <= min(values) <= max(values) <= high
    assert low < high
    assert 1 <= len(ticks(low, high)) <= 8


@given(VALUES)
def test_the_order_of_the_values_does_not_matter(values):
    assert nice_range(values) == nice_range(values[::-1])


def test_month_ticks_are_evenly_spaced_first_days():
    days = month_ticks(dt.date(2014, 11, 3), dt.date(2015, 12, 1), 5)
    assert [d.isoformat() for d in days] == [
        "2015-01-01",
        "2015-04-01",
        "2015-07-01",
        "2015-10-01",
    ]


def test_month_ticks_of_many_years_are_first_days_of_years():
    days = month_ticks(dt.date(2000, 1, 1), dt.date(2020, 1, 1), 6)
    assert {(d.month, d.day) for d in days} == {(1, 1)}
    assert 1 < len(days) <= 6
