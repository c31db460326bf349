"""What a trust with the same starting scores would be expected to score at follow-up.

Steps 3 and 4 of the headline method: the comparators teach how much of a trust's level, and how
much of an unusual answer on one question, lasts until the follow-up.
"""

from dataclasses import dataclass

import numpy as np

from evaluation.statistics.cohorts import Cohorts, Positions, Survey
from evaluation.statistics.composites import divided, leave_one_out_ratio, weighted_mean
from evaluation.statistics.intervals import Array
from evaluation.statistics.standing import (
    HIGHEST_SHARE,
    LOWEST_SHARE,
    Standing,
    pulled,
    standing,
)

LEAST_LASTING, MOST_LASTING = 0.05, 0.999


@dataclass(frozen=True, eq=False)
class Expectation:
    """Expected follow-up scores of all trusts, and how sure they are (proportions).

    weight, residual, ratio: comparators x questions; the residual is out of sample (each trust
    judged by the others), `ratio` is l = W / (sum of the others' W). predicted, variance: trusts x
    questions; `variance` is that of a trust's own score about its expectation without the shared
    part (0 where not known). shared: variance on the common scale of what moves all questions of a
    trust together. centred: trusts x questions x slopes.
    """

    weight: Array
    residual: Array
    ratio: Array
    slopes: Array
    slopes_without: Array
    centred: Array
    predicted: Array
    variance: Array
    shared: float
    scale: Array
    degrees_of_freedom: int


@dataclass(frozen=True, eq=False)
class Covariates:
    """What is known beforehand: trusts x questions x slopes, and what it leaves open.

    unexplained: for a slope on the departure of b, the variance between trusts that remains is
    `spread` - min(max(b, 0), 1)^2 * `explained`, on the common scale.
    """

    values: Array
    spread: Array
    explained: Array


def expectation(cohorts: Cohorts) -> Expectation:
    """Fit the expectation on the comparators and apply it to every trust.

    With a prior year in `cohorts` the two earlier surveys are used jointly. Weighted least squares
    on comparator cells, weights the answers at follow-up, a constant for every question, slopes
    common to all questions. Cells not known in both years have weight 0.
    """
    now = standing(cohorts.before, cohorts.comparators)
    if cohorts.prior is None:
        covariates = covariates_of_one_year(now)
    else:
        covariates = covariates_of_two_years(
            now, standing(cohorts.prior, cohorts.comparators), cohorts.comparators
        )
    return _fit(cohorts, now, covariates)


def covariates_of_one_year(now: Standing) -> Covariates:
    """Each departure by its reliability, and the trust's level."""
    values = np.stack([now.reliability * now.departure, _everywhere(now.level, now)], axis=-1)
    spread = np.broadcast_to(now.variance, now.noise.shape)
    return Covariates(values * now.scale[:, None], spread, now.variance * now.reliability)


def covariates_of_two_years(now: Standing, earlier: Standing, comparators: Positions) -> Covariates:
    """Both years' departures, weighed by what each still says about the lasting one.

    A departure has a lasting part (variance `lasting`, the covariance of the two years), a part of
    that year only, and noise. A missing earlier cell has no weight; a trust without any earlier
    survey gets the level that comparators of its present level had.
    """
    both = (now.present > 0) & (earlier.present > 0)
    variance = np.where(both, (now.variance + earlier.variance) / 2, now.variance)
    lasting = _lasting_variance(now, earlier, comparators, variance)
    weight_now = _precision(now, variance - lasting)
    weight_earlier = _precision(earlier, variance - lasting)
    remaining = divided(lasting, 1 + lasting * (weight_now + weight_earlier))
    values = np.stack(
        [
            remaining * weight_now * now.departure,
            remaining * weight_earlier * earlier.departure,
            _everywhere(now.level, now),
            _everywhere(_earlier_level(now, earlier, comparators), now),
        ],
        axis=-1,
    )
    spread = variance - lasting + remaining
    return Covariates(values * now.scale[:, None], spread, np.zeros(spread.shape))


def _lasting_variance(
    now: Standing, earlier: Standing, picked: Positions, variance: Array
) -> Array:
    weight = np.sqrt(now.answers * earlier.answers)[picked]
    product = (now.departure * earlier.departure)[picked]
    own = weighted_mean(weight, product)
    pooled = float(divided((weight * product).sum(), weight.sum()))
    present = (weight > 0).sum(axis=0)
    return np.clip(pulled(own, pooled, present), LEAST_LASTING * variance, MOST_LASTING * variance)


def _precision(year: Standing, of_one_year: Array) -> Array:
    known = year.known.astype(float)
    return divided(known, of_one_year + year.noise)


def _earlier_level(now: Standing, earlier: Standing, comparators: Positions) -> Array:
    there = earlier.answers.sum(axis=1) > 0
    picked = comparators[there[comparators]]
    before, level = earlier.level[picked], now.level[picked]
    weight = now.answers[picked].sum(axis=1)
    slope = divided((weight * before * level).sum(), (weight * level**2).sum())
    return np.where(there, earlier.level, slope * now.level)


def _everywhere(level: Array, year: Standing) -> Array:
    return np.broadcast_to(level[:, None], year.noise.shape)


def _fit(cohorts: Cohorts, now: Standing, covariates: Covariates) -> Expectation:
    picked = cohorts.comparators
    weight = np.where(cohorts.assessable[picked], cohorts.after.n[picked], 0.0)
    mean = weighted_mean(weight, cohorts.after.p[picked])
    centre = weighted_mean(weight[..., None], covariates.values[picked])
    centred = covariates.values - centre
    x, y = centred[picked], cohorts.after.p[picked] - mean
    ratio = leave_one_out_ratio(weight)
    slopes, without = _slopes(weight, ratio, x, y)
    predicted = mean + centred @ slopes
    residual = (1 + ratio) * (y - np.einsum("kqp,kp->kq", x, without))
    variance = _own_variance(cohorts.after, now, covariates, predicted, float(slopes[0]))
    residual = np.where(weight > 0, residual, 0.0)
    return Expectation(
        weight=weight,
        residual=residual,
        ratio=ratio,
        slopes=slopes,
        slopes_without=without,
        centred=centred,
        predicted=predicted,
        variance=variance,
        shared=_shared_variance(weight, residual, variance[picked], now.scale),
        scale=now.scale,
        degrees_of_freedom=len(picked) - 1 - len(slopes),
    )


def _slopes(weight: Array, ratio: Array, x: Array, y: Array) -> tuple[Array, Array]:
    """Slopes from all comparators, and from all but each in turn (in closed form).

    Leaving a trust out also moves the question means; (1 + ratio) accounts for that exactly. The
    pseudo-inverse gives a slope of 0 to a covariate that does not vary.
    """
    weighted = weight[..., None] * x
    squares, products = np.einsum("kqp,kqr->pr", weighted, x), np.einsum("kqp,kq->p", weighted, y)
    own = (weight * (1 + ratio))[..., None] * x
    own_squares = np.matmul(own.transpose(0, 2, 1), x)
    own_products = np.einsum("kqp,kq->kp", own, y)
    slopes = np.linalg.pinv(squares, hermitian=True) @ products
    rest = np.linalg.pinv(squares - own_squares, hermitian=True)
    return slopes, np.einsum("kpr,kr->kp", rest, products - own_products)


def _own_variance(
    after: Survey, now: Standing, covariates: Covariates, predicted: Array, slope: float
) -> Array:
    share = np.clip(predicted, LOWEST_SHARE, HIGHEST_SHARE)
    kept = min(max(slope, 0.0), 1.0) ** 2
    between = now.scale**2 * (covariates.spread - kept * covariates.explained)
    return np.where(after.known, divided(share * (1 - share), after.n) + between, 0.0)


def _shared_variance(weight: Array, residual: Array, variance: Array, scale: Array) -> float:
    """What moves a trust's questions together, beyond their separate variances; never below 0."""
    present = weight.any(axis=1)
    share = divided(weight, weight.sum(axis=1, keepdims=True))[present]
    together = (share * residual[present] / scale).sum(axis=1) ** 2
    separate = (share**2 * variance[present] / scale**2).sum(axis=1)
    return max(0.0, float((together - separate).mean())) if present.any() else 0.0
