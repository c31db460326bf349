"""The interval of one score, and where a trust of its size would be expected to score."""

from __future__ import annotations

from math import hypot, sqrt

Z95 = 1.96
Range = tuple[float, float]
FEW_ANSWERS = 30
SD_OF_RATING = 1.38
"""Standard deviation of single answers on the overall rating of care (0 to 10): recovered from
the published expected ranges of 2018, see `trusts.surveys.expected_range`."""


def wilson_range(percent: float, n: int) -> Range:
    """The 95% interval of a percentage from `n` answers (Wilson 1927), in percentage points.

    Raises ValueError for n < 1 or a percentage outside 0 to 100.
    """
    if n < 1 or not 0 <= percent <= 100:
        raise ValueError("an interval needs at least one answer and a score from 0 to 100")
    p, z2 = percent / 100, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return 100 * (middle - half), 100 * (middle + half)


def newcombe_range(later: float, n1: int, earlier: float, n0: int) -> tuple[float, float]:
    """The 95% interval of later minus earlier, in percentage points (Newcombe 1998, method 10).

    Percentages from 0 to 100 of independent answers; raises ValueError as `wilson_range`.
    """
    low1, high1 = wilson_range(later, n1)
    low0, high0 = wilson_range(earlier, n0)
    difference = later - earlier
    return (
        difference - hypot(later - low1, high0 - earlier),
        difference + hypot(high1 - later, earlier - low0),
    )


def our_expected_range(national: float, n: int, tau2: float) -> Range:
    """Where 95 in 100 trusts with `n` answers lie if their patients felt as the country's do.

    P +/- 1.96 sqrt(P(1-P)/n + tau2), held within 0 to 100 (Spiegelhalter 2005, additive random
    effects). `national` in percent, `tau2` the variance between trusts in squared proportions.
    Raises ValueError for n < 1, a negative variance or a score outside 0 to 100.
    """
    if n < 1 or tau2 < 0 or not 0 <= national <= 100:
        raise ValueError("a range needs an answer, a variance and a score from 0 to 100")
    p = national / 100
    half = Z95 * sqrt(p * (1 - p) / n + tau2)
    return 100 * max(0.0, p - half), 100 * min(1.0, p + half)


def our_expected_range_of_mean(national: float, n: int, tau2: float) -> Range:
    """The same for a mean from 0 to 10: M +/- 1.96 sqrt(sd^2/n + tau2), held within 0 to 10.

    Single answers are taken to vary by SD_OF_RATING; `tau2` is in squared points.
    Raises ValueError for n < 1, a negative variance or a mean outside 0 to 10.
    """
    if n < 1 or tau2 < 0 or not 0 <= national <= 10:
        raise ValueError("a range needs an answer, a variance and a mean from 0 to 10")
    half = Z95 * sqrt(SD_OF_RATING**2 / n + tau2)
    return max(0.0, national - half), min(10.0, national + half)
