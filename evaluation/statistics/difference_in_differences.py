"""What happened, and what happened against the country (levels 0 and 1).

Neither is adjusted for regression to the mean: low scorers bounce back by themselves. The label
belongs beside every figure of this module; `bounce_back` holds the headline that is adjusted.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from evaluation.statistics.cells import CellChange, cell_changes
from evaluation.statistics.cohorts import FEWEST_COMPARATORS, Cohorts, lay_out
from evaluation.statistics.composites import (
    divided,
    leave_one_out_ratio,
    normalised,
    over_sets,
    squared_over_sets,
    weighted_mean,
)
from evaluation.statistics.design import TargetsBy, design_of
from evaluation.statistics.estimates import Estimate, estimate_with_t
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags, Panel

NOT_ADJUSTED = "Not adjusted for regression to the mean"
# A score of 0% or 100% does not mean that sampling adds nothing: noise is taken at 2% or 98%.
LOWEST_SHARE, HIGHEST_SHARE = 0.02, 0.98


@dataclass(frozen=True)
class Difference:
    """A target before and after (level 0), and its change less the country's (level 1)."""

    change: CellChange
    national_change: float | None
    against_country: Estimate


@dataclass(frozen=True)
class SchemeDifferences:
    """All target cells of a scheme and their mean over mentees, in percentage points."""

    cells: tuple[Difference, ...]
    raw_change: float | None
    national_change: float | None
    pooled: Estimate
    mentees: int
    comparators: int


@dataclass(frozen=True, eq=False)
class ComparatorChanges:
    """How the comparators' scores changed, question by question (proportions).

    weight: comparators x questions, the answers at follow-up (0 where not known in both years).
    deviation: each change less the weighted mean change; noise: sampling variance of each change.
    mean: weighted mean change of each question; between: variance of changes between trusts
    beyond sampling; mean_error: variance of `mean`.
    """

    weight: Array
    deviation: Array
    noise: Array
    mean: Array
    between: Array
    mean_error: Array


def differences(
    panel: Panel,
    *,
    mentees: Collection[str],
    mentors: Collection[str],
    targets: TargetsBy,
    baseline: int,
    follow_up: int,
) -> SchemeDifferences:
    """Change of each target with its interval, and pooled against the comparators.

    Percentages are pooled; targets scored 0-10 keep their change alone. The pooled figure is the
    mean over mentees of the answers-weighted mean, over the targets that can be assessed, of
    (change less comparators' mean change). Its standard error adds the mentees' own sampling, the
    variance of changes between comparators on the same questions (method of moments), and the
    error of the comparators' mean. Raises DesignError and PanelError as `evaluate_scheme`.
    """
    design = design_of(
        mentees=mentees,
        mentors=mentors,
        targets=targets,
        baseline=baseline,
        follow_up=follow_up,
    )
    cohorts = lay_out(panel, design)
    changes = comparator_changes(cohorts)
    listed = cell_changes(panel, design.target_cells, baseline, follow_up)
    raw, national = waterfall_start(cohorts, changes, cohorts.targets)
    return SchemeDifferences(
        cells=tuple(_against_country(cohorts, changes, change) for change in listed),
        raw_change=raw,
        national_change=national,
        pooled=pooled_difference(cohorts, changes, cohorts.targets),
        mentees=int((cohorts.targets & cohorts.assessable[cohorts.mentees]).any(axis=1).sum()),
        comparators=len(cohorts.comparators),
    )


def comparator_changes(cohorts: Cohorts) -> ComparatorChanges:
    """Weighted mean change of the comparators, with how much trusts differ in their changes.

    Weights are the answers at follow-up. `between` is the method of moments for these weights,
    never below 0 (DerSimonian and Laird 1986 give it for inverse-variance weights).
    """
    known = cohorts.assessable[cohorts.comparators]
    before, after = (survey.only(cohorts.comparators) for survey in (cohorts.before, cohorts.after))
    weight = np.where(known, after.n, 0.0)
    change = np.where(known, after.p - before.p, 0.0)
    mean = weighted_mean(weight, change)
    deviation = np.where(known, change - mean, 0.0)
    noise = np.where(known, change_noise(cohorts)[cohorts.comparators], 0.0)
    between = moment_variance(weight, deviation, noise)
    mean_error = divided((weight**2 * (noise + between)).sum(axis=0), weight.sum(axis=0) ** 2)
    return ComparatorChanges(weight, deviation, noise, mean, between, mean_error)


def change_noise(cohorts: Cohorts) -> Array:
    """Sampling variance of p1 - p0 in every cell; 0 where not known in both years."""
    noise = np.zeros(cohorts.before.n.shape)
    for survey in (cohorts.before, cohorts.after):
        share = np.clip(survey.p, LOWEST_SHARE, HIGHEST_SHARE)
        noise += divided(share * (1 - share), survey.n)
    return np.where(cohorts.before.known & cohorts.after.known, noise, 0.0)


def moment_variance(weight: Array, deviation: Array, noise: Array) -> Array:
    """Variance between trusts beyond noise, column by column, by the method of moments."""
    total = weight.sum(axis=0)
    centred = deviation - weighted_mean(weight, deviation)
    spread = (weight * centred**2).sum(axis=0)
    expected = (weight * noise).sum(axis=0) - divided((weight**2 * noise).sum(axis=0), total)
    scale = total - divided((weight**2).sum(axis=0), total)
    return np.maximum(divided(spread - expected, scale), 0.0)


def pooled_difference(cohorts: Cohorts, changes: ComparatorChanges, sets: Flags) -> Estimate:
    """Mean over mentees of their change less the country's, on each mentee's own set of questions.

    sets: mentees x questions. Mentees without an assessable question in their set stay out.
    """
    weight, own = _own_weights(cohorts, sets)
    assessed = weight.any(axis=1)
    if not assessed.any():
        return Estimate(reason=why_nothing_to_assess(cohorts, sets))
    weight, sets = weight[assessed], sets[assessed]
    beyond = (weight * (own[assessed] - changes.mean)).sum(axis=1)
    composite = over_sets(changes.weight, changes.deviation, sets)
    noise = squared_over_sets(changes.weight, changes.noise, sets)
    between = moment_variance(changes.weight @ sets.T, composite, noise)
    own_noise = (weight**2 * change_noise(cohorts)[cohorts.mentees][assessed]).sum(axis=1)
    pull = leave_one_out_ratio(changes.weight) * changes.deviation
    trusts = len(cohorts.comparators)
    shared = (trusts - 1) / trusts * ((pull @ weight.T).mean(axis=1) ** 2).sum()
    variance = (own_noise + between).sum() / assessed.sum() ** 2 + shared
    return estimate_with_t(100 * float(beyond.mean()), 100 * float(np.sqrt(variance)), trusts - 1)


def waterfall_start(
    cohorts: Cohorts, changes: ComparatorChanges, sets: Flags
) -> tuple[float | None, float | None]:
    """(raw change, national change) in points: mentees' mean of weighted means over their sets."""
    weight, own = _own_weights(cohorts, sets)
    assessed = weight.any(axis=1)
    if not assessed.any():
        return None, None
    raw = (weight * own).sum(axis=1)[assessed].mean()
    national = (weight * changes.mean).sum(axis=1)[assessed].mean()
    return 100 * float(raw), 100 * float(national)


def why_nothing_to_assess(cohorts: Cohorts, sets: Flags) -> str:
    """The sentence that stands where a pooled figure cannot."""
    if not cohorts.mentees.size:
        return "There are no mentees with scores."
    if len(cohorts.comparators) < FEWEST_COMPARATORS:
        return "There are too few trusts outside the scheme to compare with."
    if not sets.any():
        return "No mentee has a target on these questions."
    return "Cannot be assessed: no target has a usable score in both years."


def _own_weights(cohorts: Cohorts, sets: Flags) -> tuple[Array, Array]:
    known = cohorts.assessable[cohorts.mentees] & sets
    before, after = (survey.only(cohorts.mentees) for survey in (cohorts.before, cohorts.after))
    return normalised(after.n, known), np.where(known, after.p - before.p, 0.0)


def _against_country(
    cohorts: Cohorts, changes: ComparatorChanges, change: CellChange
) -> Difference:
    if change.difference is None or change.lower is None:
        return Difference(change, None, Estimate(reason=change.reason))
    trust = cohorts.trusts.index(change.org_code)
    question = cohorts.questions.index(change.question)
    if not cohorts.assessable[trust, question]:
        reason = "Too few trusts outside the scheme have a score on this question in both years."
        return Difference(change, None, Estimate(reason=reason))
    national = 100 * float(changes.mean[question])
    own_noise = change_noise(cohorts)[trust, question]
    variance = own_noise + changes.between[question] + changes.mean_error[question]
    trusts = int((changes.weight[:, question] > 0).sum())
    error = 100 * float(np.sqrt(variance))
    return Difference(
        change, national, estimate_with_t(change.difference - national, error, trusts - 1)
    )
