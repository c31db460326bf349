"""Our own expected range, by hand, by properties, and against the published ranges."""

import numpy as np
import pytest

from trusts.surveys.expected_range import (
    TooFewTrusts,
    expected_range,
    expected_range_of_mean,
    national_from_range,
    tau2_from_range,
    variance_between_means,
    variance_between_trusts,
    winsorised_values,
)

# Published, NCPES 2018, Q33 (over-dispersed) and Q1 (not): n, expected lower and upper.
BARTS_Q1 = (502, 73.6563, 80.983)


def test_range_without_over_dispersion_agrees_with_the_published_one():
    n, lower, upper = BARTS_Q1
    found = expected_range(77.31965, [n], 0.0)

    assert found.lower[0] == pytest.approx(lower, abs=5e-4)
    assert found.upper[0] == pytest.approx(upper, abs=5e-4)


def test_over_dispersion_widens_the_range_and_more_answers_narrow_it():
    plain, wide = expected_range(80, [50, 500], 0), expected_range(80, [50, 500], 0.002)

    assert (wide.lower < plain.lower).all()
    assert plain.lower[0] < plain.lower[1]


def test_range_is_clipped_to_the_scale():
    found = expected_range(97, [21], 0.004)

    assert found.upper[0] == 100
    assert expected_range_of_mean(9.5, 1.4, [5], 0.1).upper[0] == 10


def test_no_respondents_have_no_range():
    assert np.isnan(expected_range(80, [0, np.nan], 0).lower).all()


@pytest.mark.parametrize("national, tau2", [(101, 0), (-1, 0), (50, -0.1)])
def test_impossible_arguments_are_refused(national, tau2):
    with pytest.raises(ValueError, match="must"):
        expected_range(national, [100], tau2)


def test_published_range_gives_back_its_parts():
    found = expected_range(69.0767, np.array([683.0, 290.0]), 0.00174)

    assert national_from_range(found.lower, found.upper) == pytest.approx([69.0767] * 2)
    assert tau2_from_range(found.lower, found.upper, [683, 290]) == pytest.approx([0.00174] * 2)


def test_variance_between_trusts_equals_the_formula_by_hand():
    # z = (80, 60, 75, 65, 70 - 70) / sqrt(0.21/100), no winsorising; weights 100/0.21.
    z2 = (0.1**2 * 2 + 0.05**2 * 2) * 100 / 0.21
    weight = 100 / 0.21
    by_hand = (z2 - 4) / (5 * weight - weight)

    found = variance_between_trusts([80, 60, 75, 65, 70], [100] * 5, 70, winsorised=0)
    assert found == pytest.approx(by_hand)


def test_trusts_that_differ_by_chance_only_have_no_variance_between_them():
    assert variance_between_trusts([70, 70.1, 69.9, 70, 70.2, 69.8], [100] * 6, 70) == 0


def test_suppressed_trusts_are_left_out():
    scores, n = [80.0, 60, 75, 65, 70], [100.0] * 5
    with_hidden = variance_between_trusts([*scores, np.nan, 10], [*n, 12, 0], 70)

    assert with_hidden == variance_between_trusts(scores, n, 70)


def test_four_trusts_are_too_few():
    with pytest.raises(TooFewTrusts):
        variance_between_trusts([80, 60, 75, 65], [100] * 4, 70)


def test_known_variance_is_found_again_in_many_simulated_trusts():
    rng = np.random.default_rng(20150)
    n = rng.integers(100, 1_000, 4_000)
    p = 0.7 + rng.normal(0, 0.04, 4_000)
    scores = 100 * rng.binomial(n, p) / n

    found = variance_between_trusts(scores, n, 70, winsorised=0)
    assert found**0.5 == pytest.approx(0.04, rel=0.05)


def test_one_extreme_trust_moves_the_winsorised_variance_little():
    rng = np.random.default_rng(7)
    scores = 70 + rng.normal(0, 5, 100)
    extreme = np.append(scores[1:], 5.0)

    plain = [variance_between_trusts(s, [400] * 100, 70, winsorised=0) for s in (scores, extreme)]
    drawn_in = [variance_between_trusts(s, [400] * 100, 70) for s in (scores, extreme)]
    assert plain[1] / plain[0] > 2
    assert drawn_in[1] / drawn_in[0] < 1.2


def test_order_of_trusts_does_not_matter():
    scores, n = np.array([80.0, 60, 75, 65, 70, 90]), np.array([100, 50, 70, 30, 400, 90])
    order = np.array([3, 0, 5, 1, 4, 2])

    assert variance_between_trusts(scores, n, 70) == pytest.approx(
        variance_between_trusts(scores[order], n[order], 70)
    )


def test_variance_between_means_is_on_the_scale_of_the_mean():
    found = variance_between_means([8.0, 9.0, 8.2, 8.8, 8.5], [400] * 5, 8.5, 1.4, winsorised=0)

    assert 0.1 < found < 0.2


def test_national_score_of_all_or_nothing_has_no_variance():
    assert variance_between_trusts([100] * 5, [50] * 5, 100) == 0


def test_winsorising_draws_in_the_ends():
    assert winsorised_values(np.array([9.0, 1, 2, 3, 4]), 0.2).tolist() == [4, 2, 2, 3, 4]
    with pytest.raises(ValueError, match="below one half"):
        winsorised_values(np.arange(5.0), 0.5)
