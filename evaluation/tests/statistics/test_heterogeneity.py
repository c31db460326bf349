import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2
from statsmodels.stats.meta_analysis import combine_effects

from evaluation.statistics.heterogeneity import (
    between_trust_variance,
    cochran_q,
    q_profile_interval,
    random_effects_mean,
)
from evaluation.statistics.intervals import CountError

# 13 trials of BCG vaccine (Colditz et al 1994; dat.bcg of the R package metadat):
# cases and non-cases, vaccinated then not
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=float,
)
# Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261, page 271
VIECHTBAUER = (
    [-0.581, 0.53, 0.771, 1.031, 0.553, 0.295, 0.078, 0.573, -0.176, -0.232],
    [0.023, 0.052, 0.06, 0.115, 0.095, 0.203, 0.2, 0.211, 0.051, 0.04],
)
# Raudenbush and Bryk 1985, 19 studies of teacher expectancy (dat.raudenbush1985 of metadat)
RAUDENBUSH = np.array(
    [
        *[(0.03, 0.0156), (0.12, 0.0216), (-0.14, 0.0279), (1.18, 0.1391), (0.26, 0.1362)],
        *[(-0.06, 0.0106), (-0.02, 0.0106), (-0.32, 0.0484), (0.27, 0.0269), (0.80, 0.0630)],
        *[(0.54, 0.0912), (0.18, 0.0497), (-0.02, 0.0835), (0.23, 0.0841), (-0.18, 0.0253)],
        *[(-0.06, 0.0279), (0.30, 0.0193), (0.07, 0.0088), (-0.07, 0.0303)],
    ]
).T

studies = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=15).map(
    lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True))
)


@pytest.fixture(scope="module")
def bcg():
    """Log risk ratios and their variances."""
    a, b, c, d = BCG.T
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_dersimonian_laird_gives_metafors_answer_for_the_bcg_trials(bcg):
    # metafor, test_misc_metan_vs_rma.uni_with_dat.bcg.r
    assert between_trust_variance(*bcg) == pytest.approx(0.3088, abs=6e-5)
    assert cochran_q(*bcg) == pytest.approx(152.233, abs=6e-4)
    assert 100 * (1 - 12 / cochran_q(*bcg)) == pytest.approx(92.1173, abs=6e-5)


def test_random_effects_mean_gives_metafors_answer_for_the_bcg_trials(bcg):
    found = random_effects_mean(*bcg, between_trust_variance(*bcg))
    assert found == pytest.approx((-0.7141, -1.0644, -0.3638), abs=6e-5)


def test_q_profile_interval_gives_metafors_answer_for_the_bcg_trials(bcg):
    # metafor, test_misc_confint.r
    assert q_profile_interval(*bcg) == pytest.approx((0.1197, 1.1115), abs=6e-5)


@pytest.mark.parametrize(("method", "expected"), [("DL", 0.2768), ("REML", 0.2232), ("PM", 0.1920)])
def test_three_methods_give_viechtbauers_worked_example(method, expected):
    assert between_trust_variance(*VIECHTBAUER, method) == pytest.approx(expected, abs=6e-5)


def test_restricted_likelihood_gives_the_answer_for_raudenbush_and_bryk():
    tau2 = between_trust_variance(*RAUDENBUSH, "REML")
    assert tau2 == pytest.approx(0.0188, abs=6e-5)
    assert random_effects_mean(*RAUDENBUSH, tau2)[0] == pytest.approx(0.0837, abs=6e-5)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # statsmodels divides by its negative one
@given(studies)
def test_dersimonian_laird_equals_an_independent_version(study):
    y, v = study
    expected = max(0, combine_effects(y, v, method_re="dl").tau2)
    assert between_trust_variance(y, v) == pytest.approx(expected, abs=1e-9)


@given(studies)
def test_paule_mandel_equals_a_root_found_independently(study):
    y, v = study

    def excess(tau2):
        w = 1 / (v + tau2)
        return np.sum(w * (y - np.average(y, weights=w)) ** 2) - (len(y) - 1)

    expected = 0 if excess(0) <= 0 else brentq(excess, 0, 1e6, xtol=1e-13)
    assert between_trust_variance(y, v, "PM") == pytest.approx(expected, abs=1e-8)


def restricted_log_likelihood(y, v, tau2):
    w = 1 / (v + tau2)
    mean = np.average(y, weights=w)
    return -0.5 * (-np.log(w).sum() + np.log(w.sum()) + np.sum(w * (y - mean) ** 2))


@given(studies)
def test_restricted_likelihood_is_nowhere_higher_than_at_the_estimate(study):
    y, v = study
    found = between_trust_variance(y, v, "REML")
    best = restricted_log_likelihood(y, v, found)
    elsewhere = minimize_scalar(
        lambda tau2: -restricted_log_likelihood(y, v, tau2),
        bounds=(0, 10),
        method="bounded",
        options={"xatol": 1e-9},
    )
    assert best >= -elsewhere.fun - 1e-7


@pytest.mark.parametrize("apart", [0.0, 1e-160, 5e-157, 1e-100])
def test_units_nearly_alike_have_no_variance_between_them(apart):
    """Of 1e-160 the square is still a number, and a ten-millionth of that no longer."""
    assert between_trust_variance([0.0, apart], [1.0, 1.0], "REML") == 0.0


@given(studies)
def test_q_profile_limits_put_q_on_its_quantiles(study):
    y, v = study
    lower, upper = q_profile_interval(y, v)
    assert 0 <= lower <= upper
    for limit, quantile in ((lower, 0.975), (upper, 0.025)):
        wanted = chi2.ppf(quantile, len(y) - 1)
        if limit > 0:
            assert cochran_q(y, v, limit) == pytest.approx(wanted, rel=1e-6)
        else:
            assert cochran_q(y, v, 0) <= wanted


@pytest.mark.parametrize("method", ["DL", "PM", "REML"])
def test_equal_units_differ_by_nothing(method):
    assert between_trust_variance([0.7] * 6, [0.01] * 6, method) == 0


@pytest.mark.parametrize("method", ["DL", "PM", "REML"])
def test_variance_does_not_depend_on_the_order_or_on_a_shift(method):
    y, v = (np.array(values) for values in VIECHTBAUER)
    moved = between_trust_variance(y[::-1] + 7, v[::-1], method)
    assert moved == pytest.approx(between_trust_variance(y, v, method))


@pytest.mark.parametrize(
    ("y", "v"),
    [([0.1], [0.1]), ([], []), ([0.1, np.nan], [1, 1]), ([0.1, 0.2], [1, 0]), ([1, 2], [1])],
)
def test_what_cannot_be_compared_is_refused(y, v):
    with pytest.raises(CountError):
        between_trust_variance(y, v)


def test_unknown_method_is_refused():
    with pytest.raises(ValueError, match="DL, PM, REML"):
        between_trust_variance([1, 2], [1, 1], "HE")
