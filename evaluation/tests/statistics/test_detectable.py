import numpy as np
import pytest

from evaluation.statistics.comparisons import z_test
from evaluation.statistics.detectable import detectable_difference, detectable_effect
from evaluation.statistics.intervals import CountError


@pytest.mark.parametrize(("p", "points"), [(0.95, 4.3), (0.75, 8.6), (0.5, 9.9)])
def test_one_trust_with_400_answers_sees_only_about_five_to_ten_points(p, points):
    assert 100 * detectable_difference(p, 400, 400) == pytest.approx(points, abs=0.05)


def test_detectable_difference_is_seen_four_times_in_five():
    rng = np.random.default_rng(6)
    n, p0 = 800, 0.7
    p1 = p0 + detectable_difference(p0 + 0.03, n, n)
    found = z_test(rng.binomial(n, p1, 20_000), n, rng.binomial(n, p0, 20_000), n) < 0.05
    assert found.mean() == pytest.approx(0.8, abs=0.02)


def test_detectable_effect_is_2_8_standard_errors():
    assert detectable_effect(0.5) == pytest.approx(1.4)


@pytest.mark.parametrize(("p", "n"), [(1.1, 10), (0.5, 0), (np.nan, 10)])
def test_detectable_difference_of_impossible_figures_is_refused(p, n):
    with pytest.raises(CountError):
        detectable_difference(p, n, 10)
