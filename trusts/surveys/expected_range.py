"""The range within which a trust's score is expected, where the published table has none.

Method: Spiegelhalter, Statistics in Medicine 2005;24:1185-1202 (funnel plots), and
Spiegelhalter et al., Journal of the Royal Statistical Society A 2012;175:1-47 (additive
over-dispersion: z-scores winsorised, the between-trust variance by moments). With a fifth of
the trusts winsorised at each end it comes close to the published ranges of 2018.

Scores are in percent, variances between trusts on the scale of proportions (tau2 = 0.0016 is
a standard deviation of 4 points); for a mean from 0 to 10 both are on its own scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Figures = NDArray[np.float64]

Z_95 = 1.96
Z_998 = 3.0902
"""The normal quantile that leaves 0.1% at each end (99.8% limits of a funnel plot)."""
WINSORISED = 0.2
FEWEST_TRUSTS = 5


class TooFewTrusts(ValueError):
    """The spread between trusts cannot be told from fewer than five of them."""


@dataclass(frozen=True, slots=True)
class ExpectedRange:
    """Lower and upper end, on the scale of the scores, one for each trust; ``computed`` here
    says that it is ours and not the survey's."""

    lower: Figures
    upper: Figures
    computed: bool = True


def expected_range(national: float, n: ArrayLike, tau2: float, *, z: float = Z_95) -> ExpectedRange:
    """Expected range of percentages: P +/- z * sqrt(P(1-P)/n + tau2), clipped to 0-100.

    ``national``: the unrounded national score P in percent (0 to 100); ``n``: respondents of
    each trust (1 or more; NaN or 0 gives NaN); ``tau2``: variance between trusts as a
    proportion (0 where trusts do not differ by more than chance). Raises ValueError for a
    national score outside 0-100 or a negative tau2.
    """
    if not 0 <= national <= 100:
        raise ValueError("the national score must be between 0 and 100")
    share = national / 100
    half = 100 * _half_width(share * (1 - share), n, tau2, z)
    return ExpectedRange(np.clip(national - half, 0, 100), np.clip(national + half, 0, 100))


def expected_range_of_mean(
    national: float, standard_deviation: float, n: ArrayLike, tau2: float, *, z: float = Z_95
) -> ExpectedRange:
    """Expected range of means from 0 to 10: M +/- z * sqrt(sd^2/n + tau2), clipped to 0-10.

    ``standard_deviation`` is that of single answers. In the published table of 2018 it is
    1.38 for the overall rating of care (recovered from the ranges of ten trusts).
    """
    if not 0 <= national <= 10 or standard_deviation < 0:
        raise ValueError("the mean must be between 0 and 10, its deviation not negative")
    half = _half_width(standard_deviation**2, n, tau2, z)
    return ExpectedRange(np.clip(national - half, 0, 10), np.clip(national + half, 0, 10))


def _half_width(variance: float, n: ArrayLike, tau2: float, z: float) -> Figures:
    if tau2 < 0:
        raise ValueError("tau2 must not be negative")
    respondents = np.asarray(n, np.float64)
    respondents = np.where(respondents > 0, respondents, np.nan)
    return np.asarray(z * np.sqrt(variance / respondents + tau2), np.float64)


def variance_between_trusts(
    scores: ArrayLike, n: ArrayLike, national: float, *, winsorised: float = WINSORISED
) -> float:
    """tau2 of percentages by the additive random-effects method on winsorised z-scores.

    ``scores`` in percent and ``n`` respondents, one of each a trust; suppressed trusts (NaN)
    are left out. With s = sqrt(P(1-P)/n) the z-scores (score - P)/s are winsorised (the
    ``winsorised`` share at each end takes the value next to it), phi is the mean of their
    squares, and with w = 1/s^2 and k trusts

        tau2 = (k phi - (k - 1)) / (sum w - sum w^2 / sum w), and 0 where that is negative.

    Smallest usable base: 5 trusts, else TooFewTrusts. Zero where P is 0 or 100.
    """
    share = national / 100
    return _moments(np.asarray(scores, np.float64) / 100, n, share, share * (1 - share), winsorised)


def variance_between_means(
    scores: ArrayLike,
    n: ArrayLike,
    national: float,
    standard_deviation: float,
    *,
    winsorised: float = WINSORISED,
) -> float:
    """tau2 of means from 0 to 10, as ``variance_between_trusts``, with s = sd/sqrt(n)."""
    return _moments(np.asarray(scores, np.float64), n, national, standard_deviation**2, winsorised)


def _moments(
    scores: Figures, n: ArrayLike, centre: float, variance: float, winsorised: float
) -> float:
    respondents = np.asarray(n, np.float64)
    usable = ~np.isnan(scores) & (respondents > 0)
    if np.count_nonzero(usable) < FEWEST_TRUSTS:
        raise TooFewTrusts("the spread between trusts cannot be told from fewer than five")
    if variance <= 0:
        return 0.0
    weight = respondents[usable] / variance
    z = winsorised_values((scores[usable] - centre) * np.sqrt(weight), winsorised)
    count = len(z)
    excess = float(np.sum(z**2)) - (count - 1)
    spread = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(0.0, excess / spread)


def winsorised_values(values: Figures, share: float) -> Figures:
    """The values with the ``share`` at each end drawn in to the nearest value kept.

    Of k values, floor(share * k) at each end are replaced. Raises ValueError for a share
    outside 0 to below one half.
    """
    if not 0 <= share < 0.5:
        raise ValueError("the share at each end must be from 0 to below one half")
    ordered = np.sort(values)
    drawn_in = int(share * len(ordered))
    return np.clip(values, ordered[drawn_in], ordered[len(ordered) - 1 - drawn_in])


def national_from_range(lower: ArrayLike, upper: ArrayLike) -> Figures:
    """The unrounded national score: the middle of a published range that is not clipped."""
    return (np.asarray(lower, np.float64) + np.asarray(upper, np.float64)) / 2


def tau2_from_range(lower: ArrayLike, upper: ArrayLike, n: ArrayLike) -> Figures:
    """tau2 behind published ranges of percentages that are not clipped: from its half width
    h, (h/196)^2 - P(1-P)/n with P the middle of the range. Rounding leaves about 1e-8."""
    low, high = np.asarray(lower, np.float64), np.asarray(upper, np.float64)
    share = national_from_range(low, high) / 100
    half = (high - low) / 200
    sampling = share * (1 - share) / np.asarray(n, np.float64)
    return np.asarray((half / Z_95) ** 2 - sampling, np.float64)
