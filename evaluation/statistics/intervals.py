"""Intervals for one proportion and for the difference of two, in closed form."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Array = npt.NDArray[np.float64]
Interval = tuple[Array, Array]


class CountError(ValueError):
    """Counts from which no proportion can be worked out."""


def normal_quantile(level: float) -> float:
    """The two-sided standard normal quantile: 1.96 for a level of 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, not {level}.")
    return float(ndtri((1 + level) / 2))


def wilson_interval(x: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Wilson's score interval for a proportion.

    x: how many answered positively; n: how many answered. Numbers or arrays that broadcast; x may
    be fractional, because published percentages are rounded. Returns (lower, upper) as
    proportions. Valid from n = 1; x = 0 gives a lower limit of exactly 0, x = n an upper of 1.
    Raises CountError where n is not above 0, x is outside 0..n, or either is missing: missing is
    never zero, so leave such cells out before calling.
    Source: Wilson 1927; Newcombe, Statistics in Medicine 1998;17:857-872, method 3.
    """
    x, n = checked_counts(x, n)
    return _wilson(x, n, normal_quantile(level))


def newcombe_interval(
    x1: npt.ArrayLike,
    n1: npt.ArrayLike,
    x0: npt.ArrayLike,
    n0: npt.ArrayLike,
    level: float = 0.95,
) -> Interval:
    """Newcombe's hybrid score interval for p1 - p0, later minus earlier, of independent groups.

    Arguments as for `wilson_interval`; returns (lower, upper) as differences of proportions,
    within -1..1. Raises CountError as `wilson_interval` does.
    Source: Newcombe, Statistics in Medicine 1998;17:873-890, method 10.
    """
    x1, n1 = checked_counts(x1, n1)
    x0, n0 = checked_counts(x0, n0)
    z = normal_quantile(level)
    low1, high1 = _wilson(x1, n1, z)
    low0, high0 = _wilson(x0, n0, z)
    p1, p0 = x1 / n1, x0 / n0
    difference = p1 - p0
    lower = difference - _distance(p1 - low1, high0 - p0)
    upper = difference + _distance(high1 - p1, p0 - low0)
    return lower, upper


def mover_interval(
    first: npt.ArrayLike, first_limits: Interval, second: npt.ArrayLike, second_limits: Interval
) -> Interval:
    """Interval for first - second from the interval of each, where the two are independent.

    Any unit, the same for both. Used for the change of a gap: the gap after less the gap before,
    each with its Newcombe interval.
    Source: Zou and Donner, Statistics in Medicine 2008;27:1693-1702 (MOVER).
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    difference = first - second
    lower = difference - np.hypot(first - first_limits[0], second_limits[1] - second)
    upper = difference + np.hypot(first_limits[1] - first, second - second_limits[0])
    return lower, upper


def _distance(a: Array, b: Array) -> Array:
    """As np.hypot, four times as fast: between 0 and 1 no square can grow or vanish."""
    return np.asarray(np.sqrt(a * a + b * b))[()]


def checked_counts(x: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Array, Array]:
    """The counts as float arrays, or CountError."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    # Comparisons with NaN are false, so these also refuse what is missing; isfinite is left to
    # the largest values because one infinite n or x shows there.
    if not (n > 0).all() or not (x >= 0).all() or not (x <= n).all() or not _finite(n):
        raise CountError("Each n must be above 0 and each x between 0 and n; none may be missing.")
    return x, n


def _finite(values: Array) -> bool:
    return bool(values.size == 0 or np.isfinite(values.max()))


def _wilson(x: Array, n: Array, z: float) -> Interval:
    spread: Any = z * np.sqrt(x * (n - x) / n + z * z / 4)
    middle = x + z * z / 2
    total = n + z * z
    # At x = 0 and x = n the limit is exact; rounding would leave a crumb of 1e-17.
    lower = np.where(x == 0, 0.0, (middle - spread) / total)
    upper = np.where(x == n, 1.0, (middle + spread) / total)
    return lower[()], upper[()]
