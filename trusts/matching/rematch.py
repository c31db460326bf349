"""A new set after a pair has been declined, moving as few other pairs as possible."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trusts.matching import checks
from trusts.matching.assignment import best_assignment, largest_matching, matched_count
from trusts.matching.free_part import FreePart, IntArray, free_part
from trusts.matching.problem import Codes, Problem, Solution
from trusts.matching.solve import as_solution, settle, suggest

DECLINED = "an earlier proposal was declined"


@dataclass(frozen=True)
class Move:
    """A mentee whose mentor changes; None: without a mentor."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Rematch:
    """The new set, the problem it answers (the declined pairs ruled out) and what changes."""

    problem: Problem
    solution: Solution
    moves: tuple[Move, ...]


def rematch(problem: Problem, solution: Solution, declined: Iterable[Codes]) -> Rematch:
    """Pair again without the declined (mentor, mentee) pairs, changing as little as possible.

    In this order: most mentees matched, most of the solution's other pairs kept, the lowest score
    as high as possible, the highest total, code order. Exact. Locks stand, but a lock on a
    declined pair falls with it.
    """
    declined = tuple(declined)
    smaller = without_pairs(problem, declined)
    standing = [
        (pair.mentor, pair.mentee)
        for pair in solution.pairs
        if (pair.mentor, pair.mentee) not in declined
    ]
    found = keeping_most(smaller, standing)
    return Rematch(smaller, found, moves_between(solution, found))


def keeping_most(problem: Problem, standing: Iterable[Codes]) -> Solution:
    """The best set among those that keep most of the `standing` pairs: the order of `rematch`."""
    part = free_part(problem, keep=standing)
    return as_solution(problem, part, _fewest_moves(part))


def without_pairs(problem: Problem, pairs: tuple[Codes, ...]) -> Problem:
    """The problem with these pairs ruled out as declined, and unlocked."""
    table = problem.table.copy()
    for mentor, mentee in pairs:
        checks.check_known(problem, (mentor, mentee), "The declined pair")
        row, column = problem.mentor_index[mentor], problem.mentee_index[mentee]
        table[row, column] = checks.NOT_ALLOWED
    return Problem(
        problem.mentors,
        problem.mentees,
        table,
        tuple(pair for pair in problem.locked if pair not in pairs),
        problem.previous,
        {**problem.reasons, **dict.fromkeys(pairs, DECLINED)},
    )


def _fewest_moves(part: FreePart) -> IntArray:
    open_pairs = part.table >= 0
    size = matched_count(largest_matching(open_pairs, part.capacity), part.capacity)
    most = _most_kept(part, 0, size)
    values = np.unique(part.table[open_pairs])
    low, high = 0, len(values) - 1
    while low < high:  # the highest score that costs neither a match nor a kept pair
        middle = (low + high + 1) // 2
        if _most_kept(part, int(values[middle]), size) == most:
            low = middle
        else:
            high = middle - 1
    threshold = int(values[low]) if size else 0
    if part.lowest_lock is not None:
        threshold = min(threshold, part.lowest_lock)
    one_kept = len(part.mentees) * int(part.table.max(initial=0)) + 1  # more than any total
    weight = np.where(open_pairs, part.table + part.kept * one_kept, 0)
    return settle(part, part.table >= threshold, weight, size)


def _most_kept(part: FreePart, threshold: int, size: int) -> int | None:
    """The most kept pairs among sets of `size` pairs that score enough; None: no such set."""
    allowed = part.table >= threshold
    found = largest_matching(allowed, part.capacity)
    if matched_count(found, part.capacity) < size:
        return None
    assignment = best_assignment(allowed, part.kept.astype(np.int64), part.capacity, size)
    kept = np.hstack([part.kept, np.zeros((len(part.mentees), 1), dtype=np.bool_)])
    return int(kept[np.arange(len(assignment)), assignment].sum())


def with_pair(problem: Problem, solution: Solution, pair: Codes) -> Solution:
    """The best set that holds this pair, changing as few pairs of the solution as that allows.

    A lock of the same mentee with another mentor falls. Raises a MatchingError where the pair is
    not allowed, or the mentor's places are locked.
    """
    locks = tuple(lock for lock in problem.locked if lock[1] != pair[1])
    previous = tuple((one.mentor, one.mentee) for one in solution.pairs)
    return suggest(
        Problem(
            problem.mentors,
            problem.mentees,
            problem.table,
            (*locks, pair),
            previous,
            problem.reasons,
        )
    )


def moves_between(before: Solution, after: Solution) -> tuple[Move, ...]:
    """The mentees whose mentor differs between two sets, in the order of their codes."""
    mentees = sorted({*before.mentor_of, *after.mentor_of})
    changes = (
        Move(mentee, before.mentor_of.get(mentee), after.mentor_of.get(mentee))
        for mentee in mentees
    )
    return tuple(change for change in changes if change.before != change.after)
