"""What a scheme could detect, worked out before its follow-up scores exist."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from evaluation.statistics.bounce_back import Contrast, beyond_expectation, mean_effect
from evaluation.statistics.cohorts import lay_out, survey_of
from evaluation.statistics.composites import divided, normalised
from evaluation.statistics.design import Design, TargetsBy, design_of
from evaluation.statistics.detectable import detectable_effect
from evaluation.statistics.expectation import expectation
from evaluation.statistics.panel import Panel
from evaluation.statistics.standing import HIGHEST_SHARE, LOWEST_SHARE, standing
from evaluation.statistics.support import FEWEST_TO_LEARN_FROM

NO_COMPARATORS = "There are too few trusts outside the scheme to compare with."
NO_TARGETS = "No target has a usable score."


@dataclass(frozen=True)
class Detectable:
    """The smallest pooled effect, in points, that would be seen four times in five.

    rehearsed: learnt by evaluating the same mentees and targets from the prior year to the
    baseline. Otherwise a cautious figure from the baseline alone. None, with a reason, where
    nothing can be worked out.
    """

    value: float | None = None
    rehearsed: bool = False
    reason: str | None = None


def planned_detectable_effect(
    panel: Panel,
    *,
    mentees: Collection[str],
    mentors: Collection[str],
    targets: TargetsBy,
    baseline: int,
    prior: int | None = None,
) -> Detectable:
    """2.8 standard errors of the headline, before the follow-up.

    With a prior year the whole method is rehearsed from there to the baseline, on the same
    targets. Without one, the standard error takes a target's departure as if nothing of it lasted
    and as many answers at follow-up as at baseline: a cautious figure, unless trusts' scores
    move together from year to year. Raises DesignError as `evaluate_scheme`.
    """
    design = design_of(
        mentees=mentees,
        mentors=mentors,
        targets=targets,
        baseline=baseline if prior is None else prior,
        follow_up=baseline + 1 if prior is None else baseline,
    )
    return _cautious(panel, design) if prior is None else _rehearsed(panel, design)


def _rehearsed(panel: Panel, design: Design) -> Detectable:
    cohorts = lay_out(panel, design)
    if len(cohorts.comparators) < FEWEST_TO_LEARN_FROM:
        return Detectable(reason=NO_COMPARATORS)
    beyond = beyond_expectation(cohorts, expectation(cohorts), Contrast(cohorts.targets))
    if not len(beyond.effect):
        return Detectable(reason=NO_TARGETS)
    error = mean_effect(beyond).standard_error
    if error is None:
        return Detectable(reason=mean_effect(beyond).reason)
    return Detectable(detectable_effect(error), rehearsed=True)


def _cautious(panel: Panel, design: Design) -> Detectable:
    questions = panel.questions_on("percent")
    survey = survey_of(panel, design.baseline, "percent")
    inside = np.isin(panel.trusts, [*design.mentees, *design.mentors])
    comparators = np.flatnonzero(survey.known.any(axis=1) & ~inside)
    if len(comparators) < FEWEST_TO_LEARN_FROM:
        return Detectable(reason=NO_COMPARATORS)
    parts = standing(survey, comparators)
    wanted = set(design.target_cells)
    chosen = np.array(
        [[(code, panel.questions[place]) in wanted for place in questions] for code in panel.trusts]
    ).reshape(survey.n.shape)
    weight = normalised(survey.n, chosen & parts.known)
    assessed = weight.any(axis=1)
    if not assessed.any():
        return Detectable(reason=NO_TARGETS)
    share = np.clip(survey.p, LOWEST_SHARE, HIGHEST_SHARE)
    variance = divided(share * (1 - share), survey.n) + parts.scale**2 * parts.variance
    own = (weight**2 * variance).sum(axis=1)[assessed]
    return Detectable(detectable_effect(100 * float(np.sqrt(own.sum())) / int(assessed.sum())))
