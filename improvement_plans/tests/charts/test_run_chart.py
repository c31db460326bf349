import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement_plans.charts.spc import (
    BadSeriesError,
    fewest_crossings,
    longest_run_allowed,
    run_chart,
)
from improvement_plans.tests.charts.slow_spc import slow_fewest_crossings, slow_run_test

# Worked out with qicharts2 0.8.1 (J. Anhøj), the R package by the author of the rules; the
# last series is its data set `cdi`: hospital-acquired Clostridioides difficile by month.
STEP = [60, 62, 61, 59, 60, 63, 58, 61, 60, 62, 59, 60]
STEP += [75, 76, 74, 75, 77, 74, 76, 75, 73, 76, 75, 74]
CDI = [17, 12, 27, 20, 20, 18, 22, 19, 19, 24, 17, 16, 24, 19, 19, 22, 25, 19, 17, 6]
CDI += [25, 17, 11, 14, 9, 11, 7, 13, 5, 5, 3, 5, 9, 4, 5, 9]

SERIES = st.lists(st.one_of(st.none(), st.integers(0, 20).map(float)), max_size=40)


def answers(part):
    tests = (part.longest_run, part.longest_run_max, part.crossings, part.crossings_min)
    return (part.median, part.n_useful, *tests, part.signal)


@pytest.mark.parametrize(
    "values, expected",
    [
        (STEP, (68, 24, 12, 8, 1, 8, True)),
        ([1, 2] * 10, (1.5, 20, 1, 7, 19, 6, False)),
        (list(range(1, 21)), (10.5, 20, 10, 7, 1, 6, True)),
        ([81.2, 82, 80.9, 83.4, 84.1, 85], (82.7, 6, 3, 6, 1, 1, False)),
        (CDI, (17, 32, 14, 8, 6, 11, True)),
    ],
)
def test_the_two_tests_are_those_of_the_r_package(values, expected):
    (part,) = run_chart(values).parts
    assert answers(part) == expected


def test_a_centre_line_that_is_given_replaces_the_median():
    values = [68, 71, 69, 72, 70, 73, 74, 75, 72, 71, 73, 74]
    (part,) = run_chart(values, centre=70).parts
    assert answers(part) == (70, 11, 8, 6, 3, 2, True)


def test_parts_have_medians_of_their_own():
    first, second = run_chart(STEP, parts=(12,)).parts
    assert answers(first) == (60, 8, 2, 6, 5, 1, False)
    assert answers(second) == (75, 8, 1, 6, 7, 1, False)
    assert (first.start, first.end, second.start, second.end) == (0, 12, 12, 24)


def test_a_frozen_median_comes_from_the_first_points_and_tests_all():
    (part,) = run_chart(STEP, freeze=12).parts
    assert (part.median, part.n_useful, part.longest_run) == (60, 20, 12)
    assert part.signal


def test_all_equal_points_leave_nothing_to_test():
    (part,) = run_chart([5.0] * 12).parts
    assert answers(part) == (5, 0, None, None, None, None, False)


def test_missing_values_count_for_nothing():
    (part,) = run_chart([1, None, 9, None, 1, 9]).parts
    (same,) = run_chart([1, 9, 1, 9]).parts
    assert answers(part) == answers(same)


def test_a_series_of_missing_values_has_no_median():
    (part,) = run_chart([None, None]).parts
    assert (part.median, part.n_useful, part.signal) == (None, 0, False)


def test_no_values_make_no_parts():
    assert run_chart([]).parts == ()


@pytest.mark.parametrize("count, enough", [(9, False), (10, True)])
def test_the_tests_are_shown_from_ten_useful_points(count, enough):
    (part,) = run_chart([float(i % 2) for i in range(count)], centre=0.5).parts
    assert part.enough is enough


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"freeze": 0}, "between 1 and 3"),
        ({"freeze": 4}, "between 1 and 3"),
        ({"freeze": 2, "parts": (1,)}, "not both"),
        ({"parts": (3,)}, "numbered 0 to 2"),
        ({"centre": math.nan}, "must be a number"),
    ],
)
def test_bad_options_are_refused_in_words(options, sentence):
    with pytest.raises(BadSeriesError, match=sentence):
        run_chart([1.0, 2.0, 3.0], **options)


def test_nan_is_refused_but_none_is_a_gap():
    with pytest.raises(BadSeriesError, match="must be a number"):
        run_chart([1.0, math.nan])


@pytest.mark.parametrize(
    "n_useful, longest, crossings",
    [(1, 3, 0), (5, 5, 0), (6, 6, 1), (10, 6, 2), (13, 7, 3), (24, 8, 8), (120, 10, 51)],
)
def test_limits_are_those_of_the_published_table(n_useful, longest, crossings):
    # n = 13 also in Wentzel-Larsen and Anhøj, PLoS ONE 14(10), 2019: signal below 3
    # crossings or from a run of 8; the others computed with qicharts2 0.8.1.
    assert longest_run_allowed(n_useful) == longest
    assert fewest_crossings(n_useful) == crossings


@given(st.integers(1, 200))
def test_the_fewest_crossings_agree_with_exact_fractions(n_useful):
    assert fewest_crossings(n_useful) == slow_fewest_crossings(n_useful)


@given(SERIES)
def test_the_fast_tests_agree_with_the_slow_ones(values):
    known = [v for v in values if v is not None]
    for part in run_chart(values).parts:
        if known:
            useful, longest, crossings = slow_run_test(values)
            assert part.n_useful == useful
            assert (part.longest_run or 0, part.crossings or 0) == (longest, crossings)


@given(SERIES)
def test_reading_the_series_backwards_changes_nothing(values):
    forward = [answers(part) for part in run_chart(values).parts]
    assert [answers(part) for part in run_chart(values[::-1]).parts] == forward


@given(SERIES)
def test_turning_the_values_over_changes_no_signal(values):
    over = run_chart([None if v is None else -v for v in values])
    assert [p.signal for p in over.parts] == [p.signal for p in run_chart(values).parts]
