"""The words of a report, chosen by rule from the figures; nobody types a verdict.

"Caused" and "impact" are never used; "significant" never either. Where an interval includes 0 the
words say so and say what could have been noticed; they never say that there was no effect.
"""

from __future__ import annotations

from evaluation.statistics.cells import CellChange
from evaluation.statistics.estimates import Estimate

ROSE = "rose"
FELL = "fell"
NO_CLEAR_DIFFERENCE = "no_clear_difference"
FEW_ANSWERS = "few_answers"
CANNOT_BE_ASSESSED = "cannot_be_assessed"
NOT_COMPARED = "not_compared"
MORE = "more"
LESS = "less"

CELL_WORDS = {
    ROSE: "Rose more than the country",
    FELL: "Rose less than the country",
    NO_CLEAR_DIFFERENCE: "No clear difference",
    FEW_ANSWERS: "Few answers, no verdict",
    CANNOT_BE_ASSESSED: "Cannot be assessed",
    NOT_COMPARED: "Not compared",
}


def cell_verdict(change: CellChange, against_country: Estimate) -> str:
    """The verdict on one target, against the country; below 30 answers there is none."""
    if change.difference is None:
        return CANNOT_BE_ASSESSED
    if change.small_base:
        return FEW_ANSWERS
    return _against_zero(against_country, CANNOT_BE_ASSESSED, ROSE, FELL)


def headline_verdict(pooled: Estimate) -> str:
    """The verdict on all targets together, against the country."""
    return _against_zero(pooled, CANNOT_BE_ASSESSED, MORE, LESS)


def _against_zero(estimate: Estimate, bare: str, above: str, below: str) -> str:
    if estimate.lower is None or estimate.upper is None:
        return bare
    if estimate.lower > 0:
        return above
    return below if estimate.upper < 0 else NO_CLEAR_DIFFERENCE
