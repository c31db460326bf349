"""What the score of a pair is worked out from: survey figures, facts about trusts, choices, rules.

Figures carry their base (the number of answers) and their labels. NaN stands for a figure that
was suppressed or not published: missing, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trusts.matching.errors import (
    DuplicateCode,
    FigureOutOfRange,
    UnknownCode,
    WrongShape,
)
from trusts.matching.problem import Codes, Mentor

FloatArray = NDArray[np.float64]
PRIORITIES = (0, 1, 2)
HIGHEST_LATITUDE, HIGHEST_LONGITUDE = 90.0, 180.0


@dataclass(frozen=True)
class Question:
    """A survey question scored as a percentage, and the section it stands in."""

    code: str
    section: str


@dataclass(frozen=True, eq=False)
class SurveyTable:
    """One survey year: a row for each trust, a column for each question.

    `proportion`: the (case-mix adjusted, where published) score as a proportion from 0 to 1, NaN
    where suppressed. `answers`: respondents who gave a scored answer. `national`: the national
    score of each question as a proportion, neither 0 nor 1. `lower`, `upper`: the published 95%
    interval as proportions, NaN or None where there is none. Leave out questions on another scale
    (a mean from 0 to 10): they cannot be weighed together with percentages.
    """

    trusts: tuple[str, ...]
    questions: tuple[Question, ...]
    proportion: FloatArray
    answers: FloatArray
    national: FloatArray
    lower: FloatArray | None = None
    upper: FloatArray | None = None

    def __post_init__(self) -> None:
        _check_once(self.trusts, "trust")
        _check_once([question.code for question in self.questions], "question")
        shape = (len(self.trusts), len(self.questions))
        for name in ("proportion", "answers", "lower", "upper"):
            figures = getattr(self, name)
            if figures is not None and figures.shape != shape:
                raise WrongShape(
                    f"The survey's {name} must have {shape[0]} rows (trusts) and {shape[1]} "
                    f"columns (questions); found {' x '.join(map(str, figures.shape))}."
                )
        if self.national.shape != shape[1:]:
            raise WrongShape(f"There must be one national score for each of {shape[1]} questions.")
        self._check_ranges()

    def _check_ranges(self) -> None:
        if _any_outside(self.proportion, 0, 1):
            raise FigureOutOfRange("A survey score must be a proportion from 0 to 1.")
        if _any_outside(self.answers, 0, np.inf):
            raise FigureOutOfRange("A number of answers must be 0 or more.")
        if np.isnan(self.national).any() or ((self.national <= 0) | (self.national >= 1)).any():
            raise FigureOutOfRange("A national score must be a proportion between 0 and 1.")

    def row_of(self, trust: str) -> int:
        """The trust's row."""
        try:
            return self.trusts.index(trust)
        except ValueError:
            raise UnknownCode(f"{trust} has no row in the survey results.") from None


@dataclass(frozen=True)
class TrustFacts:
    """What likeness and travel are worked out from; None where it is not known.

    `icb`: its integrated care board. `size`: any measure of size that all trusts share, such as
    survey respondents. `kinds`: of specialist, teaching, foundation. `place`: latitude and
    longitude in degrees. `tumour_mix`: patients, or shares, by tumour group. `deprivation`: share
    of patients from the two most deprived fifths of areas, 0 to 1. `remote`: can work remotely.
    """

    code: str
    icb: str | None = None
    size: float | None = None
    kinds: frozenset[str] = frozenset()
    place: tuple[float, float] | None = None
    tumour_mix: Mapping[str, float] | None = None
    deprivation: float | None = None
    remote: bool = False

    def __post_init__(self) -> None:
        if self.size is not None and not self.size > 0:
            raise FigureOutOfRange(f"The size of {self.code} must be more than 0.")
        if self.deprivation is not None and not 0 <= self.deprivation <= 1:
            raise FigureOutOfRange(f"The deprivation of {self.code} must be from 0 to 1.")
        if self.place is not None:
            latitude, longitude = self.place
            if not (abs(latitude) <= HIGHEST_LATITUDE and abs(longitude) <= HIGHEST_LONGITUDE):
                raise FigureOutOfRange(f"The place of {self.code} is not a latitude and longitude.")
        shares = [] if self.tumour_mix is None else list(self.tumour_mix.values())
        if self.tumour_mix is not None and not (all(s >= 0 for s in shares) and sum(shares) > 0):
            raise FigureOutOfRange(f"The tumour groups of {self.code} must add up to more than 0.")


@dataclass(frozen=True)
class Choices:
    """What a mentee chose: 0, 1 or 2 for a question (1 unless said otherwise), and themes.

    `themes` are questions to work on for a trust that has no needs by the survey.
    """

    priorities: Mapping[str, int] = field(default_factory=dict)
    themes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for question, priority in self.priorities.items():
            if priority not in PRIORITIES:
                raise FigureOutOfRange(
                    f"The priority of {question} must be 0, 1 or 2; found {priority!r}."
                )


@dataclass(frozen=True)
class Weights:
    """The scheme's weights, versioned; only their proportions matter."""

    coverage: float = 0.60
    similarity: float = 0.20
    travel: float = 0.10
    reciprocity: float = 0.10
    version: int = 1

    def __post_init__(self) -> None:
        if min(self.shares) < 0 or self.coverage <= 0:
            raise FigureOutOfRange("Weights must be 0 or more, and that of coverage more than 0.")

    @property
    def shares(self) -> tuple[float, float, float, float]:
        """In the order coverage, similarity, travel, reciprocity."""
        return (self.coverage, self.similarity, self.travel, self.reciprocity)


@dataclass(frozen=True)
class Rules:
    """The scheme's gates: pairs that are not allowed, with the reason in words.

    `coverage_floor`: least share of the mentee's weighted need to be covered. `shown_floor`:
    least share of it on which the mentor's results are shown at all. `conflicts` hold for the two
    trusts either way round, `declined` and `forbidden` for (mentor, mentee).
    """

    coverage_floor: float = 0.10
    shown_floor: float = 0.50
    conflicts: Mapping[Codes, str] = field(default_factory=dict)
    declined: Mapping[Codes, str] = field(default_factory=dict)
    forbidden: Mapping[Codes, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (0 <= self.coverage_floor <= 1 and 0 <= self.shown_floor <= 1):
            raise FigureOutOfRange("The floors of a scheme's rules must be from 0 to 1.")


@dataclass(frozen=True, eq=False)
class PairingInputs:
    """Everything the scores of a scheme's possible pairs depend on."""

    survey: SurveyTable
    facts: Mapping[str, TrustFacts]
    mentors: tuple[Mentor, ...]
    mentees: tuple[str, ...]
    choices: Mapping[str, Choices] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        questions = {question.code for question in self.survey.questions}
        for code in (*(mentor.code for mentor in self.mentors), *self.mentees):
            self.survey.row_of(code)
            if code not in self.facts:
                raise UnknownCode(f"Nothing is known about {code}: add its facts.")
        for code, choices in self.choices.items():
            for question in (*choices.priorities, *choices.themes):
                if question not in questions:
                    raise UnknownCode(f"{code} chose {question}, which is not in this survey.")


def _any_outside(figures: FloatArray, low: float, high: float) -> bool:
    known = figures[~np.isnan(figures)]
    return bool(((known < low) | (known > high) | np.isinf(known)).any())


def _check_once(codes: tuple[str, ...] | list[str], what: str) -> None:
    if len(set(codes)) != len(codes):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise DuplicateCode(f"The survey results list {what} {', '.join(twice)} more than once.")
