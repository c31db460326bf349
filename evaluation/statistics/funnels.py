"""Where a score is expected to lie when nothing but luck and ordinary differences are at work."""

import numpy as np
import numpy.typing as npt

from evaluation.statistics.intervals import (
    Array,
    CountError,
    Interval,
    checked_counts,
    normal_quantile,
)

WINSORISED_SHARE = 0.1


def expected_range(
    p: npt.ArrayLike, n: npt.ArrayLike, tau2: npt.ArrayLike, level: float = 0.95
) -> Interval:
    """Range in which a trust with n answers is expected, clipped to 0..1.

    p: the national score (unrounded), a proportion; tau2: between-trust variance of the question
    on the same scale, 0 where trusts differ no more than by luck. p +/- z sqrt(p(1-p)/n + tau2).
    Raises CountError for n not above 0, p outside 0..1 or a negative tau2.
    Source: the published method of the survey; Spiegelhalter, Quality and Safety in Health Care
    2005;14:347-351 (additive random effects).
    """
    share, answers = _checked(p, n)
    extra = np.asarray(tau2, dtype=float)
    if not (extra >= 0).all():
        raise CountError("The variance between trusts is never negative or missing.")
    half = normal_quantile(level) * np.sqrt(share * (1 - share) / answers + extra)
    return np.clip(share - half, 0.0, 1.0), np.clip(share + half, 0.0, 1.0)


def funnel_limits(p: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Funnel limits of a proportion: the scores whose Wilson limit is just the target p.

    p: the target (national proportion); n: answers; level: 0.95 or 0.998. Returns proportions
    within 0..1. A score has a Wilson limit of exactly p where (score - p)^2 = z^2 p(1-p)/n, so
    these are p +/- z sqrt(p(1-p)/n). Raises CountError as `expected_range`.
    Source: UKHSA (PHEindicatormethods, funnel limits for proportions).
    """
    return expected_range(p, n, 0.0, level)


def overdispersed_limits(
    p: npt.ArrayLike, n: npt.ArrayLike, tau2: npt.ArrayLike, level: float = 0.95
) -> Interval:
    """Funnel limits that allow for ordinary differences between trusts, on the arcsine scale.

    tau2: variance between trusts of arcsin(sqrt(score)), from `arcsine_variance`. Returns
    proportions within 0..1. Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202.
    """
    share, answers = _checked(p, n)
    half = normal_quantile(level) * np.sqrt(1 / (4 * answers) + np.asarray(tau2, dtype=float))
    middle = np.arcsin(np.sqrt(share))
    lower = np.sin(np.clip(middle - half, 0.0, np.pi / 2)) ** 2
    upper = np.sin(np.clip(middle + half, 0.0, np.pi / 2)) ** 2
    return lower, upper


def arcsine_variance(
    p: npt.ArrayLike, n: npt.ArrayLike, target: float, share: float = WINSORISED_SHARE
) -> float:
    """Variance between trusts of arcsin(sqrt(score)) about the target, winsorised."""
    score, answers = _checked(p, n)
    departure = np.arcsin(np.sqrt(score)) - np.arcsin(np.sqrt(target))
    return winsorised_variance(departure, 1 / (4 * answers), share)


def winsorised_variance(
    departure: npt.ArrayLike, variance: npt.ArrayLike, share: float = WINSORISED_SHARE
) -> float:
    """Between-trust variance from z-scores with the most extreme pulled in; 0 if none is seen.

    departure: score less target of each trust; variance: its sampling variance (above 0); share:
    the part of the z-scores in each tail set to the quantile there (0.1; 0.2 comes close to the
    published survey tables). tau2 = (K phi - (K - 1)) / (sum w - sum w^2 / sum w) with phi the mean
    squared winsorised z and w = 1 / variance. Needs two trusts or more.
    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185-1202.
    """
    values, noise = np.asarray(departure, dtype=float), np.asarray(variance, dtype=float)
    if values.size < 2 or not (noise > 0).all() or not np.isfinite(values).all():
        raise CountError("Give two or more departures, each with a variance above 0.")
    if not 0 <= share < 0.5:
        raise ValueError("The share pulled in on each side is at least 0 and below a half.")
    z = values / np.sqrt(noise)
    z = np.clip(z, np.quantile(z, share), np.quantile(z, 1 - share))
    weight = 1 / noise
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    return float(max(0.0, ((z**2).sum() - (values.size - 1)) / scale))


def _checked(p: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Array, Array]:
    share, answers = np.asarray(p, dtype=float), np.asarray(n, dtype=float)
    checked_counts(share, np.ones_like(share))
    checked_counts(np.zeros_like(answers), answers)
    return share, answers
