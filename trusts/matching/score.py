"""How well each mentor would serve each mentee: 0 to 1000, and which pairs are not allowed.

    score = round(1000 x (0.60 coverage + 0.20 similarity + 0.10 travel + 0.10 reciprocity))

Coverage is the share of the mentee's weighted need in which the mentor is strong, over the
questions on which both trusts' results are shown. Need on a question = priority x h x shortfall,
h = 1 / (questions in its section), so that a long section does not outweigh a short one.
Reciprocity is the coverage the other way round. Where a part cannot be known (no place, or a
mentor without needs) it is left out and the other weights share its place: missing is never zero.
All tables have a row for each mentor and a column for each mentee.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trusts.matching.checks import NOT_ALLOWED
from trusts.matching.evidence import Evidence, weigh_evidence
from trusts.matching.free_part import BoolArray, IntArray
from trusts.matching.gates import Gate, gate_tables
from trusts.matching.inputs import Choices, FloatArray, PairingInputs, SurveyTable
from trusts.matching.likeness import similarity, travel
from trusts.matching.problem import Codes, Problem

FULL_SCORE = 1000
ROUNDING_GUARD = 9  # decimals kept before rounding, so that the order of a sum cannot tip it


@dataclass(frozen=True, eq=False)
class Background:
    """The parts of the score that do not depend on survey results."""

    similarity: FloatArray
    travel: FloatArray


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """The parts of every possible pair, the score, and the gates that rule pairs out.

    `coverage`, `similarity`, `travel`, `reciprocity`: 0 to 1, NaN where it cannot be known.
    `shown`: share of the mentee's need on which the mentor's results are shown. `needs`: number
    of the mentee's needs (or chosen themes); `needs_met`: those in which the mentor has a
    strength. `ungated`: the score as a whole number, whatever the gates say; `value`: the same,
    -1 where the pair is not allowed.
    """

    inputs: PairingInputs
    evidence: Evidence
    coverage: FloatArray
    similarity: FloatArray
    travel: FloatArray
    reciprocity: FloatArray
    shown: FloatArray
    needs: IntArray
    needs_met: IntArray
    ungated: IntArray
    value: IntArray
    gate_tables: dict[Gate, BoolArray]

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row of each mentor."""
        return {mentor.code: row for row, mentor in enumerate(self.inputs.mentors)}

    @cached_property
    def columns(self) -> dict[str, int]:
        """Column of each mentee."""
        return {code: column for column, code in enumerate(self.inputs.mentees)}

    def gates(self, mentor: str, mentee: str) -> tuple[Gate, ...]:
        """The rules that keep this pair apart; none if it is allowed."""
        cell = (self.rows[mentor], self.columns[mentee])
        return tuple(gate for gate, table in self.gate_tables.items() if table[cell])

    def problem(self, locked: tuple[Codes, ...] = (), previous: tuple[Codes, ...] = ()) -> Problem:
        """The pairing problem of these scores, with the first gate of each pair as its reason."""
        reasons: dict[Codes, str] = {}
        for gate, table in reversed(self.gate_tables.items()):
            for row, column in np.argwhere(table):
                pair = (self.inputs.mentors[row].code, self.inputs.mentees[column])
                reasons[pair] = gate.value
        return Problem(
            self.inputs.mentors, self.inputs.mentees, self.value, locked, previous, reasons
        )


def score_pairs(inputs: PairingInputs) -> ScoredPairs:
    """The score of every possible pair of a scheme."""
    return score_with(inputs, weigh_evidence(inputs.survey), background(inputs))


def background(inputs: PairingInputs) -> Background:
    """Similarity and travel of every possible pair."""
    mentors = tuple(inputs.facts[mentor.code] for mentor in inputs.mentors)
    mentees = tuple(inputs.facts[code] for code in inputs.mentees)
    return Background(similarity(mentors, mentees), travel(mentors, mentees))


def score_with(inputs: PairingInputs, evidence: Evidence, settled: Background) -> ScoredPairs:
    """The scores from evidence already weighed (or drawn again) and a settled background."""
    mentor_codes = tuple(mentor.code for mentor in inputs.mentors)
    wanted = need_table(inputs, evidence, inputs.mentees)
    offered = _rows(evidence.strength, inputs.survey, mentor_codes)
    coverage, shown = _coverage(offered, wanted)
    back, _ = _coverage(
        _rows(evidence.strength, inputs.survey, inputs.mentees),
        need_table(inputs, evidence, mentor_codes),
    )
    parts = np.stack([coverage, settled.similarity, settled.travel, back.T])
    gates = gate_tables(inputs, coverage, shown)
    allowed = ~np.logical_or.reduce(list(gates.values()))
    ungated = whole_score(parts, inputs.weights.shares)
    strong = np.nan_to_num(offered) > 0
    return ScoredPairs(
        inputs=inputs,
        evidence=evidence,
        coverage=coverage,
        similarity=settled.similarity,
        travel=settled.travel,
        reciprocity=back.T,
        shown=shown,
        needs=np.count_nonzero(wanted > 0, axis=1),
        needs_met=strong.astype(np.int64) @ (wanted > 0).astype(np.int64).T,
        ungated=ungated,
        value=np.where(allowed, ungated, NOT_ALLOWED),
        gate_tables=gates,
    )


def need_table(inputs: PairingInputs, evidence: Evidence, trusts: tuple[str, ...]) -> FloatArray:
    """Weighted need, trusts x questions: priority x h x shortfall; 0 where there is none.

    A suppressed question is not a need. A trust without needs gets its chosen themes instead,
    each as a full shortfall.
    """
    shortfall = np.nan_to_num(_rows(evidence.shortfall, inputs.survey, trusts))
    fair_share = section_shares(inputs.survey)
    questions = [question.code for question in inputs.survey.questions]
    nothing_chosen = Choices()
    for row, code in enumerate(trusts):
        choices = inputs.choices.get(code, nothing_chosen)
        priority = [
            choices.priorities.get(question.code, 1) for question in inputs.survey.questions
        ]
        need = np.array(priority) * fair_share * shortfall[row]
        if not need.any():
            themes = [question in choices.themes for question in questions]
            need = fair_share * np.array(themes, dtype=np.float64)
        shortfall[row] = need
    return shortfall


def section_shares(survey: SurveyTable) -> FloatArray:
    """h of each question: 1 / (questions in its section)."""
    sizes = Counter(question.section for question in survey.questions)
    return np.array([1.0 / sizes[question.section] for question in survey.questions])


def _rows(table: FloatArray, survey: SurveyTable, trusts: tuple[str, ...]) -> FloatArray:
    place = {code: row for row, code in enumerate(survey.trusts)}
    return table[np.array([place[code] for code in trusts], dtype=np.intp)]


def _coverage(offered: FloatArray, wanted: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Share of the need covered where the helper's results are shown, and the share shown."""
    in_sight = (~np.isnan(offered)).astype(np.float64) @ wanted.T
    covered = np.nan_to_num(offered) @ wanted.T
    whole = wanted.sum(axis=1)[None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        coverage = np.where(in_sight > 0, covered / in_sight, np.nan)
        shown = np.where(whole > 0, in_sight / whole, np.nan)
    return np.minimum(coverage, 1.0), shown


def whole_score(parts: FloatArray, shares: tuple[float, ...]) -> IntArray:
    """The weighted mean of the known parts (parts x mentors x mentees), as a whole number.

    Halves are rounded up. A pair without a known coverage gets 0; a gate rules it out anyway.
    """
    weight = np.array(shares)[:, None, None]
    known = ~np.isnan(parts)
    used = np.where(known, weight, 0.0).sum(axis=0)
    reached = (weight * np.where(known, parts, 0.0)).sum(axis=0)
    mean = np.where(used > 0, reached / np.where(used > 0, used, 1.0), 0.0)
    points = np.round(FULL_SCORE * mean, ROUNDING_GUARD)
    return np.floor(points + 0.5).astype(np.int64)
