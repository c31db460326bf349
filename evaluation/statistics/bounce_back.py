"""The headline: what is left of the mentees' rise beyond what would be expected of them anyway.

Steps 5 to 9 of the method: effect, interval, waterfall, placebo and the comparison of targeted with
untargeted questions. In plain words: for each mentee we work out what a trust with the same
starting scores would be expected to score, learnt from the trusts outside the scheme; what is left
over is the result. The margin adds how far apart ordinary trusts land on the same questions, and
how much the expectation would move if any one outside trust were left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evaluation.statistics.cohorts import Cohorts, Positions
from evaluation.statistics.composites import divided, normalised, over_sets, squared_over_sets
from evaluation.statistics.estimates import NO_DIFFERENCE, Estimate, estimate_with_t
from evaluation.statistics.expectation import Expectation
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags

DRAWS = 9_999
# Random numbers held at once: bounds the memory however many trusts there are.
NUMBERS_AT_A_TIME = 2_000_000


@dataclass(frozen=True, eq=False)
class Contrast:
    """Which questions a figure is about: those in `plus`, less those in `minus` if given.

    Both mentees x questions; a mentee counts where it has a known question in each.
    """

    plus: Flags
    minus: Flags | None = None


@dataclass(frozen=True, eq=False)
class Beyond:
    """Each mentee's rise beyond expectation, beside that of comparators on the same questions.

    assessed: positions among the mentees. weight: assessed x questions. effect, variance: one each
    (`variance` already holds the calibration). stand_in: comparators x assessed, the residual of
    each comparator on that mentee's questions divided by its standard error; 0 where `usable` is
    False. stand_in_variance likewise. pull: comparators x assessed, how far the expectation moves
    when the comparator is left out.
    """

    assessed: Positions
    weight: Array
    effect: Array
    variance: Array
    stand_in: Array
    stand_in_variance: Array
    usable: Flags
    pull: Array
    degrees_of_freedom: int


@dataclass(frozen=True)
class Placebo:
    """Random comparators in the mentees' place: how often as far from expectation as the mentees.

    p: share of draws, the real one counted in. Where it cannot be drawn `reason` says why.
    """

    p: float | None = None
    draws: int = 0
    reason: str | None = None


def beyond_expectation(cohorts: Cohorts, fit: Expectation, contrast: Contrast) -> Beyond:
    """Mentees' and comparators' weighted residuals on each mentee's questions (proportions)."""
    known = cohorts.assessable[cohorts.mentees]
    n = cohorts.after.n[cohorts.mentees]
    plus = contrast.plus & known
    minus = None if contrast.minus is None else contrast.minus & known
    assessed = plus.any(axis=1) if minus is None else plus.any(axis=1) & minus.any(axis=1)
    n, plus, mentees = n[assessed], plus[assessed], cohorts.mentees[assessed]
    minus = None if minus is None else minus[assessed]
    weight = normalised(n, plus) - (0.0 if minus is None else normalised(n, minus))
    residual = np.where(known[assessed], cohorts.after.p[mentees] - fit.predicted[mentees], 0.0)
    own = (weight**2 * fit.variance[mentees]).sum(axis=1)
    own += fit.shared * (weight @ fit.scale) ** 2
    luck, luck_variance, usable = _comparators_on(
        fit, fit.variance[cohorts.comparators], Contrast(plus, minus)
    )
    calibration = divided(divided(luck**2, luck_variance).sum(axis=0), usable.sum(axis=0))
    return Beyond(
        assessed=np.flatnonzero(assessed),
        weight=weight,
        effect=(weight * residual).sum(axis=1),
        variance=calibration * own,
        stand_in=luck,
        stand_in_variance=calibration * luck_variance,
        usable=usable,
        pull=_pull(fit, weight, fit.centred[mentees]),
        degrees_of_freedom=fit.degrees_of_freedom,
    )


def mean_effect(beyond: Beyond, leave_out: int | None = None) -> Estimate:
    """The mean over the assessed mentees in percentage points, with its t interval.

    leave_out: the place of one of them to do without; the comparators stay the same.
    """
    places = np.arange(len(beyond.effect))
    return _estimate(beyond, places if leave_out is None else np.delete(places, leave_out))


def effects_by_mentee(beyond: Beyond) -> list[Estimate]:
    """Each assessed mentee's own figure, by the same formula as the mean."""
    return [_estimate(beyond, np.array([place])) for place in range(len(beyond.effect))]


def placebo_check(beyond: Beyond, *, draws: int = DRAWS, seed: int = 0) -> Placebo:
    """Let random comparators stand in for the mentees, on the same questions.

    Each draw takes as many different comparators as there are mentees; each mean is divided by its
    standard error, because comparators differ in size (a plain permutation claims up to 19%). The
    mentees' holds the error of the expectation as well: the comparators made it, so theirs holds
    it already. Without it the check claims up to 15% over all questions.
    """
    mentees = len(beyond.effect)
    pool = np.flatnonzero(beyond.usable.all(axis=1))
    if not mentees or len(pool) < mentees + 1:
        return Placebo(reason="Too few trusts outside the scheme to stand in for the mentees.")
    if not np.sqrt(beyond.variance.sum()) / mentees > NO_DIFFERENCE:
        return Placebo(reason="The scores do not vary, so there is no luck to compare with.")
    slots = np.arange(mentees)
    observed = abs(beyond.effect.mean()) / _standard_error(beyond, slots)
    as_far = 0
    for stand_ins in _draw_stand_ins(pool, mentees, draws, np.random.default_rng(seed)):
        drawn = beyond.stand_in[stand_ins, slots].sum(axis=1)
        error = np.sqrt(beyond.stand_in_variance[stand_ins, slots].sum(axis=1))
        as_far += int((np.abs(divided(drawn, error)) >= observed).sum())
    return Placebo(p=(as_far + 1) / (draws + 1), draws=draws)


def _draw_stand_ins(
    pool: Positions, mentees: int, draws: int, rng: np.random.Generator
) -> Iterator[Positions]:
    """Blocks of draws x mentees: different comparators in random order, one for each mentee."""
    rows = max(1, NUMBERS_AT_A_TIME // len(pool))
    for start in range(0, draws, rows):
        lots = rng.random((min(rows, draws - start), len(pool)))
        picked = np.argpartition(lots, mentees - 1, axis=1)[:, :mentees]
        order = np.argsort(np.take_along_axis(lots, picked, axis=1), axis=1)
        yield pool[np.take_along_axis(picked, order, axis=1)]


def _comparators_on(
    fit: Expectation, variance: Array, contrast: Contrast
) -> tuple[Array, Array, Flags]:
    """Residual and its variance for each comparator on each set, comparators x mentees."""
    scale = np.broadcast_to(fit.scale, fit.weight.shape)
    residual, together, own = (
        over_sets(fit.weight, fit.residual, contrast.plus),
        over_sets(fit.weight, scale, contrast.plus),
        squared_over_sets(fit.weight, variance, contrast.plus),
    )
    usable = fit.weight @ contrast.plus.T > 0
    if contrast.minus is not None:
        residual -= over_sets(fit.weight, fit.residual, contrast.minus)
        together -= over_sets(fit.weight, scale, contrast.minus)
        own += squared_over_sets(fit.weight, variance, contrast.minus)
        usable &= fit.weight @ contrast.minus.T > 0
    total = own + fit.shared * together**2
    return np.where(usable, residual, 0.0), np.where(usable, total, 0.0), usable


def _pull(fit: Expectation, weight: Array, centred: Array) -> Array:
    """How far each expectation moves when a comparator is left out: comparators x mentees."""
    mean_moves = divided(fit.ratio, 1 + fit.ratio) * fit.residual
    slopes_move = fit.slopes - fit.slopes_without
    pull: Array = mean_moves @ weight.T + slopes_move @ np.einsum("iq,iqp->pi", weight, centred)
    return pull


def _estimate(beyond: Beyond, places: Positions) -> Estimate:
    return estimate_with_t(
        100 * float(beyond.effect[places].mean()),
        100 * _standard_error(beyond, places),
        beyond.degrees_of_freedom,
    )


def _standard_error(beyond: Beyond, places: Positions) -> float:
    """Of the mean over these mentees: the error of the expectation, and ordinary luck."""
    trusts = len(beyond.pull)
    shared = (trusts - 1) / trusts * (beyond.pull[:, places].mean(axis=1) ** 2).sum()
    luck = beyond.variance[places].sum() / len(places) ** 2
    return float(np.sqrt(shared + luck))
