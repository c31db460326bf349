"""What a target is measured against: the smallest change that the follow-up could show. Pure."""

from __future__ import annotations

import math

from trusts.expected_range import SD_OF_RATING

# 1.96 for two-sided 5%, 0.84 for a power of 80%: the usual sum for comparing two proportions.
STANDARD_ERRORS_NEEDED = 2.8
HUNDRED = 100
MEAN = "mean_0_10"


def smallest_change(percentage: float | None, answers: int | None) -> float | None:
    """Points by which a score must rise to be seen four times in five, with as many answers again.

    `percentage` from 0 to 100 is the baseline. A change of d is seen with 80% power at two-sided
    5% where d is 2.8 standard errors of the difference of two independent proportions. None where
    the score or its answers are not known.
    """
    if percentage is None or not answers:
        return None
    share = percentage / HUNDRED
    return HUNDRED * STANDARD_ERRORS_NEEDED * math.sqrt(share * (1 - share) * 2 / answers)


def smallest_change_of_mean(mean: float | None, answers: int | None) -> float | None:
    """The same for a mean from 0 to 10, on its own scale.

    Single answers are taken to vary by `trusts.expected_range.SD_OF_RATING`, so that a difference
    of two means has a standard error of that times the square root of 2/n. None where the mean or
    its answers are not known.
    """
    if mean is None or not answers:
        return None
    return STANDARD_ERRORS_NEEDED * SD_OF_RATING * math.sqrt(2 / answers)


def smallest_rise(score: float | None, answers: int | None, *, scale: str) -> float | None:
    """The smallest rise to be seen, on the scale of the question."""
    if scale == MEAN:
        return smallest_change_of_mean(score, answers)
    return smallest_change(score, answers)
