"""What size of change a scheme could detect at all: said before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# Two-sided 5% level and 80% power: 1.960 + 0.842.
STANDARD_ERRORS_NEEDED = 2.802


class TooFewToSay(ValueError):
    """There is nothing to work out a detectable effect from."""


@dataclass(frozen=True)
class DetectableEffect:
    """The smallest change, in percentage points, that would be noticed 4 times in 5."""

    points: float
    mentees: int
    comparators: int
    answers: int


def detectable_effect(
    *, mentees: int, comparators: int, answers: int, proportion: float
) -> DetectableEffect:
    """Minimum detectable difference in differences on one question, in percentage points.

    `mentees` trusts change against `comparators` trusts; `answers` is the typical number of
    answers a trust has to the question in each of the two surveys, `proportion` (0 to 1) the
    national score. Sampling variation alone is counted: a trust's change has the variance
    2p(1-p)/n, and the difference of two means of changes the variance 2p(1-p)/n (1/m + 1/c). Real
    differences between trusts' own changes make the truth larger, so this is the best case.
    Two-sided 5% level, 80% power (Bloom, Evaluation Review 1995, 19:547-556: 2.8 x SE).

    Raises TooFewToSay without at least one mentee, one comparator and one answer, or where the
    proportion is not between 0 and 1 (both excluded).
    """
    if mentees < 1 or comparators < 1 or answers < 1 or not 0 < proportion < 1:
        raise TooFewToSay("mentees, comparators, answers and a score between 0 and 1 are needed")
    one_change = 2 * proportion * (1 - proportion) / answers
    error = sqrt(one_change * (1 / mentees + 1 / comparators))
    return DetectableEffect(100 * STANDARD_ERRORS_NEEDED * error, mentees, comparators, answers)
