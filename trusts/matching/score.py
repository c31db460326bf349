"""How well each mentor would serve each mentee: 0 to 1000, and which pairs are not allowed.

    score = round(1000 x (0.60 coverage + 0.20 similarity + 0.10 travel + 0.10 reciprocity))

Coverage is the share of the mentee's weighted need in which the mentor is strong, over the
questions on which both trusts' results are shown. Need on a question = priority x h x shortfall,
h = 1 / (questions in its section), so that a long section does not outweigh a short one.
Reciprocity is the coverage the other way round. Where a part cannot be known (no place, or a
mentor without needs) it is left out and the other weights share its place: missing is never zero.
All tables have a row for each mentor and a column for each mentee.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from trusts.matching.checks import NOT_ALLOWED
from trusts.matching.evidence import Evidence, weigh_evidence
from trusts.matching.free_part import BoolArray, IntArray
from trusts.matching.gates import Gate, gate_tables, marked
from trusts.matching.inputs import FloatArray, PairingInputs
from trusts.matching.likeness import similarity, travel
from trusts.matching.needs import Wishes, coverage_of, need_table, wishes
from trusts.matching.problem import Codes, Problem

FULL_SCORE = 1000
ROUNDING_GUARD = 9  # decimals kept before rounding, so that the order of a sum cannot tip it


@dataclass(frozen=True, eq=False)
class Settled:
    """What the scores depend on besides survey results: facts and choices, worked out once."""

    mentors: Wishes
    mentees: Wishes
    similarity: FloatArray
    travel: FloatArray


@dataclass(frozen=True, eq=False)
class FromSurvey:
    """What the survey says of every pair; tables as in `ScoredPairs`."""

    offered: FloatArray
    wanted: FloatArray
    coverage: FloatArray
    shown: FloatArray
    reciprocity: FloatArray
    ungated: IntArray


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """The parts of every possible pair, the score, and the gates that rule pairs out.

    `coverage`, `similarity`, `travel`, `reciprocity`: 0 to 1, NaN where it cannot be known.
    `shown`: share of the mentee's need on which the mentor's results are shown. `needs`: number
    of the mentee's needs (or chosen themes); `needs_met`: those in which the mentor has a
    strength. `value`: the score as a whole number, -1 where the pair is not allowed.
    """

    inputs: PairingInputs
    evidence: Evidence
    settled: Settled
    coverage: FloatArray
    similarity: FloatArray
    travel: FloatArray
    reciprocity: FloatArray
    shown: FloatArray
    needs: IntArray
    needs_met: IntArray
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

    @cached_property
    def wanted(self) -> FloatArray:
        """Weighted need, mentees x questions."""
        return need_table(self.evidence, self.settled.mentees)

    def gates(self, mentor: str, mentee: str) -> tuple[Gate, ...]:
        """The rules that keep this pair apart; none if it is allowed."""
        cell = (self.rows[mentor], self.columns[mentee])
        return tuple(gate for gate, table in self.gate_tables.items() if table[cell])

    def also_forbidding(self, pairs: Mapping[Codes, str]) -> "ScoredPairs":
        """The same scores with these pairs (and reasons) forbidden too; nothing is scored again."""
        if not pairs:
            return self
        rules = self.inputs.rules
        forbidden = {**rules.forbidden, **pairs}
        inputs = replace(self.inputs, rules=replace(rules, forbidden=forbidden))
        table = marked(inputs, set(forbidden))
        return replace(
            self,
            inputs=inputs,
            value=np.where(table, NOT_ALLOWED, self.value),
            gate_tables={**self.gate_tables, Gate.FORBIDDEN: table},
        )

    def problem(self, locked: tuple[Codes, ...] = (), previous: tuple[Codes, ...] = ()) -> Problem:
        """The pairing problem of these scores, with the first gate of each pair as its reason."""
        return Problem(
            self.inputs.mentors, self.inputs.mentees, self.value, locked, previous, self.reasons
        )

    @cached_property
    def reasons(self) -> dict[Codes, str]:
        """The first gate of each pair that is not allowed, in words."""
        mentors = [mentor.code for mentor in self.inputs.mentors]
        mentees = self.inputs.mentees
        found: dict[Codes, str] = {}
        for gate, table in reversed(self.gate_tables.items()):
            why, (rows, columns) = gate.value, np.nonzero(table)
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                found[mentors[row], mentees[column]] = why
        return found


def score_pairs(inputs: PairingInputs) -> ScoredPairs:
    """The score of every possible pair of a scheme."""
    settled, evidence = settle(inputs), weigh_evidence(inputs.survey)
    found = score_with(inputs, evidence, settled)
    gates = gate_tables(inputs, found.coverage, found.shown)
    allowed = ~np.logical_or.reduce(list(gates.values()))
    needs, strong = found.wanted > 0, np.nan_to_num(found.offered) > 0
    return ScoredPairs(
        inputs=inputs,
        evidence=evidence,
        settled=settled,
        coverage=found.coverage,
        similarity=settled.similarity,
        travel=settled.travel,
        reciprocity=found.reciprocity,
        shown=found.shown,
        needs=np.count_nonzero(needs, axis=1),
        needs_met=strong.astype(np.int64) @ needs.astype(np.int64).T,
        value=np.where(allowed, found.ungated, NOT_ALLOWED),
        gate_tables=gates,
    )


def settle(inputs: PairingInputs) -> Settled:
    """The parts of the scores that do not depend on survey results."""
    codes = tuple(mentor.code for mentor in inputs.mentors)
    mentors = tuple(inputs.facts[code] for code in codes)
    mentees = tuple(inputs.facts[code] for code in inputs.mentees)
    return Settled(
        mentors=wishes(inputs, codes),
        mentees=wishes(inputs, inputs.mentees),
        similarity=similarity(mentors, mentees),
        travel=travel(mentors, mentees),
    )


def score_with(inputs: PairingInputs, evidence: Evidence, settled: Settled) -> FromSurvey:
    """The scores from evidence already weighed, or drawn again; gates are not looked at."""
    offered = evidence.strength[settled.mentors.rows]
    wanted = need_table(evidence, settled.mentees)
    coverage, shown = coverage_of(offered, wanted)
    back, _ = coverage_of(
        evidence.strength[settled.mentees.rows], need_table(evidence, settled.mentors)
    )
    parts = np.stack([coverage, settled.similarity, settled.travel, back.T])
    ungated = whole_score(parts, inputs.weights.shares)
    return FromSurvey(offered, wanted, coverage, shown, back.T, ungated)


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
