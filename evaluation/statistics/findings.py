"""What an evaluation of a scheme found. Effects and changes in percentage points throughout."""

from dataclasses import dataclass

from evaluation.statistics.bounce_back import Placebo
from evaluation.statistics.estimates import Estimate
from evaluation.statistics.mean_scores import MeanScoreChange
from evaluation.statistics.targets import FamilyCount, TargetResult
from evaluation.statistics.variation import Variation
from evaluation.statistics.verdicts import Verdict


@dataclass(frozen=True)
class Waterfall:
    """raw change = national change + expected bounce-back + what is left (an exact identity).

    Each is the mean over mentees of weighted means over their targets; all None where nothing can
    be assessed.
    """

    raw_change: float | None = None
    national_change: float | None = None
    expected_bounce_back: float | None = None
    left: float | None = None

    @property
    def expected_change(self) -> float | None:
        """What was expected of the mentees without the scheme: country and bounce-back."""
        if self.raw_change is None or self.left is None:
            return None
        return self.raw_change - self.left


@dataclass(frozen=True)
class Headline:
    """The one pooled result. `mentees` and `targets` count those that could be assessed."""

    effect: Estimate
    waterfall: Waterfall
    mentees: int
    mentees_enrolled: int
    targets: int
    targets_listed: int
    comparators: int
    minimum_detectable_effect: float | None
    verdict: Verdict


@dataclass(frozen=True)
class MenteeResult:
    """One mentee's targets together, by the formula of the headline."""

    org_code: str
    effect: Estimate
    waterfall: Waterfall
    targets: int
    targets_listed: int


@dataclass(frozen=True)
class OtherWay:
    """The same question asked in another way (section 10 of the report).

    name: a stable name for programs; left_out: the mentee done without, where there is one.
    adjusted: whether regression to the mean is allowed for.
    """

    name: str
    label: str
    effect: Estimate
    adjusted: bool = True
    left_out: str | None = None


@dataclass(frozen=True)
class SchemeEvaluation:
    """Everything computed from one set of scores, participants and targets."""

    baseline: int
    follow_up: int
    prior: int | None
    headline: Headline
    mentees: tuple[MenteeResult, ...]
    targets: tuple[TargetResult, ...]
    target_count: FamilyCount
    other_questions: tuple[TargetResult, ...]
    other_count: FamilyCount
    mean_scores: tuple[MeanScoreChange, ...]
    placebo: Placebo
    variation: Variation
    sensitivity: tuple[OtherWay, ...]
    notes: tuple[str, ...]
