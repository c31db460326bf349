import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.statistics.funnels import (
    arcsine_variance,
    expected_range,
    funnel_limits,
    overdispersed_limits,
    winsorised_variance,
)
from evaluation.statistics.intervals import CountError, wilson_interval

TARGET = 0.80642448  # the baseline of UKHSA's test data


@pytest.mark.parametrize(
    ("n", "low95", "high95", "low998", "high998"),
    [  # UKHSA PHEindicatormethods, testdata_funnel_prop_outputs.csv (per cent)
        (1, 3.204264, 100.0, 0.0, 100.0),
        (2, 25.885383, 100.0, 0.0, 100.0),
        (3, 35.933491, 100.0, 10.150815, 100.0),
        (4, 41.923356, 100.0, 19.594903, 100.0),
        (5, 46.011039, 100.0, 26.039864, 100.0),
        (6, 49.028442, 100.0, 30.797336, 100.0),
        (7, 51.373565, 100.0, 34.494842, 100.0),
        (8, 53.263915, 100.0, 37.475315, 100.0),
    ],
)
def test_funnel_limits_give_ukhsas_figures(n, low95, high95, low998, high998):
    found = [*funnel_limits(TARGET, n, 0.95), *funnel_limits(TARGET, n, 0.998)]
    assert 100 * np.array(found) == pytest.approx([low95, high95, low998, high998], abs=2e-6)


@given(st.floats(0.05, 0.95), st.integers(40, 3000), st.sampled_from([0.95, 0.998]))
def test_wilson_limit_of_a_score_on_the_funnel_line_is_the_target(p, n, level):
    lower, upper = funnel_limits(p, n, level)
    if lower > 0:
        assert wilson_interval(lower * n, n, level)[1] == pytest.approx(p)
    if upper < 1:
        assert wilson_interval(upper * n, n, level)[0] == pytest.approx(p)


def test_expected_range_worked_by_hand():
    # 77.3%, 400 answers, between-trust SD of 2 points: 1.96 sqrt(.773*.227/400 + .0004)
    lower, upper = expected_range(0.773, 400, 0.02**2)
    half = 1.959964 * (0.773 * 0.227 / 400 + 0.0004) ** 0.5
    assert (lower, upper) == pytest.approx((0.773 - half, 0.773 + half), abs=1e-7)


def test_expected_range_stays_within_the_scale():
    assert expected_range(0.99, 12, 0.001)[1] == 1
    assert expected_range(0.01, 12, 0.001)[0] == 0


@given(st.floats(0, 1), st.integers(1, 2000), st.floats(0, 0.01))
def test_expected_range_without_extra_variance_is_the_funnel_and_widens_with_it(p, n, tau2):
    plain, wide = expected_range(p, n, 0), expected_range(p, n, tau2)
    assert plain == funnel_limits(p, n, 0.95)
    assert wide[0] <= plain[0] <= p <= plain[1] <= wide[1]


@pytest.mark.parametrize(("p", "n", "tau2"), [(1.2, 9, 0), (0.5, 0, 0), (0.5, 9, -1), (77, 9, 0)])
def test_range_of_what_is_no_proportion_is_refused(p, n, tau2):
    with pytest.raises(CountError):
        expected_range(p, n, tau2)


def slow_winsorised(departure, variance, share):
    z = sorted(d / v**0.5 for d, v in zip(departure, variance, strict=True))
    low, high = np.quantile(z, [share, 1 - share])
    phi = sum(min(max(value, low), high) ** 2 for value in z) / len(z)
    w = [1 / v for v in variance]
    scale = sum(w) - sum(value**2 for value in w) / sum(w)
    return max(0, (len(z) * phi - (len(z) - 1)) / scale)


@given(
    st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(1e-4, 1e-2)), min_size=2, max_size=30),
    st.sampled_from([0, 0.1, 0.2]),
)
def test_winsorised_variance_equals_a_slow_version(rows, share):
    departure, variance = (np.array(column) for column in zip(*rows, strict=True))
    expected = slow_winsorised(departure, variance, share)
    assert winsorised_variance(departure, variance, share) == pytest.approx(expected, abs=1e-12)


def test_winsorising_keeps_one_wild_trust_from_widening_the_funnel():
    rng = np.random.default_rng(2)
    departure, variance = rng.normal(0, 0.02, 100), np.full(100, 1e-4)
    wild = departure.copy()
    wild[0] = 0.5
    plain = winsorised_variance(wild, variance, 0) / winsorised_variance(departure, variance, 0)
    pulled = winsorised_variance(wild, variance) / winsorised_variance(departure, variance)
    assert plain > 5
    assert pulled < 1.1


def test_overdispersed_limits_hold_most_trusts_where_plain_ones_do_not():
    rng = np.random.default_rng(3)
    n = rng.integers(100, 800, 400)
    p = rng.binomial(n, np.clip(rng.normal(0.8, 0.05, 400), 0, 1)) / n
    tau2 = arcsine_variance(p, n, 0.8)
    lower, upper = overdispersed_limits(0.8, n, tau2, 0.95)
    assert ((p >= lower) & (p <= upper)).mean() > 0.85
    lower, upper = funnel_limits(0.8, n, 0.95)
    assert ((p >= lower) & (p <= upper)).mean() < 0.7


def test_overdispersed_limits_without_extra_variance_are_close_to_the_funnel():
    arcsine, plain = overdispersed_limits(0.8, 900, 0.0), funnel_limits(0.8, 900, 0.95)
    assert arcsine == pytest.approx(plain, abs=0.002)


@pytest.mark.parametrize(("departure", "variance"), [([0.1], [1]), ([0.1, 0.2], [1, 0])])
def test_winsorised_variance_of_too_little_is_refused(departure, variance):
    with pytest.raises(CountError):
        winsorised_variance(departure, variance)
