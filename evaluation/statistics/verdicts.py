"""The words a result is given: chosen by rule, never by hand.

"Caused" and "impact" appear nowhere: the design is not randomised. No sentence claims a difference
without its interval, and the absence of one is never called "no effect".
"""

from dataclasses import dataclass
from typing import Literal

from evaluation.statistics.estimates import Estimate

LEVEL_OF_PROOF = 0.05

HeadlineCode = Literal[
    "improved_more",
    "no_clear_difference",
    "did_less_well",
    "no_margin",
    "cannot_be_said",
    "cannot_be_assessed",
]
CellCode = Literal[
    "rose_beyond_expected",
    "fell_short_of_expected",
    "no_clear_difference",
    "few_answers",
    "no_margin",
    "cannot_be_assessed",
]

CELL_WORDS: dict[CellCode, str] = {
    "rose_beyond_expected": "Rose beyond expected",
    "fell_short_of_expected": "Fell short of expected",
    "no_clear_difference": "No clear difference",
    "few_answers": "Too few answers for a verdict",
    "no_margin": "No margin can be given",
    "cannot_be_assessed": "Cannot be assessed",
}


@dataclass(frozen=True)
class Verdict:
    """What is said of the headline: the rule that applied and the sentence."""

    code: HeadlineCode
    sentence: str


def headline_verdict(
    effect: Estimate,
    *,
    raw_change: float | None,
    expected_change: float | None,
    detectable: float | None,
    doubt: str | None = None,
) -> Verdict:
    """The verdict on the pooled effect, all figures in percentage points.

    raw_change: the mentees' rise before any comparison; expected_change: what was expected of
    them (national change and bounce-back together). doubt: why the figure bears no verdict.
    """
    if effect.value is None:
        return Verdict("cannot_be_assessed", effect.reason or "Cannot be assessed.")
    if effect.lower is None or effect.upper is None or effect.p is None:
        reason = effect.reason or "No margin of error can be given."
        return Verdict("no_margin", f"No verdict: {reason[0].lower()}{reason[1:]}")
    if doubt is not None:
        return Verdict("cannot_be_said", doubt)
    interval = f"(95% CI {points(effect.lower)} to {points(effect.upper)})"
    if effect.p < LEVEL_OF_PROOF and effect.lower > 0:
        sentence = f"Improved more than similar trusts: about {_about(effect.value)} {interval}."
        return Verdict("improved_more", sentence)
    if effect.p < LEVEL_OF_PROOF and effect.upper < 0:
        sentence = f"Did less well than similar trusts: about {_about(-effect.value)} {interval}."
        return Verdict("did_less_well", sentence)
    sentence = (
        "No clear evidence of a difference; the data fit anything from "
        f"{points(effect.lower)} to {points(effect.upper)} points."
    )
    if detectable is not None:
        sentence += f" We could only have detected about {_about(detectable)}."
    return Verdict("no_clear_difference", _rise(raw_change, expected_change) + sentence)


def cell_verdict(
    difference: float | None,
    beyond_expected: float | None,
    p_adjusted: float | None,
    *,
    small_base: bool,
) -> CellCode:
    """The verdict on one trust and question, after allowing for the many comparisons."""
    if difference is None:
        return "cannot_be_assessed"
    if beyond_expected is None:
        return "no_margin"
    if small_base:
        return "few_answers"
    if p_adjusted is None or p_adjusted >= LEVEL_OF_PROOF:
        return "no_clear_difference"
    return "rose_beyond_expected" if beyond_expected > 0 else "fell_short_of_expected"


def points(value: float) -> str:
    """A change with one decimal and a true minus; what rounds to zero has no sign."""
    rounded = round(value, 1)
    return f"−{-rounded:.1f}" if rounded < 0 else f"{abs(rounded):.1f}"


def _rise(raw_change: float | None, expected_change: float | None) -> str:
    if raw_change is None or expected_change is None or round(raw_change, 1) <= 0:
        return ""
    if round(expected_change, 1) <= 0:
        return f"Scores rose by {points(raw_change)} points. "
    return (
        f"Scores rose by {points(raw_change)} points, but similar trusts outside the scheme rose "
        f"by about {points(expected_change)}. "
    )


def _about(value: float) -> str:
    return f"{points(value)} point" if points(value) == "1.0" else f"{points(value)} points"
