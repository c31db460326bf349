"""How sure a pair is: how often it stays when the survey's chance variation is drawn again."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from trusts.matching.checks import NOT_ALLOWED
from trusts.matching.errors import FigureOutOfRange
from trusts.matching.evidence import redraw
from trusts.matching.free_part import IntArray
from trusts.matching.problem import Codes, Problem, Solution
from trusts.matching.score import ScoredPairs, score_with
from trusts.matching.solve import suggest

FIRM_FROM, FAIRLY_FIRM_FROM = 0.90, 0.75
DRAWS = 200


@dataclass(frozen=True)
class PairCertainty:
    """In how many of the redraws the pair is part of the best set, and a word for it."""

    mentor: str
    mentee: str
    kept: int
    draws: int

    @property
    def word(self) -> str:
        """Firm (90% or more), Fairly firm (75% or more) or Near tie."""
        share = self.kept / self.draws
        if share >= FIRM_FROM:
            return "Firm"
        return "Fairly firm" if share >= FAIRLY_FIRM_FROM else "Near tie"


def certainty(
    scored: ScoredPairs, problem: Problem, solution: Solution, *, draws: int = DRAWS, seed: int = 0
) -> tuple[PairCertainty, ...]:
    """For each pair of the solution, how often it survives; the same for the same seed.

    Every draw adds normal noise with each score's sampling variance, scores all pairs again and
    takes the best set (see `evidence.redraw` and `suggest`). Capacities, locks and the pairs that
    are not allowed stay as they are in `problem`, so that gates decided once are not reopened by
    noise; there is no draft to keep in a draw, so ties are broken afresh.
    """
    if draws < 1:
        raise FigureOutOfRange("There must be at least one redraw.")
    random = np.random.default_rng(seed)
    kept: Counter[Codes] = Counter()
    for _ in range(draws):
        noisy = redraw(scored.evidence, random)
        again = score_with(scored.inputs, noisy, scored.settled)
        kept.update(_pairs(suggest(_with_scores(problem, scored, again.ungated))))
    return tuple(
        PairCertainty(pair.mentor, pair.mentee, kept[pair.mentor, pair.mentee], draws)
        for pair in solution.pairs
    )


def _pairs(solution: Solution) -> list[Codes]:
    return [(pair.mentor, pair.mentee) for pair in solution.pairs]


def _with_scores(problem: Problem, scored: ScoredPairs, scores: IntArray) -> Problem:
    """The problem with new scores where it allows pairs."""
    rows = [scored.rows[mentor.code] for mentor in problem.mentors]
    columns = [scored.columns[code] for code in problem.mentees]
    table = np.where(problem.table >= 0, scores[np.ix_(rows, columns)], NOT_ALLOWED)
    return Problem(problem.mentors, problem.mentees, table, problem.locked)
