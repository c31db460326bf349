import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from evaluation.statistics.comparisons import (
    adjusted_or_none,
    benjamini_hochberg,
    difference_p_value,
    fisher_exact,
    z_test,
)

small_counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))

# Bioconductor multtest, mt.rawp2adjp on ten p values (as used in statsmodels' test_multi.py)
RAW = [
    5.23656777208e-05,
    0.00028140506198,
    0.0149877310796,
    0.0202732688798,
    0.177096952723,
    0.642193923795,
    0.680845947633,
    0.71626938238,
    0.838541367553,
    0.967833824309,
]
ADJUSTED = [
    0.0005236567772,
    0.00140702530991,
    0.0499591035987,
    0.0506831721995,
    0.354193905446,
    0.895336727975,
    0.895336727975,
    0.895336727975,
    0.931712630614,
    0.967833824309,
]


def test_benjamini_hochberg_gives_the_published_adjusted_values():
    assert benjamini_hochberg(RAW) == pytest.approx(ADJUSTED, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_benjamini_hochberg_equals_an_independent_version(p):
    expected = multipletests(p, method="fdr_bh")[1]
    assert benjamini_hochberg(p) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.randoms())
def test_benjamini_hochberg_does_not_depend_on_the_order(p, random):
    order = random.sample(range(len(p)), len(p))
    shuffled = benjamini_hochberg([p[place] for place in order])
    assert shuffled == pytest.approx(benjamini_hochberg(p)[order])


def test_benjamini_hochberg_of_nothing_is_nothing():
    assert benjamini_hochberg([]).size == 0


@pytest.mark.parametrize("p", [[np.nan, 0.1], [1.2], [-0.1], [[0.1]]])
def test_benjamini_hochberg_of_what_is_not_a_list_of_p_values_is_refused(p):
    with pytest.raises(ValueError, match="p values"):
        benjamini_hochberg(p)


def test_adjustment_leaves_out_what_was_not_tested():
    assert adjusted_or_none([0.01, None, 0.04]) == [0.02, None, 0.04]


@given(small_counts, small_counts)
def test_fisher_exact_equals_an_independent_version(later, earlier):
    (a, n1), (c, n0) = later, earlier
    expected = stats.fisher_exact([[a, n1 - a], [c, n0 - c]]).pvalue
    assert fisher_exact(a, n1, c, n0) == pytest.approx(expected, rel=1e-9)


@given(
    st.integers(20, 900).flatmap(lambda n: st.tuples(st.integers(8, n - 8), st.just(n))),
    st.integers(20, 900).flatmap(lambda n: st.tuples(st.integers(8, n - 8), st.just(n))),
)
def test_z_test_equals_an_independent_version(later, earlier):
    expected = proportions_ztest([later[0], earlier[0]], [later[1], earlier[1]])[1]
    assert z_test(*later, *earlier) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("x", [0, 20])
def test_same_answer_from_everybody_in_both_years_is_no_difference(x):
    assert z_test(x, 20, x, 20) == 1
    assert difference_p_value(x, 20, x, 20) == 1


def test_p_value_is_fishers_only_where_an_expected_count_is_below_five():
    p = difference_p_value([1, 60], [12, 100], [4, 50], [14, 100])
    assert p[0] == pytest.approx(stats.fisher_exact([[1, 11], [4, 10]]).pvalue)
    assert p[1] == z_test(60, 100, 50, 100)


def test_fisher_exact_takes_counts_made_from_rounded_percentages():
    assert fisher_exact(0.75 * 13, 13, 0.3 * 11, 11) == fisher_exact(10, 13, 3, 11)
