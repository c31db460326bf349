import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from evaluation.statistics.intervals import (
    CountError,
    mover_interval,
    newcombe_interval,
    wilson_interval,
)

counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("x1", "n1", "x0", "n0", "lower", "upper"),
    [  # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10, rows a c e f g
        (56, 70, 48, 80, 0.0524, 0.3339),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
    ],
)
def test_newcombe_interval_gives_the_published_limits(x1, n1, x0, n0, lower, upper):
    assert newcombe_interval(x1, n1, x0, n0) == pytest.approx((lower, upper), abs=6e-5)


def test_newcombe_interval_agrees_with_fagerland_lydersen_and_laake():
    # Fagerland, Lydersen and Laake 2015, Statistical Methods in Medical Research: 7/34 v 1/34
    assert newcombe_interval(7, 34, 1, 34) == pytest.approx((0.019, 0.34), abs=0.005)


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [  # Newcombe 1998, Statistics in Medicine 17:857-872
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
    ],
)
def test_wilson_interval_gives_the_published_limits(x, n, lower, upper):
    assert wilson_interval(x, n) == pytest.approx((lower, upper), abs=6e-5)


def test_wilson_interval_gives_the_limits_of_ukhsa_for_eight_areas():
    # UKHSA PHEindicatormethods, tests/testthat/testdata_Proportion.xlsx, rows 1-8
    lower, upper = wilson_interval(
        [1, 5, 20, 65, 9856, 7776456, 222, 999],
        [100, 100, 100, 100, 12345, 7564336677, 3215, 3456],
    )
    assert lower == pytest.approx(
        [
            0.0017674320641406511,
            0.02154367915436798,
            0.1333669333310325,
            0.5525444329688797,
            0.7912101752909069,
            0.0010273201001641094,
            0.060791690363636595,
            0.27418951080009873,
        ],
        abs=1e-8,
    )
    assert upper == pytest.approx(
        [
            0.054486196178705294,
            0.11175046923191911,
            0.28882916559315885,
            0.7363575175690247,
            0.8053640073614909,
            0.0010287644578977231,
            0.07833956681383633,
            0.30440389662818057,
        ],
        abs=1e-8,
    )


@given(counts, st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_interval_equals_an_independent_version(count, level):
    x, n = count
    expected = proportion_confint(x, n, alpha=1 - level, method="wilson")
    assert wilson_interval(x, n, level) == pytest.approx(expected, abs=1e-10)


@given(counts, counts)
def test_newcombe_interval_equals_an_independent_version(later, earlier):
    expected = confint_proportions_2indep(*later, *earlier, method="newcomb", compare="diff")
    assert newcombe_interval(*later, *earlier) == pytest.approx(expected, abs=1e-10)


@given(counts, counts)
def test_newcombe_interval_holds_the_difference_and_mirrors_when_years_swap(later, earlier):
    lower, upper = newcombe_interval(*later, *earlier)
    swapped = newcombe_interval(*earlier, *later)
    assert -1 <= lower <= later[0] / later[1] - earlier[0] / earlier[1] <= upper <= 1
    assert (-swapped[1], -swapped[0]) == pytest.approx((lower, upper))


@given(counts)
def test_wilson_interval_of_all_and_none_touches_the_ends_exactly(count):
    n = count[1]
    assert wilson_interval(0, n)[0] == 0
    assert wilson_interval(n, n)[1] == 1


def test_intervals_of_many_cells_equal_those_of_each():
    x, n = np.array([[3, 0], [40, 17]]), np.array([[12, 9], [400, 17]])
    together = newcombe_interval(x, n, 5, 20)
    for place in np.ndindex(x.shape):
        alone = newcombe_interval(x[place], n[place], 5, 20)
        assert (together[0][place], together[1][place]) == alone


@pytest.mark.parametrize(
    ("x", "n"), [(0, 0), (-1, 10), (11, 10), (np.nan, 10), (1, np.nan), (1, np.inf), (1, -5)]
)
def test_wilson_interval_of_impossible_counts_is_refused(x, n):
    with pytest.raises(CountError, match="above 0"):
        wilson_interval(x, n)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_interval_with_a_level_outside_0_to_1_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson_interval(1, 2, level)


def test_newcombe_interval_covers_in_small_samples_where_the_plain_one_does_not():
    rng = np.random.default_rng(5)
    p1, p0, n = 0.9, 0.8, 12
    x1, x0 = rng.binomial(n, p1, 20_000), rng.binomial(n, p0, 20_000)
    lower, upper = newcombe_interval(x1, n, x0, n)
    covered = ((lower <= p1 - p0) & (p1 - p0 <= upper)).mean()
    share1, share0 = x1 / n, x0 / n
    half = 1.96 * np.sqrt(share1 * (1 - share1) / n + share0 * (1 - share0) / n)
    plain = (np.abs(share1 - share0 - (p1 - p0)) <= half).mean()
    assert covered > 0.94
    assert plain < 0.94


def test_mover_interval_of_two_proportions_is_newcombes():
    first, second = wilson_interval(56, 70), wilson_interval(48, 80)
    limits = mover_interval(56 / 70, first, 48 / 80, second)
    assert limits == pytest.approx(newcombe_interval(56, 70, 48, 80))
