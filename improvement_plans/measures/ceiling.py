"""How far a plan can be said to be: its stage is worked out from evidence, never claimed. Pure.

Each stage needs everything that the ones before it need. So a plan with fine charts and no change
tried is still planning, and one that has tried much and measured nothing is still testing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Stage(IntEnum):
    """How far the evidence allows to say that a plan is."""

    PLANNING = 0
    TESTING = 1
    MEASURING = 2
    LEARNING = 3
    IMPROVING = 4


STAGE_WORDS = {
    Stage.PLANNING: "planning",
    Stage.TESTING: "testing",
    Stage.MEASURING: "testing and measuring",
    Stage.LEARNING: "learning from tests",
    Stage.IMPROVING: "improving",
}


@dataclass(frozen=True)
class Evidence:
    """What there is to show for a plan."""

    is_testing: bool = False
    """A change idea is being tried, or has been."""
    has_data: bool = False
    """A measure has at least one figure."""
    has_tested: bool = False
    """A PDSA cycle has come to its decision."""
    has_signal: bool = False
    """A measure shows an improvement that chance does not explain."""


@dataclass(frozen=True)
class Ceiling:
    """The stage, and what is missing for the ones above it, the next first."""

    stage: Stage
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        """ "Stage: testing. To go further: a measure with data"."""
        said = f"Stage: {STAGE_WORDS[self.stage]}."
        return f"{said} To go further: {self.missing[0]}." if self.missing else said


def ceiling_of(evidence: Evidence) -> Ceiling:
    """The highest stage for which there is evidence of every kind that it needs."""
    needs = (
        (evidence.is_testing, "a change that is being tested"),
        (evidence.has_data, "a measure with data"),
        (evidence.has_tested, "a PDSA cycle that has come to its decision"),
        (evidence.has_signal, "an improvement signal on a chart"),
    )
    reached = next((place for place, (held, _) in enumerate(needs) if not held), len(needs))
    return Ceiling(Stage(reached), tuple(words for held, words in needs if not held))
