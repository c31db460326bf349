"""Whether the trusts outside the scheme can teach what to expect: enough of them, and alike enough.

Decided by simulation, see docs/decisions (when a verdict cannot be said) and docs/statistics.md:
with fewer than ten comparators the bias passes 0.3 point and margins say nothing; where low
scorers recover in a way that no comparator shows, false claims pass 5% once more than a fifth of
the mentees started below every comparator.
"""

import numpy as np

from evaluation.statistics.cohorts import Cohorts, Positions
from evaluation.statistics.standing import standing

FEWEST_TO_LEARN_FROM = 10
MOST_OUTSIDE = 0.2


def too_few_to_learn_from(comparators: int) -> str:
    """The sentence where there are too few trusts to compare with."""
    return (
        "Cannot be said: there are too few trusts outside the scheme to compare with "
        f"({comparators}; at least {FEWEST_TO_LEARN_FROM} are needed to learn what was to be "
        "expected)."
    )


def outside_support(cohorts: Cohorts, assessed: Positions) -> int:
    """How many of these mentees stood below, or above, every comparator at baseline.

    assessed: positions among the mentees. A trust's level is its answers' mean distance from the
    comparators' score, questions weighted by answers (step 1 of the headline method). Of no
    mentees or no comparators: 0.
    """
    if not assessed.size or not cohorts.comparators.size:
        return 0
    level = standing(cohorts.before, cohorts.comparators).level
    others, own = level[cohorts.comparators], level[cohorts.mentees[assessed]]
    return int(np.sum((own < others.min()) | (own > others.max())))


def why_cannot_be_said(outside: int, mentees: int) -> str | None:
    """The sentence where more than a fifth of the mentees are unlike every comparator."""
    if not mentees or outside <= MOST_OUTSIDE * mentees:
        return None
    which = "the mentee" if mentees == 1 else f"{outside} of {mentees} mentees"
    return (
        f"Cannot be said: {which} started lower or higher than every trust outside the scheme, so "
        "what was to be expected of them cannot be learnt from others."
    )
