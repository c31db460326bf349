"""Where a trust stood in one survey: its general level, and each question's departure from it.

Steps 1 and 2 of the headline method. Everything is on a common scale on which the noise of a score
at the national mean is 0.1875 / n, whatever the question.
"""

from dataclasses import dataclass

import numpy as np

from evaluation.statistics.cohorts import FEWEST_COMPARATORS, Positions, Survey
from evaluation.statistics.composites import divided, weighted_mean
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags

NOISE_AT_THREE_QUARTERS = 0.75 * 0.25
LOWEST_BINOMIAL_VARIANCE = 0.02
LOWEST_SHARE, HIGHEST_SHARE = 0.02, 0.98
# A question's own variance is pulled towards the pooled one as if 20 trusts had that value, and is
# never taken below a twentieth of it.
TRUSTS_IN_PRIOR = 20
LOWEST_OF_POOLED = 0.05
ROUNDS = 2


@dataclass(frozen=True, eq=False)
class Standing:
    """One survey of all trusts, taken apart.

    score = mean + scale * (level + departure).
    answers: trusts x questions, 0 where the cell does not count here. mean, scale: of each
    question (proportions). level: one a trust. departure, noise, reliability: trusts x questions,
    0 where not known. variance: between-trust variance of departures, one a question. present:
    comparators that answered, one a question.
    """

    answers: Array
    mean: Array
    scale: Array
    level: Array
    departure: Array
    noise: Array
    variance: Array
    reliability: Array
    present: Array

    @property
    def known(self) -> Flags:
        return np.asarray(self.answers > 0)


def standing(survey: Survey, comparators: Positions) -> Standing:
    """Take a survey apart; means and variances come from the comparators alone.

    The noise of a score is worked out at its shrunken value: the national value would be wrong for
    trusts far from it, and the observed one follows luck. Questions with fewer than two
    comparators are left out.
    """
    enough = survey.known[comparators].sum(axis=0) >= FEWEST_COMPARATORS
    known = survey.known & enough
    n = np.where(known, survey.n, 0.0)
    mean = weighted_mean(n[comparators], survey.p[comparators])
    binomial = np.maximum(mean * (1 - mean), LOWEST_BINOMIAL_VARIANCE)
    scale = np.sqrt(binomial / NOISE_AT_THREE_QUARTERS)
    z = np.where(known, (survey.p - mean) / scale, 0.0)
    level = divided((n * z).sum(axis=1), n.sum(axis=1))
    departure = np.where(known, z - level[:, None], 0.0)
    noise = divided(np.full(n.shape, NOISE_AT_THREE_QUARTERS), n)
    present = known[comparators].sum(axis=0)
    for _ in range(ROUNDS):
        excess = departure**2 - noise
        variance = shrunken_variance(n[comparators], excess[comparators], present)
        reliability = np.where(
            known, divided(np.broadcast_to(variance, n.shape), variance + noise), 0.0
        )
        share = mean + scale * (level[:, None] + reliability * departure)
        share = np.clip(share, LOWEST_SHARE, HIGHEST_SHARE)
        noise = divided(share * (1 - share), scale**2 * n)
    return Standing(n, mean, scale, level, departure, noise, variance, reliability, present)


def shrunken_variance(weight: Array, excess: Array, present: Array) -> Array:
    """Between-trust variance of each question, pulled towards the pooled one and kept above 0."""
    own = np.maximum(weighted_mean(weight, excess), 0.0)
    pooled = float(np.maximum(divided((weight * excess).sum(), weight.sum()), 0.0))
    return np.maximum(pulled(own, pooled, present), LOWEST_OF_POOLED * pooled)


def pulled(own: Array, pooled: float, present: Array) -> Array:
    """Each question's own figure, weighted with the pooled one by how many trusts it rests on."""
    towards: Array = (present * own + TRUSTS_IN_PRIOR * pooled) / (present + TRUSTS_IN_PRIOR)
    return towards
