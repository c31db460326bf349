"""Tests of a difference between two surveys, and of many differences at once."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtr

from evaluation.statistics.intervals import Array, checked_counts

SMALLEST_EXPECTED_COUNT = 5
# Probabilities within this factor count as equal when the tails of Fisher's test are added up, so
# that rounding does not drop the mirror image of what was observed.
EQUAL_WITHIN = 1 + 1e-7


def z_test(x1: npt.ArrayLike, n1: npt.ArrayLike, x0: npt.ArrayLike, n0: npt.ArrayLike) -> Array:
    """Two-sided p of the pooled z-test that two independent proportions are equal.

    x: positive answers, n: answers, later then earlier; numbers or arrays that broadcast. Where
    both groups answered all one way there is no difference and p is 1. Meant for display; where an
    expected count is below 5 use `difference_p_value`. Raises CountError as `wilson_interval`.
    """
    x1, n1 = checked_counts(x1, n1)
    x0, n0 = checked_counts(x0, n0)
    pooled = (x1 + x0) / (n1 + n0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    difference = np.abs(x1 / n1 - x0 / n0)
    z = np.divide(difference, error, out=np.zeros_like(difference * error), where=error > 0)
    p: Array = np.minimum(2 * ndtr(-z), 1.0)
    return p


def fisher_exact(x1: float, n1: float, x0: float, n0: float) -> float:
    """Two-sided p of Fisher's exact test: tables at most as likely as the one observed.

    Counts are rounded to whole answers first (published percentages make them fractional).
    Source: Fisher 1935; two-sided rule of Freeman and Halton 1951, as in R's fisher.test.
    """
    a, later, c, earlier = (round(float(value)) for value in (x1, n1, x0, n0))
    checked_counts(a, later), checked_counts(c, earlier)
    positive = a + c
    possible = np.arange(max(0, positive - earlier), min(positive, later) + 1)
    log_chance = _log_choose(later, possible) + _log_choose(earlier, positive - possible)
    chance = np.exp(log_chance - log_chance.max())
    observed = chance[a - possible[0]]
    return float(min(1.0, chance[chance <= observed * EQUAL_WITHIN].sum() / chance.sum()))


def difference_p_value(
    x1: npt.ArrayLike, n1: npt.ArrayLike, x0: npt.ArrayLike, n0: npt.ArrayLike
) -> Array:
    """Two-sided p that two proportions are equal: z-test, or Fisher's where a count is small.

    Fisher's exact test is used where any of the four expected counts is below 5.
    """
    counts = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (x1, n1, x0, n0)))
    p = np.array(z_test(*counts))
    for place in np.argwhere(_has_small_expected_count(*counts)):
        position = tuple(place)
        p[position] = fisher_exact(*(float(value[position]) for value in counts))
    return p[()]


def benjamini_hochberg(p: npt.ArrayLike) -> Array:
    """P values adjusted so that calling those below 0.05 keeps false discoveries to 5%.

    p: a flat list of p values, one family; returned in the same order, never below the input and
    never above 1. Raises ValueError where one is missing or outside 0..1: leave out what was not
    tested before calling. Source: Benjamini and Hochberg, JRSS B 1995;57:289-300.
    """
    values = np.asarray(p, dtype=float)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise ValueError("Give a flat list of p values, each between 0 and 1, none missing.")
    order = np.argsort(values, kind="stable")[::-1]
    ranks = np.arange(values.size, 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(np.minimum(values[order] * values.size / ranks, 1.0))
    return adjusted


def adjusted_or_none(p: Iterable[float | None]) -> list[float | None]:
    """Benjamini-Hochberg over those that were tested; None stays None and does not count."""
    values = list(p)
    tested = iter(benjamini_hochberg([value for value in values if value is not None]))
    return [None if value is None else float(next(tested)) for value in values]


def _log_choose(total: int, chosen: npt.NDArray[np.int64]) -> Array:
    log_ways: Array = gammaln(total + 1) - gammaln(chosen + 1) - gammaln(total - chosen + 1)
    return log_ways


def _has_small_expected_count(x1: Array, n1: Array, x0: Array, n0: Array) -> npt.NDArray[np.bool_]:
    share = (x1 + x0) / (n1 + n0)
    smallest = np.minimum(n1, n0) * np.minimum(share, 1 - share)
    small: npt.NDArray[np.bool_] = np.asarray(smallest < SMALLEST_EXPECTED_COUNT)
    return small
