"""Gaps between groups of patients, and how they changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.statistics.cohorts import FEWEST_ANSWERS_SHOWN
from evaluation.statistics.detectable import detectable_difference
from evaluation.statistics.intervals import (
    Array,
    CountError,
    Interval,
    mover_interval,
    newcombe_interval,
    normal_quantile,
)

FEWEST_GROUPS = 3
NOT_SHOWN = "Not shown: one of the groups is suppressed or has fewer than 10 answers"


@dataclass(frozen=True)
class Group:
    """One group of patients: answers and score in per cent; None where suppressed."""

    name: str
    n: int | None
    score: float | None

    @property
    def counts(self) -> tuple[float, float] | None:
        """(positive answers, answers), or None where the group is not shown."""
        if self.n is None or self.score is None or self.n < FEWEST_ANSWERS_SHOWN:
            return None
        return self.score / 100 * self.n, float(self.n)


@dataclass(frozen=True)
class Gap:
    """First group less second, percentage points, Newcombe interval; or the reason for none.

    detectable: the smallest gap these numbers of answers would show four times in five.
    """

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    detectable: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class InequalitySlope:
    """Slope and relative index of inequality, with intervals where variances were given.

    slope: difference between the two ends of the ranking, in the unit of the values.
    relative: value at the last end divided by value at the first (None if that is not above 0).
    """

    slope: float
    relative: float | None
    slope_lower: float | None = None
    slope_upper: float | None = None
    relative_lower: float | None = None
    relative_upper: float | None = None


def gap_between(first: Group, second: Group) -> Gap:
    """The gap between two groups of one survey."""
    a, b = first.counts, second.counts
    if a is None or b is None:
        return Gap(reason=NOT_SHOWN)
    lower, upper = newcombe_interval(*a, *b)
    pooled = (a[0] + b[0]) / (a[1] + b[1])
    return Gap(
        100 * (a[0] / a[1] - b[0] / b[1]),
        100 * float(lower),
        100 * float(upper),
        100 * float(detectable_difference(pooled, a[1], b[1])),
    )


def change_of_gap(before: Gap, after: Gap) -> Gap:
    """Gap after less gap before; different patients answered, so the two are independent."""
    if before.value is None or after.value is None:
        return Gap(reason=before.reason or after.reason)
    lower, upper = mover_interval(after.value, _limits(after), before.value, _limits(before))
    detectable = None
    if before.detectable is not None and after.detectable is not None:
        detectable = float(np.hypot(before.detectable, after.detectable))
    return Gap(after.value - before.value, float(lower), float(upper), detectable)


def slope_index_of_inequality(
    population: npt.ArrayLike,
    value: npt.ArrayLike,
    variance: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> InequalitySlope:
    """Slope and relative index of inequality over ordered groups (deprivation fifths or tenths).

    population: people in each group, in order from the most to the least deprived; value: the
    score of each group, any unit; variance: sampling variance of each value, for intervals. Each
    group sits at the middle of its share of the ranked population (0 to 1); the line is fitted by
    least squares weighted by population. slope = line at 1 less line at 0; relative = line at 1 /
    line at 0 (interval on the log scale). Needs three groups with values; raises CountError for
    fewer, a missing value (suppressed groups are "not shown", never zero) or population not > 0.
    Source: Mackenbach and Kunst 1997; UKHSA PHEindicatormethods (weights by population).
    """
    people, values = np.asarray(population, dtype=float), np.asarray(value, dtype=float)
    if people.ndim != 1 or people.shape != values.shape or people.size < FEWEST_GROUPS:
        raise CountError("Give three or more groups in order, each with population and value.")
    if not (people > 0).all() or not np.isfinite(people).all() or not np.isfinite(values).all():
        raise CountError("A group has no population or its value is suppressed or missing.")
    share = people / people.sum()
    position = np.cumsum(share) - share / 2
    at_ends = _line_at_ends(position, share)
    start, end = (float(row @ values) for row in at_ends)
    slope, relative = end - start, end / start if start > 0 else None
    if variance is None:
        return InequalitySlope(slope, relative)
    noise = np.asarray(variance, dtype=float)
    if noise.shape != values.shape or not (noise >= 0).all():
        raise CountError("Give a sampling variance of at least 0 for each group.")
    half = normal_quantile(level) * float(np.sqrt((at_ends[1] - at_ends[0]) ** 2 @ noise))
    lower, upper = _relative_limits(start, end, at_ends, noise, level)
    return InequalitySlope(slope, relative, slope - half, slope + half, lower, upper)


def slope_over_groups(groups: Sequence[Group]) -> InequalitySlope | None:
    """The slope in points over groups in order, weighted by answers; None unless all are shown."""
    shown = [group.counts for group in groups if group.counts is not None]
    if len(groups) < FEWEST_GROUPS or len(shown) < len(groups):
        return None
    counts = np.array(shown)
    n = counts[:, 1]
    p = counts[:, 0] / n
    # Adding two answers of each kind keeps the variance of 0% and 100% above 0.
    smoothed = (counts[:, 0] + 2) / (n + 4)
    return slope_index_of_inequality(n, 100 * p, 1e4 * smoothed * (1 - smoothed) / n)


def _limits(gap: Gap) -> Interval:
    return np.asarray(gap.lower, dtype=float), np.asarray(gap.upper, dtype=float)


def _line_at_ends(position: Array, share: Array) -> Array:
    """Rows that turn the values into the fitted line at 0 and at 1."""
    design = np.column_stack([np.ones_like(position), position])
    weighted = design * share[:, None]
    solved = np.linalg.solve(design.T @ weighted, weighted.T)
    ends: Array = np.array([[1.0, 0.0], [1.0, 1.0]]) @ solved
    return ends


def _relative_limits(
    start: float, end: float, at_ends: Array, noise: Array, level: float
) -> tuple[float | None, float | None]:
    if start <= 0 or end <= 0:
        return None, None
    gradient = at_ends[1] / end - at_ends[0] / start
    half = normal_quantile(level) * float(np.sqrt(gradient**2 @ noise))
    return end / start * float(np.exp(-half)), end / start * float(np.exp(half))
