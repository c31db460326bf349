"""Questions scored as a mean from 0 to 10, kept apart from the percentages.

The published tables give no spread between patients for them, so the margin is learnt from how
much the comparators' own means move from survey to survey: that holds sampling and ordinary change
together. Not adjusted for regression to the mean.
"""

from dataclasses import dataclass

import numpy as np

from evaluation.statistics.cells import CellChange, cell_changes
from evaluation.statistics.cohorts import Cohorts, lay_out
from evaluation.statistics.composites import divided, weighted_mean
from evaluation.statistics.design import Design
from evaluation.statistics.estimates import Estimate, estimate_with_t
from evaluation.statistics.panel import HIGHEST_SCORE, Panel


@dataclass(frozen=True)
class MeanScoreChange:
    """A change, and what is left of it less the comparators', in points of the 0-10 scale."""

    change: CellChange
    national_change: float | None
    against_country: Estimate


def mean_score_changes(panel: Panel, design: Design) -> tuple[MeanScoreChange, ...]:
    """Every target on a question scored 0-10.

    A change of a mean over n answers has a variance in proportion to 1/n0 + 1/n1; the factor is
    the comparators' weighted mean square about their weighted mean change, on K - 1 degrees of
    freedom, and the interval is t.
    """
    on_scale = {panel.questions[place] for place in panel.questions_on("mean")}
    cells = [cell for cell in design.target_cells if cell[1] in on_scale]
    cohorts = lay_out(panel, design, "mean")
    changes = cell_changes(panel, cells, design.baseline, design.follow_up)
    return tuple(_against_country(cohorts, change) for change in changes)


def _against_country(cohorts: Cohorts, change: CellChange) -> MeanScoreChange:
    if change.difference is None or change.n_before is None or change.n_after is None:
        return MeanScoreChange(change, None, Estimate(reason=change.reason))
    question = cohorts.questions.index(change.question)
    picked = cohorts.comparators
    before, after = (survey.n[picked, question] for survey in (cohorts.before, cohorts.after))
    weight = divided(before * after, before + after)
    trusts = int((weight > 0).sum())
    if trusts < 2:
        reason = "Too few trusts outside the scheme have a score on this question in both years."
        return MeanScoreChange(change, None, Estimate(reason=reason))
    top = HIGHEST_SCORE["mean"]
    moved = top * (cohorts.after.p - cohorts.before.p)[picked, question]
    mean = float(weighted_mean(weight, moved))
    factor = float((weight * (moved - mean) ** 2).sum()) / (trusts - 1)
    own = 1 / change.n_before + 1 / change.n_after
    error = float(np.sqrt(factor * (own + 1 / weight.sum())))
    against = estimate_with_t(change.difference - mean, error, trusts - 1, scale=top)
    return MeanScoreChange(change, mean, against)
