"""One test for each change, and the step-up rule for all of them."""

import pytest
from scipy.stats import false_discovery_control
from statsmodels.stats.proportion import proportions_ztest

from trusts.change_over_years import clear_changes, p_of_difference
from trusts.expected_range import newcombe_range, our_expected_range_of_mean


def test_p_is_that_of_the_pooled_z_test():
    _, expected = proportions_ztest([281, 241], [400, 400])
    assert p_of_difference(70.25, 400, 60.25, 400) == pytest.approx(expected)


def test_two_scores_without_any_spread_do_not_differ():
    assert p_of_difference(100, 50, 100, 60) == 1.0


def test_no_difference_without_answers():
    with pytest.raises(ValueError, match="answers in both years"):
        p_of_difference(50, 0, 50, 10)


@pytest.mark.parametrize(
    "values", [(0.001, 0.02, 0.03, 0.04, 0.9), (0.04, 0.06), (0.2,), (), (0.01, 0.049, 0.05)]
)
def test_step_up_rule_is_that_of_scipy(values):
    named = {str(place): p for place, p in enumerate(values)}
    adjusted = false_discovery_control(values) if values else []
    expected = {str(place) for place, p in enumerate(adjusted) if p <= 0.05}
    assert clear_changes(named) == expected


def test_newcombe_interval_of_a_published_example():
    """Newcombe 1998, Statistics in Medicine 17:873, example (a): 56/70 less 48/80, method 10."""
    low, high = newcombe_range(80.0, 70, 60.0, 80)
    assert (round(low, 2), round(high, 2)) == (5.24, 33.39)


def test_range_of_a_mean_stays_within_its_scale():
    assert our_expected_range_of_mean(9.9, 30, 0.1)[1] == 10.0


@pytest.mark.parametrize("arguments", [(8.7, 0, 0.0), (8.7, 10, -0.1), (11.0, 10, 0.0)])
def test_range_of_a_mean_refuses_what_cannot_be(arguments):
    with pytest.raises(ValueError, match="a range needs"):
        our_expected_range_of_mean(*arguments)
