"""The interval of one score, and where a trust of its size would be expected to score."""

from __future__ import annotations

from math import sqrt

Z95 = 1.96
Range = tuple[float, float]
FEW_ANSWERS = 30


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
