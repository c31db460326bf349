import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from evaluation.statistics.inequality import (
    Gap,
    Group,
    change_of_gap,
    gap_between,
    slope_index_of_inequality,
    slope_over_groups,
)
from evaluation.statistics.intervals import CountError, newcombe_interval

# UKHSA PHEindicatormethods, testdata_SII.xlsx, area 1: deprivation tenths, most deprived first
POPULATION = [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534]
VALUE = [
    75.9334590103081,
    78.3442382727843,
    83.8360631041654,
    83.6375399664931,
    80.4655031529559,
    81.1156759857022,
    81.6930835718562,
    84.1900062060987,
    80.5955641081472,
    86.2894349578624,
]


def test_slope_and_relative_index_give_ukhsas_figures():
    found = slope_index_of_inequality(POPULATION, VALUE)
    assert found.slope == pytest.approx(6.934616473668819, abs=1e-5)
    assert found.relative == pytest.approx(1.0888180804446217, abs=1e-5)
    assert found.slope_lower is None


groups = st.lists(st.tuples(st.integers(10, 5000), st.floats(20, 95)), min_size=3, max_size=10)


@given(groups)
def test_slope_equals_weighted_regression_of_an_independent_version(rows):
    population, value = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    share = population / population.sum()
    position = np.cumsum(share) - share / 2
    fitted = sm.WLS(value, sm.add_constant(position), weights=share).fit()
    found = slope_index_of_inequality(population, value)
    assert found.slope == pytest.approx(fitted.params[1], abs=1e-6)


@given(groups)
def test_turning_the_ranking_round_turns_the_slope_round(rows):
    population, value = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = slope_index_of_inequality(population, value)
    turned = slope_index_of_inequality(population[::-1], value[::-1])
    assert turned.slope == pytest.approx(-found.slope, abs=1e-8)


def test_equal_groups_have_no_slope():
    found = slope_index_of_inequality([100, 200, 300], [70, 70, 70])
    assert found.slope == pytest.approx(0, abs=1e-10)
    assert found.relative == pytest.approx(1)


def test_slope_interval_covers_the_truth():
    rng = np.random.default_rng(8)
    n = np.array([150, 180, 200, 220, 250])
    position = np.cumsum(n / n.sum()) - n / n.sum() / 2
    truth = 0.7 + 0.1 * position
    inside_slope = inside_relative = 0
    for _ in range(1000):
        p = rng.binomial(n, truth) / n
        found = slope_index_of_inequality(n, p, p * (1 - p) / n)
        inside_slope += found.slope_lower <= 0.1 <= found.slope_upper
        inside_relative += found.relative_lower <= 0.8 / 0.7 <= found.relative_upper
    assert inside_slope / 1000 == pytest.approx(0.95, abs=0.02)
    assert inside_relative / 1000 == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("population", "value"),
    [
        ([1, 1], [70, 80]),
        ([1, 1, 1], [70, np.nan, 80]),
        ([1, 0, 1], [70, 75, 80]),
        ([1, 1, 1], [1]),
    ],
)
def test_slope_over_too_few_or_suppressed_groups_is_refused(population, value):
    with pytest.raises(CountError):
        slope_index_of_inequality(population, value)


def test_slope_over_groups_is_not_shown_where_one_is_suppressed():
    fifths = [Group(str(place), 100 + place, 70.0 + place) for place in range(5)]
    assert slope_over_groups(fifths).slope == pytest.approx(5, abs=0.2)
    assert slope_over_groups([*fifths[:4], Group("4", None, None)]) is None
    assert slope_over_groups([*fifths[:4], Group("4", 9, 80.0)]) is None


def test_gap_has_newcombes_interval_and_says_what_could_be_seen():
    found = gap_between(Group("women", 400, 75.0), Group("men", 400, 70.0))
    lower, upper = newcombe_interval(300, 400, 280, 400)
    assert (found.value, found.lower, found.upper) == pytest.approx((5, 100 * lower, 100 * upper))
    assert found.detectable == pytest.approx(2.8 * 100 * (0.725 * 0.275 * 2 / 400) ** 0.5)


@pytest.mark.parametrize("hidden", [Group("men", None, None), Group("men", 9, 50.0)])
def test_gap_with_a_suppressed_group_is_not_shown_and_never_zero(hidden):
    found = gap_between(Group("women", 400, 75.0), hidden)
    assert found.value is None
    assert "Not shown" in found.reason
    assert change_of_gap(found, Gap(5, 1, 9, 8)).reason == found.reason


def test_change_of_gap_is_zero_for_equal_gaps_and_its_interval_is_wider_than_either():
    gap = gap_between(Group("women", 400, 75.0), Group("men", 400, 70.0))
    change = change_of_gap(gap, gap)
    assert change.value == 0
    assert change.upper - change.lower > gap.upper - gap.lower
    assert change.lower == pytest.approx(-change.upper)


def test_change_of_gap_covers_the_truth():
    rng = np.random.default_rng(4)
    inside = 0
    for _ in range(500):
        scores = [rng.binomial(80, p) / 0.8 for p in (0.8, 0.7, 0.85, 0.8)]
        before, after = (
            gap_between(Group("a", 80, scores[i]), Group("b", 80, scores[i + 1])) for i in (0, 2)
        )
        change = change_of_gap(before, after)
        inside += change.lower <= -5 <= change.upper
    assert inside / 500 == pytest.approx(0.95, abs=0.025)
