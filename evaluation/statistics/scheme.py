"""One call from scores to findings."""

from collections.abc import Collection

import numpy as np

from evaluation.statistics.bounce_back import (
    DRAWS,
    Beyond,
    Contrast,
    Placebo,
    beyond_expectation,
    effects_by_mentee,
    mean_effect,
    placebo_check,
)
from evaluation.statistics.cohorts import Cohorts, lay_out
from evaluation.statistics.design import Design, TargetsBy, design_of
from evaluation.statistics.detectable import detectable_effect
from evaluation.statistics.difference_in_differences import (
    comparator_changes,
    why_nothing_to_assess,
)
from evaluation.statistics.estimates import Estimate
from evaluation.statistics.expectation import Expectation, expectation
from evaluation.statistics.findings import (
    Headline,
    MenteeResult,
    OtherWay,
    SchemeEvaluation,
    Waterfall,
)
from evaluation.statistics.intervals import Array
from evaluation.statistics.mean_scores import mean_score_changes
from evaluation.statistics.panel import Panel
from evaluation.statistics.sensitivity import other_ways
from evaluation.statistics.support import (
    FEWEST_TO_LEARN_FROM,
    outside_support,
    too_few_to_learn_from,
    why_cannot_be_said,
)
from evaluation.statistics.targets import family_count, target_results
from evaluation.statistics.variation import RESAMPLES, national_variation
from evaluation.statistics.verdicts import headline_verdict

FEW_COMPARATORS = 20


def evaluate_scheme(
    panel: Panel,
    *,
    mentees: Collection[str],
    mentors: Collection[str],
    targets: TargetsBy,
    baseline: int,
    follow_up: int,
    prior: int | None = None,
    seed: int = 0,
    completed: Collection[str] | None = None,
    draws: int = DRAWS,
    resamples: int = RESAMPLES,
) -> SchemeEvaluation:
    """Evaluate a scheme from published scores.

    mentees, mentors: trust codes (a trust in both roles counts as a mentee and is never a
    comparator). targets: mentee -> questions, or (mentee, question) pairs. baseline, follow_up,
    prior: survey years, prior before baseline before follow-up. Pairs that ended early are
    analysed as enrolled; `completed` names those that did not, for the sensitivity table. seed
    fixes the placebo draws and the bootstrap: same input, same figures, whatever the order.

    Give only questions that may be compared between the years. Cells that are suppressed, not
    published or under 10 answers are out of every test. What cannot be given is None with a
    reason, never NaN. Raises DesignError for years out of order and for targets of a trust
    that is not a mentee, PanelError for a year without scores.
    """
    design = design_of(
        mentees=mentees,
        mentors=mentors,
        targets=targets,
        baseline=baseline,
        follow_up=follow_up,
        prior=prior,
    )
    return evaluate_design(
        panel, design, seed=seed, completed=completed, draws=draws, resamples=resamples
    )


def evaluate_design(
    panel: Panel,
    design: Design,
    *,
    seed: int,
    completed: Collection[str] | None,
    draws: int,
    resamples: int,
) -> SchemeEvaluation:
    """As `evaluate_scheme`, for a design that was checked before."""
    cohorts = lay_out(panel, design)
    enough = len(cohorts.comparators) >= FEWEST_TO_LEARN_FROM
    fit = expectation(cohorts) if enough else None
    beyond = None if fit is None else _on_targets(cohorts, fit)
    headline = _headline(cohorts, beyond, design)
    chosen = target_results(panel, cohorts, fit, design, _percent_only(panel, design))
    others = target_results(panel, cohorts, fit, design, _untargeted(cohorts))
    return SchemeEvaluation(
        baseline=design.baseline,
        follow_up=design.follow_up,
        prior=design.prior,
        headline=headline,
        mentees=_by_mentee(cohorts, beyond, design),
        targets=chosen,
        target_count=family_count(chosen),
        other_questions=others,
        other_count=family_count(others),
        mean_scores=mean_score_changes(panel, design),
        placebo=_placebo(beyond, draws, seed),
        variation=national_variation(
            panel,
            baseline=design.baseline,
            follow_up=design.follow_up,
            resamples=resamples,
            seed=seed,
        ),
        sensitivity=_sensitivity(cohorts, fit, beyond, completed),
        notes=_notes(cohorts, headline),
    )


def _on_targets(cohorts: Cohorts, fit: Expectation) -> Beyond | None:
    beyond = beyond_expectation(cohorts, fit, Contrast(cohorts.targets))
    return beyond if len(beyond.effect) else None


def _placebo(beyond: Beyond | None, draws: int, seed: int) -> Placebo:
    if beyond is None:
        return Placebo(reason="There is no result to check.")
    return placebo_check(beyond, draws=draws, seed=seed)


def _sensitivity(
    cohorts: Cohorts,
    fit: Expectation | None,
    beyond: Beyond | None,
    completed: Collection[str] | None,
) -> tuple[OtherWay, ...]:
    if fit is None or beyond is None:
        return ()
    return other_ways(cohorts, fit, beyond, completed)


def _headline(cohorts: Cohorts, beyond: Beyond | None, design: Design) -> Headline:
    if beyond is None:
        effect = Estimate(reason=_why_no_headline(cohorts))
        waterfall = Waterfall()
    else:
        effect = mean_effect(beyond)
        waterfall = _waterfall(*(part.mean() for part in _parts(cohorts, beyond)))
    error = effect.standard_error
    detectable = None if error is None else detectable_effect(error)
    return Headline(
        effect=effect,
        waterfall=waterfall,
        mentees=0 if beyond is None else len(beyond.effect),
        mentees_enrolled=len(design.mentees),
        targets=0 if beyond is None else int((beyond.weight > 0).sum()),
        targets_listed=len(design.target_cells),
        comparators=len(cohorts.comparators),
        minimum_detectable_effect=detectable,
        verdict=headline_verdict(
            effect,
            raw_change=waterfall.raw_change,
            expected_change=waterfall.expected_change,
            detectable=detectable,
            doubt=_doubt(cohorts, beyond),
        ),
    )


def _why_no_headline(cohorts: Cohorts) -> str:
    few = len(cohorts.comparators) < FEWEST_TO_LEARN_FROM
    if cohorts.mentees.size and few:
        return too_few_to_learn_from(len(cohorts.comparators))
    return why_nothing_to_assess(cohorts, cohorts.targets)


def _doubt(cohorts: Cohorts, beyond: Beyond | None) -> str | None:
    if beyond is None:
        return None
    outside = outside_support(cohorts, beyond.assessed)
    return why_cannot_be_said(outside, len(beyond.assessed))


def _by_mentee(cohorts: Cohorts, beyond: Beyond | None, design: Design) -> tuple[MenteeResult, ...]:
    found: dict[str, MenteeResult] = {}
    if beyond is not None:
        effects = effects_by_mentee(beyond)
        parts = np.column_stack(_parts(cohorts, beyond))
        for place, mentee in enumerate(cohorts.mentees[beyond.assessed]):
            code = cohorts.trusts[int(mentee)]
            assessed = int((beyond.weight[place] > 0).sum())
            found[code] = MenteeResult(
                code, effects[place], _waterfall(*parts[place]), assessed, len(design.targets[code])
            )
    return tuple(found.get(code) or _not_assessed(cohorts, code, design) for code in design.mentees)


def _not_assessed(cohorts: Cohorts, code: str, design: Design) -> MenteeResult:
    listed = len(design.targets.get(code, ()))
    if code not in cohorts.trusts:
        reason = "There are no scores for this trust."
    elif not listed:
        reason = "This mentee has no targets."
    elif len(cohorts.comparators) < FEWEST_TO_LEARN_FROM:
        reason = too_few_to_learn_from(len(cohorts.comparators))
    else:
        reason = "Cannot be assessed: no target has a usable score in both years."
    return MenteeResult(code, Estimate(reason=reason), Waterfall(), 0, listed)


def _parts(cohorts: Cohorts, beyond: Beyond) -> tuple[Array, Array, Array]:
    """(raw change, national change, what is left) of each assessed mentee, proportions."""
    mentees = cohorts.mentees[beyond.assessed]
    change = (cohorts.after.p - cohorts.before.p)[mentees]
    national = comparator_changes(cohorts).mean
    return (beyond.weight * change).sum(axis=1), beyond.weight @ national, beyond.effect


def _waterfall(raw: float, national: float, left: float) -> Waterfall:
    raw, national, left = 100 * float(raw), 100 * float(national), 100 * float(left)
    return Waterfall(raw, national, raw - national - left, left)


def _percent_only(panel: Panel, design: Design) -> list[tuple[str, str]]:
    means = {panel.questions[place] for place in panel.questions_on("mean")}
    return [(code, question) for code, question in design.target_cells if question not in means]


def _untargeted(cohorts: Cohorts) -> list[tuple[str, str]]:
    return [
        (cohorts.trusts[int(mentee)], question)
        for mentee, flags in zip(cohorts.mentees, cohorts.targets, strict=True)
        for question, targeted in zip(cohorts.questions, flags, strict=True)
        if not targeted
    ]


def _notes(cohorts: Cohorts, headline: Headline) -> tuple[str, ...]:
    notes = []
    missed = headline.targets_listed - headline.targets
    if missed:
        notes.append(
            f"{missed} of {headline.targets_listed} targets are not in the headline: suppressed, "
            "not published, fewer than 10 answers, no comparators, or scored from 0 to 10."
        )
    if FEWEST_TO_LEARN_FROM <= headline.comparators < FEW_COMPARATORS:
        notes.append(
            f"Only {headline.comparators} trusts are outside the scheme: the margins are rough."
        )
    if cohorts.prior is None:
        notes.append("No prior survey year was used to learn what was to be expected.")
    return tuple(notes)
