"""The part of a pairing problem that is still open, in the order of the trusts' codes.

Locked pairs are taken out: their mentees leave, and their mentors have so many places fewer.
Working in code order makes the answer independent of the order in which trusts are listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.matching.checks import NOT_ALLOWED
from trusts.matching.problem import Codes, Problem

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FreePart:
    """`table` has a row for each unlocked mentee and a column for each mentor (-1: not allowed).

    `capacity` counts the places that locked pairs leave; a mentor without one has no allowed
    pair. `kept` marks the pairs to keep where possible. `lowest_lock` is the lowest locked score.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    table: IntArray
    capacity: IntArray
    kept: BoolArray
    lowest_lock: int | None

    @property
    def outside(self) -> int:
        """The number that stands for "no mentor" in an assignment: one past the last mentor."""
        return len(self.mentors)


def free_part(problem: Problem, keep: Iterable[Codes]) -> FreePart:
    """The open part of the problem; `keep` are the (mentor, mentee) pairs to keep if possible."""
    locked_mentees = {mentee for _, mentee in problem.locked}
    mentees = tuple(sorted(set(problem.mentees) - locked_mentees))
    mentors = tuple(sorted(problem.mentor_index))
    rows = np.array([problem.mentor_index[code] for code in mentors], dtype=np.intp)
    columns = np.array([problem.mentee_index[code] for code in mentees], dtype=np.intp)
    capacity = np.array(
        [min(problem.mentors[row].capacity, len(problem.mentees)) for row in rows], dtype=np.int64
    )
    where = {code: number for number, code in enumerate(mentors)}
    for mentor, _ in problem.locked:
        capacity[where[mentor]] -= 1
    table = np.ascontiguousarray(problem.table[np.ix_(rows, columns)].T)
    table[:, capacity <= 0] = NOT_ALLOWED
    capacity = np.maximum(capacity, 0)
    locked_scores = [problem.score_of(mentor, mentee) for mentor, mentee in problem.locked]
    return FreePart(
        mentees=mentees,
        mentors=mentors,
        table=table,
        capacity=capacity,
        kept=_marks(mentees, where, keep),
        lowest_lock=min((score for score in locked_scores if score is not None), default=None),
    )


def _marks(mentees: tuple[str, ...], where: dict[str, int], keep: Iterable[Codes]) -> BoolArray:
    row_of = {code: number for number, code in enumerate(mentees)}
    marks = np.zeros((len(mentees), len(where)), dtype=np.bool_)
    for mentor, mentee in keep:
        if mentee in row_of and mentor in where:
            marks[row_of[mentee], where[mentor]] = True
    return marks
