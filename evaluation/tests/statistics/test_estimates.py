import math

import pytest

from evaluation.six_places import to_six_places
from evaluation.statistics.estimates import estimate_with_t


@pytest.mark.parametrize("error", [0.0, 1e-14, 9e-8])
def test_error_that_is_rounding_alone_leaves_no_margin_and_says_so(error):
    found = estimate_with_t(2.4, error, 30)
    assert (found.value, found.lower, found.p) == (2.4, None, None)
    assert "do not vary" in found.reason


def test_small_but_true_error_has_its_margin():
    found = estimate_with_t(2.4, 1e-5, 30)
    assert found.lower < 2.4 < found.upper
    assert found.reason is None


def test_what_counts_as_rounding_goes_by_the_scale():
    assert estimate_with_t(1.0, 5e-8, 30).lower is None
    assert estimate_with_t(1.0, 5e-8, 30, scale=10).lower is not None


def test_difference_that_is_rounding_alone_is_none_and_has_no_sign():
    found = estimate_with_t(-1e-15, 0.5, 30)
    assert math.copysign(1, found.value) == 1
    assert (found.value, found.p) == (0.0, 1.0)


def test_what_rounds_to_nothing_is_kept_without_a_sign():
    kept = to_six_places({"ci": [-1e-9, -0.0, -0.5]})["ci"]
    assert kept == [0.0, 0.0, -0.5]
    assert [math.copysign(1, figure) for figure in kept] == [1, 1, -1]
