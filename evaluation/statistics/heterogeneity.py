"""How much units differ beyond their sampling noise, for one question."""

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri

from evaluation.statistics.intervals import Array, CountError, normal_quantile

Method = Literal["DL", "PM", "REML"]
NARROW = 1e-12
# Where the restricted likelihood is looked at before its highest point is closed in on.
PLACES, FINEST = 120, 1e-7


def between_trust_variance(y: npt.ArrayLike, v: npt.ArrayLike, method: Method = "DL") -> float:
    """Variance between units beyond sampling (tau squared), never below 0.

    y: one estimate a unit, any unit; v: the sampling variance of each, above 0, in that unit
    squared. method: "DL" (DerSimonian and Laird 1986), "PM" (Paule and Mandel 1982: the value at
    which Cochran's Q equals its degrees of freedom) or "REML" (restricted maximum likelihood,
    Viechtbauer 2005). Needs two units. Raises CountError for fewer, for a missing
    value or a variance not above 0; ValueError for another method.
    """
    estimates, variances = _checked(y, v)
    methods: dict[str, Callable[[Array, Array], float]] = {
        "DL": _dersimonian_laird,
        "PM": _paule_mandel,
        "REML": _restricted_likelihood,
    }
    if method not in methods:
        raise ValueError(f"The method is one of {', '.join(methods)}, not {method}.")
    return methods[method](estimates, variances)


def cochran_q(y: npt.ArrayLike, v: npt.ArrayLike, tau2: float = 0.0) -> float:
    """Cochran's Q about the weighted mean, weights 1 / (v + tau2)."""
    return _q(*_checked(y, v), tau2)


def random_effects_mean(
    y: npt.ArrayLike, v: npt.ArrayLike, tau2: float, level: float = 0.95
) -> tuple[float, float, float]:
    """(mean, lower, upper) of units weighted by 1 / (v + tau2), normal interval."""
    estimates, variances = _checked(y, v)
    weight = 1 / (variances + tau2)
    mean = float((weight * estimates).sum() / weight.sum())
    half = normal_quantile(level) / float(np.sqrt(weight.sum()))
    return mean, mean - half, mean + half


def q_profile_interval(
    y: npt.ArrayLike, v: npt.ArrayLike, level: float = 0.95
) -> tuple[float, float]:
    """Interval for the variance between units, exact when units are normal.

    The values at which Q equals the upper and lower chi-squared quantiles on k - 1 degrees of
    freedom; a limit is 0 where Q is already below its quantile there.
    Source: Viechtbauer, Statistics in Medicine 2007;26:37-52.
    """
    estimates, variances = _checked(y, v)
    df = len(estimates) - 1
    tail = (1 - level) / 2
    return (
        _where_q_equals(estimates, variances, float(chdtri(df, tail))),
        _where_q_equals(estimates, variances, float(chdtri(df, 1 - tail))),
    )


def _checked(y: npt.ArrayLike, v: npt.ArrayLike) -> tuple[Array, Array]:
    estimates, variances = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if estimates.ndim != 1 or estimates.shape != variances.shape or estimates.size < 2:
        raise CountError("Give two or more estimates in a flat list, each with its variance.")
    if not np.isfinite(estimates).all() or not np.isfinite(variances).all():
        raise CountError("No estimate and no variance may be missing or infinite.")
    if not (variances > 0).all():
        raise CountError("Each sampling variance must be above 0.")
    return estimates, variances


def _q(y: Array, v: Array, tau2: float) -> float:
    weight = 1 / (v + tau2)
    mean = (weight * y).sum() / weight.sum()
    return float((weight * (y - mean) ** 2).sum())


def _dersimonian_laird(y: Array, v: Array) -> float:
    weight = 1 / v
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    return max(0.0, (_q(y, v, 0.0) - (len(y) - 1)) / float(scale))


def _paule_mandel(y: Array, v: Array) -> float:
    return _where_q_equals(y, v, len(y) - 1.0)


def _where_q_equals(y: Array, v: Array, wanted: float) -> float:
    """The variance at which Q falls to `wanted`, 0 if it starts below; Q never rises with it."""
    if _q(y, v, 0.0) <= wanted:
        return 0.0
    low, high = 0.0, float(v.max())
    while _q(y, v, high) > wanted:
        high *= 2
    return _closed_in(lambda tau2: _q(y, v, tau2) > wanted, low, high)


def _closed_in(is_below: Callable[[float], bool], low: float, high: float) -> float:
    """Halve low..high until it is as narrow as it can matter; the answer lies above low."""
    while high - low > NARROW * high:
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _restricted_likelihood(y: Array, v: Array) -> float:
    """The highest point of the restricted likelihood: it may have more than one, so look first."""
    widest = 2 * float(np.ptp(y)) ** 2
    if widest * FINEST == 0:  # alike, or so nearly that no number can tell the difference
        return 0.0
    places = np.concatenate([[0.0], np.geomspace(widest * FINEST, widest, PLACES)])
    best = int(np.argmax(_restricted_log_likelihood(y, v, places)))
    low, high = float(places[max(best - 1, 0)]), float(places[min(best + 1, PLACES)])
    if best == 0 and _score(y, v, 0.0) <= 0:
        return 0.0
    return _closed_in(lambda tau2: _score(y, v, tau2) > 0, low, high)


def _restricted_log_likelihood(y: Array, v: Array, tau2: Array) -> Array:
    """Up to a constant, at each of several variances."""
    total = v + tau2[:, None]
    weight = 1 / total
    mean = (weight @ y) / weight.sum(axis=1)
    q = (weight * (y - mean[:, None]) ** 2).sum(axis=1)
    height: Array = -0.5 * (np.log(total).sum(axis=1) + np.log(weight.sum(axis=1)) + q)
    return height


def _score(y: Array, v: Array, tau2: float) -> float:
    """Twice the slope of the restricted log likelihood."""
    weight = 1 / (v + tau2)
    residual = y - (weight * y).sum() / weight.sum()
    pull = (weight**2 * residual**2).sum() - weight.sum() + (weight**2).sum() / weight.sum()
    return float(pull)
