"""Why a pair has the score it has: the arithmetic question by question, adding up exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trusts.matching.gates import gate_sentence
from trusts.matching.inputs import Choices
from trusts.matching.likeness import distances
from trusts.matching.needs import section_shares
from trusts.matching.score import FULL_SCORE, ScoredPairs

PARTS = ("coverage", "similarity", "travel", "reciprocity")


@dataclass(frozen=True)
class QuestionLine:
    """One of the mentee's needs and what the mentor brings to it.

    Distances are from the national score in units of the spread between trusts, reliabilities
    from 0 to 1; None where the mentor's, or the mentee's, result is suppressed. `section_share`
    is h. need = priority x h x shortfall; covered = need x strength.
    """

    question: str
    section: str
    priority: int
    section_share: float
    mentee_answers: float | None
    mentee_distance: float | None
    mentee_reliability: float | None
    need: float
    mentor_answers: float | None
    mentor_distance: float | None
    mentor_reliability: float | None
    strength: float | None
    covered: float | None


@dataclass(frozen=True)
class PartLine:
    """One part of the score: its share from 0 to 1, its weight in points, the points it brings.

    `share` is None where the part cannot be known; its weight is then 0 and the others' larger.
    """

    part: str
    share: float | None
    weight: float
    points: float


@dataclass(frozen=True)
class Explanation:
    """Why this pair: the lines follow the need, largest first.

    `need` sums the needs on which the mentor's results are shown, `covered` what the mentor
    covers of it; coverage = covered / need. `parts` add up to `score` but for its rounding.
    `gates` are sentences; a pair with gates has no score.
    """

    mentor: str
    mentee: str
    questions: tuple[QuestionLine, ...]
    needs: int
    needs_met: int
    need: float
    covered: float
    parts: tuple[PartLine, ...]
    points: float
    score: int | None
    distance_km: float | None
    weights_version: int
    gates: tuple[str, ...]


def explain(scored: ScoredPairs, mentor: str, mentee: str) -> Explanation:
    """The arithmetic of one pair. Raises KeyError for a trust that does not take part."""
    row, column = scored.rows[mentor], scored.columns[mentee]
    lines = _question_lines(scored, mentor, mentee)
    shown = [line for line in lines if line.covered is not None]
    parts = _part_lines(scored, row, column)
    value = int(scored.value[row, column])
    inputs = scored.inputs
    gates = tuple(
        gate_sentence(
            gate,
            inputs,
            (mentor, mentee),
            float(scored.coverage[row, column]),
            float(scored.shown[row, column]),
        )
        for gate in scored.gates(mentor, mentee)
    )
    kilometres = distances((inputs.facts[mentor],), (inputs.facts[mentee],))[0, 0]
    return Explanation(
        mentor=mentor,
        mentee=mentee,
        questions=lines,
        needs=int(scored.needs[column]),
        needs_met=int(scored.needs_met[row, column]),
        need=sum(line.need for line in shown),
        covered=sum(line.covered or 0.0 for line in shown),
        parts=parts,
        points=sum(part.points for part in parts),
        score=None if gates else value,
        distance_km=_known(kilometres),
        weights_version=inputs.weights.version,
        gates=gates,
    )


def _question_lines(scored: ScoredPairs, mentor: str, mentee: str) -> tuple[QuestionLine, ...]:
    survey, evidence = scored.inputs.survey, scored.evidence
    helper, helped = survey.row_of(mentor), survey.row_of(mentee)
    needs = scored.wanted[scored.columns[mentee]]
    shares = section_shares(survey)
    choices = scored.inputs.choices.get(mentee, Choices())
    order = sorted(np.flatnonzero(needs > 0), key=lambda number: (-needs[number], number))
    lines = []
    for number in order:
        question = survey.questions[number]
        strength = _known(evidence.strength[helper, number])
        lines.append(
            QuestionLine(
                question=question.code,
                section=question.section,
                priority=choices.priorities.get(question.code, 1),
                section_share=float(shares[number]),
                mentee_answers=_known(survey.answers[helped, number]),
                mentee_distance=_known(evidence.distance[helped, number]),
                mentee_reliability=_known(evidence.reliability[helped, number]),
                need=float(needs[number]),
                mentor_answers=_known(survey.answers[helper, number]),
                mentor_distance=_known(evidence.distance[helper, number]),
                mentor_reliability=_known(evidence.reliability[helper, number]),
                strength=strength,
                covered=None if strength is None else float(needs[number]) * strength,
            )
        )
    return tuple(lines)


def _part_lines(scored: ScoredPairs, row: int, column: int) -> tuple[PartLine, ...]:
    shares = [_known(getattr(scored, part)[row, column]) for part in PARTS]
    weights = scored.inputs.weights.shares
    used = sum(weight for weight, share in zip(weights, shares, strict=True) if share is not None)
    lines = []
    for part, share, weight in zip(PARTS, shares, weights, strict=True):
        full = FULL_SCORE * weight / used if share is not None and used else 0.0
        lines.append(PartLine(part, share, full, full * (share or 0.0)))
    return tuple(lines)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def whole_points(points: Sequence[float], total: int) -> tuple[int, ...]:
    """The points as whole numbers that add up to the total shown beneath them.

    Each is rounded down, and the largest remainders are rounded up until the sum is right.
    """
    floors = [int(np.floor(value)) for value in points]
    by_remainder = sorted(range(len(points)), key=lambda n: (floors[n] - points[n], n))
    for number in by_remainder[: total - sum(floors)]:
        floors[number] += 1
    return tuple(floors)
