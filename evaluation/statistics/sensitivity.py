"""The headline's question asked in other ways, always shown beside it."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from evaluation.statistics.bounce_back import (
    Beyond,
    Contrast,
    beyond_expectation,
    mean_effect,
)
from evaluation.statistics.cohorts import Cohorts
from evaluation.statistics.difference_in_differences import comparator_changes, pooled_difference
from evaluation.statistics.estimates import Estimate
from evaluation.statistics.expectation import Expectation, expectation
from evaluation.statistics.findings import OtherWay
from evaluation.statistics.panel import Flags

NO_PRIOR = Estimate(reason="No prior survey year was given.")


def other_ways(
    cohorts: Cohorts, fit: Expectation, headline: Beyond, completed: Collection[str] | None
) -> tuple[OtherWay, ...]:
    """Every other way, in the order of the report; what cannot be done says why."""
    return (
        *_with_and_without_prior(cohorts),
        *_differences(cohorts),
        _targeted_less_untargeted(cohorts, fit),
        _all_questions(cohorts, fit),
        *_completed_pairs(cohorts, fit, completed),
        *_leaving_one_out(cohorts, headline),
    )


def effect_on(cohorts: Cohorts, fit: Expectation, plus: Flags, minus: Flags | None) -> Estimate:
    """The pooled effect on some questions, or on some less others."""
    beyond = beyond_expectation(cohorts, fit, Contrast(plus, minus))
    if not len(beyond.effect):
        return Estimate(reason="No mentee has usable scores for this.")
    return mean_effect(beyond)


def _with_and_without_prior(cohorts: Cohorts) -> Iterator[OtherWay]:
    alone = replace(cohorts, prior=None)
    yield OtherWay(
        "without_prior_year",
        "Expectation learnt from the baseline alone",
        effect_on(alone, expectation(alone), cohorts.targets, None),
    )
    found = NO_PRIOR
    if cohorts.prior is not None:
        found = effect_on(cohorts, expectation(cohorts), cohorts.targets, None)
    yield OtherWay(
        "with_prior_year", "Expectation learnt from the baseline and the prior year", found
    )


def _differences(cohorts: Cohorts) -> Iterator[OtherWay]:
    yield OtherWay(
        "difference_in_differences",
        "Change less the country's, not adjusted for regression to the mean",
        pooled_difference(cohorts, comparator_changes(cohorts), cohorts.targets),
        adjusted=False,
    )
    found = NO_PRIOR
    if cohorts.prior is not None:
        from_prior = replace(cohorts, before=cohorts.prior)
        found = pooled_difference(from_prior, comparator_changes(from_prior), cohorts.targets)
    yield OtherWay(
        "difference_in_differences_from_prior",
        "Change less the country's, counted from the prior year, which chose no targets",
        found,
        adjusted=False,
    )


def _targeted_less_untargeted(cohorts: Cohorts, fit: Expectation) -> OtherWay:
    return OtherWay(
        "targeted_minus_untargeted",
        "Targeted questions less the same mentee's other questions",
        effect_on(cohorts, fit, cohorts.targets, ~cohorts.targets),
    )


def _all_questions(cohorts: Cohorts, fit: Expectation) -> OtherWay:
    with_targets = cohorts.targets.sum(axis=1, keepdims=True) > 0
    everything = np.broadcast_to(with_targets, cohorts.targets.shape)
    return OtherWay(
        "all_questions",
        "All questions of the mentees, targeted or not",
        effect_on(cohorts, fit, everything, None),
    )


def _completed_pairs(
    cohorts: Cohorts, fit: Expectation, completed: Collection[str] | None
) -> Iterator[OtherWay]:
    if completed is None:
        return
    stayed = np.isin([cohorts.trusts[place] for place in cohorts.mentees], list(completed))
    yield OtherWay(
        "completed_pairs",
        "Only pairs that completed the scheme",
        effect_on(cohorts, fit, cohorts.targets & stayed[:, None], None),
    )


def _leaving_one_out(cohorts: Cohorts, headline: Beyond) -> Iterator[OtherWay]:
    if len(headline.effect) < 2:
        return
    for place, mentee in enumerate(cohorts.mentees[headline.assessed]):
        code = cohorts.trusts[int(mentee)]
        yield OtherWay(
            "leave_one_mentee_out",
            f"Without {code}",
            mean_effect(headline, leave_out=place),
            left_out=code,
        )
