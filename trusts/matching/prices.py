"""What choosing another pair would cost the whole set: the exact price of every override.

The price of giving mentee j to mentor i is the difference between the best set that contains that
pair ("best" as in `suggest`, with the pair locked) and the solution on the board, in four figures:
mentees matched, worst-off score, total, and how many other pairs of the solution move. All four
are exact, for every pair, and equal to solving again with the pair locked and the solution as the
draft to keep; the tests do just that.

Method. With a forced pair the worst-off score may fall, and below it other pairs open up. So the
scores are swept from the highest downwards. At each score the set is the best one that uses pairs
of that score or more, and one all-pairs computation gives the cheapest chain of moves between any
two mentors; a forced pair then costs its own change plus the chain that fills the gap it leaves
(a difference of two best assignments is one round of moves through the forced pair). When a score
opens a pair, the chains are brought up to date by that pair alone; only when it improves the set
itself are they computed anew, which happens rarely. Memory: some tables of mentors x mentors.
"""

from dataclasses import dataclass

import numpy as np

from trusts.matching import checks
from trusts.matching.forced_sets import NOT_PRICED, ForcedSets
from trusts.matching.free_part import FreePart, IntArray, free_part
from trusts.matching.problem import Problem, Solution


@dataclass(frozen=True)
class Price:
    """The set that holds this pair, and how it differs from the solution.

    `worst_change` is None where the solution has no pair. `moved` counts the other pairs of the
    solution that would no longer stand.
    """

    mentor: str
    mentee: str
    matched: int
    worst: int
    total: int
    matched_change: int
    worst_change: int | None
    total_change: int
    moved: int


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices of all overrides: tables with a row for each mentor, a column for each mentee.

    `matched`, `worst` and `total` describe the best set with the pair; -1 where the pair has no
    price: it is not allowed, its mentee is locked, or all its mentor's places are locked.
    """

    problem: Problem
    solution: Solution
    matched: IntArray
    worst: IntArray
    total: IntArray
    moved: IntArray

    def price(self, mentor: str, mentee: str) -> Price | None:
        """The price of one override, None where the pair has none."""
        checks.check_known(self.problem, (mentor, mentee), "The pair")
        cell = (self.problem.mentor_index[mentor], self.problem.mentee_index[mentee])
        if self.matched[cell] == NOT_PRICED:
            return None
        worst, before = int(self.worst[cell]), self.solution.worst
        return Price(
            mentor=mentor,
            mentee=mentee,
            matched=int(self.matched[cell]),
            worst=worst,
            total=int(self.total[cell]),
            matched_change=int(self.matched[cell]) - self.solution.matched,
            worst_change=None if before is None else worst - before,
            total_change=int(self.total[cell]) - self.solution.total,
            moved=int(self.moved[cell]),
        )

    def next_best(self, mentee: str, count: int = 3) -> tuple[Price, ...]:
        """The mentee's alternatives that leave the best sets, best first.

        Ordered as `suggest` orders sets: matched, worst-off, total, pairs moved, mentor's code.
        """
        checks.check_mentee(self.problem, mentee)
        column = self.problem.mentee_index[mentee]
        codes = np.array([mentor.code for mentor in self.problem.mentors], dtype=np.str_)
        current = self.solution.mentor_of.get(mentee, "")
        priced = (self.matched[:, column] != NOT_PRICED) & (codes != current)
        first = np.lexsort(
            (
                codes,
                self.moved[:, column],
                -self.total[:, column],
                -self.worst[:, column],
                -self.matched[:, column],
            )
        )
        best = (self.price(str(codes[row]), mentee) for row in first[priced[first]][:count])
        return tuple(price for price in best if price is not None)

    def near_ties(self, mentee: str, within: int = 20) -> tuple[Price, ...]:
        """Alternatives that match as many and lose at most `within` points, worst-off and total."""
        return tuple(
            price
            for price in self.next_best(mentee, count=len(self.problem.mentors))
            if price.matched_change >= 0
            and (price.worst_change or 0) >= -within
            and price.total_change >= -within
        )


def override_prices(problem: Problem, solution: Solution) -> Prices:
    """The exact price of every allowed pair of an unlocked mentee (see the head of this file).

    `solution` is the set on the board: the answer of `suggest`, or one changed by hand; its locked
    pairs must be those of the problem. The mentees of locked pairs have no prices until unlocked:
    see `prices_after_unlocking`. Best below about 500 x 500: work and memory grow with the cube
    and the square of the number of mentors.
    """
    part = free_part(problem, keep=[(pair.mentor, pair.mentee) for pair in solution.pairs])
    return _as_prices(problem, solution, part, ForcedSets(part))


def prices_after_unlocking(problem: Problem, solution: Solution, mentee: str) -> Prices:
    """As `override_prices`, with the lock of one mentee lifted, so that it has prices too."""
    unlocked = tuple(pair for pair in problem.locked if pair[1] != mentee)
    if len(unlocked) == len(problem.locked):
        return override_prices(problem, solution)
    opened = Problem(
        problem.mentors, problem.mentees, problem.table, unlocked, problem.previous, problem.reasons
    )
    return override_prices(opened, solution)


def _as_prices(problem: Problem, solution: Solution, part: FreePart, forced: ForcedSets) -> Prices:
    """From the open part in code order to the problem's own order, locked pairs added."""
    rows = [problem.mentor_index[code] for code in part.mentors]
    columns = [problem.mentee_index[code] for code in part.mentees]
    priced = forced.matched != NOT_PRICED
    locked = [problem.score_of(*pair) or 0 for pair in problem.locked]
    total, kept = np.divmod(forced.value, len(part.mentees) + 1)
    has_mentor = np.count_nonzero(part.kept, axis=1).reshape(-1, 1)
    others = np.count_nonzero(part.kept) - has_mentor - (kept - part.kept)
    worst = forced.threshold

    def spread(figures: IntArray) -> IntArray:
        table = np.full(problem.table.shape, NOT_PRICED, dtype=np.int64)
        table[np.ix_(rows, columns)] = np.where(priced, figures, NOT_PRICED).T
        return table

    return Prices(
        problem=problem,
        solution=solution,
        matched=spread(forced.matched + len(locked)),
        worst=spread(worst),
        total=spread(total + sum(locked)),
        moved=spread(others),
    )
