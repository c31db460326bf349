"""Findings as plain dictionaries, for JSON: percentage points throughout, None for what is not
known, never NaN. Figures are not rounded here."""

from dataclasses import asdict
from typing import Any

from evaluation.statistics.difference_in_differences import SchemeDifferences
from evaluation.statistics.estimates import Estimate
from evaluation.statistics.findings import (
    Headline,
    MenteeResult,
    OtherWay,
    SchemeEvaluation,
    Waterfall,
)
from evaluation.statistics.mean_scores import MeanScoreChange
from evaluation.statistics.targets import TargetResult
from evaluation.statistics.variation import Variation
from evaluation.statistics.verdicts import CELL_WORDS

Plain = dict[str, Any]


def plain_evaluation(found: SchemeEvaluation) -> Plain:
    """The whole evaluation. `cells` holds the targets; the exploratory family stands apart."""
    return {
        "baseline": found.baseline,
        "follow_up": found.follow_up,
        "prior": found.prior,
        "headline": plain_headline(found.headline),
        "mentees": [plain_mentee(mentee) for mentee in found.mentees],
        "cells": [plain_target(result) for result in found.targets],
        "cells_count": asdict(found.target_count),
        "other_cells": [plain_target(result) for result in found.other_questions],
        "other_cells_count": asdict(found.other_count),
        "mean_scores": [plain_mean_score(change) for change in found.mean_scores],
        "placebo": asdict(found.placebo),
        "variation": plain_variation(found.variation),
        "sensitivity": [plain_other_way(way) for way in found.sensitivity],
        "notes": list(found.notes),
    }


def with_national_change(cells: list[Plain], against: SchemeDifferences) -> list[Plain]:
    """Cells with the comparators' change on the same question beside each, in points."""
    national = {
        (cell.change.org_code, cell.change.question): cell.national_change for cell in against.cells
    }
    return [
        {**cell, "national_change": national.get((cell["org_code"], cell["question"]))}
        for cell in cells
    ]


def plain_headline(headline: Headline) -> Plain:
    """The headline: estimate, waterfall, counts and verdict."""
    return {
        **_estimate("effect", headline.effect),
        "mentees": headline.mentees,
        "mentees_enrolled": headline.mentees_enrolled,
        "targets": headline.targets,
        "targets_listed": headline.targets_listed,
        "comparators": headline.comparators,
        **_waterfall(headline.waterfall),
        "minimum_detectable_effect": headline.minimum_detectable_effect,
        "verdict": headline.verdict.sentence,
        "verdict_code": headline.verdict.code,
    }


def plain_mentee(mentee: MenteeResult) -> Plain:
    """One mentee's pooled result."""
    return {
        "org_code": mentee.org_code,
        **_estimate("effect", mentee.effect),
        **_waterfall(mentee.waterfall),
        "targets": mentee.targets,
        "targets_listed": mentee.targets_listed,
    }


def plain_target(result: TargetResult) -> Plain:
    """One trust and question; ci is Newcombe's interval of the difference."""
    change = result.change
    return {
        "org_code": change.org_code,
        "question": change.question,
        "n_before": change.n_before,
        "n_after": change.n_after,
        "before": change.before,
        "after": change.after,
        "difference": change.difference,
        "ci": interval(change.lower, change.upper),
        "p_difference": change.p,
        "expected": result.expected,
        "beyond_expected": result.beyond_expected,
        "p": result.p,
        "p_adjusted": result.p_adjusted,
        "verdict": CELL_WORDS[result.verdict],
        "verdict_code": result.verdict,
        "reason": change.reason,
    }


def plain_mean_score(found: MeanScoreChange) -> Plain:
    """One target scored from 0 to 10, in points of that scale."""
    change = found.change
    return {
        "org_code": change.org_code,
        "question": change.question,
        "n_before": change.n_before,
        "n_after": change.n_after,
        "before": change.before,
        "after": change.after,
        "difference": change.difference,
        "national_change": found.national_change,
        **_estimate("against_country", found.against_country),
    }


def plain_variation(variation: Variation) -> Plain:
    """Variation between trusts, pooled and by question."""
    return {
        "trusts": variation.trusts,
        "tau_before": variation.tau_before,
        "tau_after": variation.tau_after,
        "change": variation.change,
        "ci": interval(variation.lower, variation.upper),
        "ratio": variation.ratio,
        "ratio_ci": interval(variation.ratio_lower, variation.ratio_upper),
        "reason": variation.reason,
        "questions": [asdict(question) for question in variation.questions],
    }


def plain_other_way(way: OtherWay) -> Plain:
    """One line of the sensitivity table."""
    return {
        "name": way.name,
        "label": way.label,
        "adjusted_for_bounce_back": way.adjusted,
        "left_out": way.left_out,
        **_estimate("effect", way.effect),
    }


def interval(lower: float | None, upper: float | None) -> list[float] | None:
    """[lower, upper], or None where there is none."""
    return None if lower is None or upper is None else [lower, upper]


def _estimate(name: str, estimate: Estimate) -> Plain:
    return {
        name: estimate.value,
        "ci": interval(estimate.lower, estimate.upper),
        "standard_error": estimate.standard_error,
        "p": estimate.p,
        "degrees_of_freedom": estimate.degrees_of_freedom,
        "reason": estimate.reason,
    }


def _waterfall(fall: Waterfall) -> Plain:
    return {
        "raw_change": fall.raw_change,
        "national_change": fall.national_change,
        "expected_bounce_back": fall.expected_bounce_back,
    }
