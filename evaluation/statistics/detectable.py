"""What could be seen at all: the smallest change that would be noticed four times in five."""

import numpy as np
import numpy.typing as npt

from evaluation.statistics.intervals import Array, checked_counts

# 1.96 (two-sided 5%) + 0.84 (power 80%)
STANDARD_ERRORS_NEEDED = 2.8


def detectable_effect(standard_error: float) -> float:
    """The effect seen with 80% power at two-sided 5%, in the unit of its standard error."""
    return STANDARD_ERRORS_NEEDED * standard_error


def detectable_difference(
    p: npt.ArrayLike, n_before: npt.ArrayLike, n_after: npt.ArrayLike
) -> Array:
    """The smallest difference between two independent proportions seen with 80% power.

    p: the score to expect, a proportion; n: answers in each survey or group. Returns a
    proportion. One trust, one question, 400 answers each at 75%: 8.6 points. Serves for a change
    between two years and for a gap between two groups. Raises CountError as `wilson_interval`.
    """
    share = np.asarray(p, dtype=float)
    checked_counts(share, np.ones_like(share))
    n_before, n_after = np.asarray(n_before, dtype=float), np.asarray(n_after, dtype=float)
    checked_counts(np.zeros_like(n_before), n_before)
    checked_counts(np.zeros_like(n_after), n_after)
    found: Array = STANDARD_ERRORS_NEEDED * np.sqrt(
        share * (1 - share) * (1 / n_before + 1 / n_after)
    )
    return found
