import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import Unit

NUMBERS = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    "value, words",
    [
        (9.6, "+9.6"),
        (-1.8, "−1.8"),
        (0.0, "0.0"),
        (-0.04, "0.0"),
        (1234.56, "+1,234.6"),
        (None, "-"),
    ],
)
def test_a_change_is_signed_with_a_true_minus(value, words):
    assert numbers.signed(value) == words


@pytest.mark.parametrize("value, words", [(62.5, "63"), (63.5, "64"), (-0.5, "−1"), (0.49, "0")])
def test_halves_are_rounded_away_from_zero(value, words):
    assert numbers.plain(value, 0) == words


def test_percentages_have_one_decimal_in_tables_and_none_in_sentences():
    assert (numbers.percent(63.8), numbers.whole_percent(63.8)) == ("63.8%", "64%")
    assert numbers.percent(100) == "100.0%"


def test_points_are_named_points_never_percent():
    assert numbers.points(1.5) == "+1.5 points"
    assert numbers.points(-0.9) == "−0.9 points"
    assert numbers.points(1, 0) == "+1 point"


@pytest.mark.parametrize(
    "value, words",
    [(0.017, "0.017"), (0.0004, "less than 0.001"), (1.0, "1.000"), (0.0, "less than 0.001")],
)
def test_a_p_value_has_three_places(value, words):
    assert numbers.p_value(value) == words


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_a_p_value_outside_0_to_1_is_refused(value):
    with pytest.raises(ValueError, match="between 0 and 1"):
        numbers.p_value(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("write", [numbers.plain, numbers.signed, numbers.percent, numbers.p_value])
def test_what_is_no_number_is_refused(write, value):
    with pytest.raises(numbers.NotANumberError, match="must be a number"):
        write(value)


@pytest.mark.parametrize(
    "write", [numbers.plain, numbers.points, numbers.percent, numbers.thousands, numbers.uk_date]
)
def test_a_missing_value_is_a_dash_and_not_zero(write):
    assert write(None) == "-"


def test_counts_have_thousands_separators_and_their_noun():
    assert numbers.thousands(8120) == "8,120"
    assert numbers.counted(1, "answer") == "1 answer"
    assert numbers.counted(8120, "answer") == "8,120 answers"
    assert numbers.counted(2, "survey entry", "survey entries") == "2 survey entries"
    assert numbers.share(6, 13) == "6 of 13"
    assert numbers.kilometres(214.3) == "214 km"


def test_intervals_are_joined_by_to():
    assert numbers.interval(0.3, 2.7) == "0.3 to 2.7"
    assert numbers.signed_interval(-6.4, 13.3) == "−6.4 to +13.3"
    assert numbers.interval(None, 2.7) == "-"


@pytest.mark.parametrize(
    "start, end, words",
    [
        (dt.date(2015, 4, 1), dt.date(2015, 6, 30), "1 April to 30 June 2015"),
        (dt.date(2015, 1, 5), dt.date(2015, 1, 30), "5 to 30 January 2015"),
        (dt.date(2014, 12, 1), dt.date(2015, 1, 2), "1 December 2014 to 2 January 2015"),
        (dt.date(2015, 2, 9), dt.date(2015, 2, 9), "9 February 2015"),
    ],
)
def test_a_range_of_dates_names_the_year_once_where_it_can(start, end, words):
    assert numbers.uk_date_range(start, end) == words


@pytest.mark.parametrize(
    "unit, exact, short",
    [
        (Unit.PERCENT, "63.8%", "64%"),
        (Unit.POINTS, "+63.8", "+63.8"),
        (Unit.SCORE, "63.8", "63.8"),
        (Unit.COUNT, "64", "64"),
        (Unit.DAYS, "63.8", "63.8"),
    ],
)
def test_each_unit_writes_its_numbers_its_own_way(unit, exact, short):
    assert (unit.exact(63.8), unit.short(63.8)) == (exact, short)


@given(NUMBERS)
def test_a_number_reads_back_to_within_half_of_its_last_place(value):
    words = numbers.plain(value).replace(",", "").replace("−", "-")
    assert abs(float(words) - value) <= 0.05 + 1e-9


@given(NUMBERS)
def test_no_number_is_written_with_a_hyphen_or_as_minus_zero(value):
    for words in (numbers.plain(value), numbers.signed(value), numbers.percent(value)):
        assert "-" not in words
        assert words.rstrip("%") not in ("−0.0", "+0.0")
