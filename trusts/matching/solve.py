"""The set of pairs that serves every mentee."""

import numpy as np

from trusts.matching.assignment import (
    best_assignment,
    highest_threshold,
    largest_matching,
    matched_count,
)
from trusts.matching.code_order import first_in_code_order
from trusts.matching.free_part import BoolArray, FreePart, IntArray, free_part
from trusts.matching.problem import Pair, Problem, Solution
from trusts.matching.residual import costs
from trusts.matching.unmatched import unmatched_reasons


def suggest(problem: Problem) -> Solution:
    """The best set of pairs: exact, and the same for the same input in any order.

    Best means, each only as far as the ones before allow:
    1. as many mentees as possible have a mentor;
    2. the lowest score among the pairs, locked ones included, is as high as possible (mentees who
       have to stay without a mentor do not count here: rule 1 has done for them what it could);
    3. the sum of the scores is as high as possible;
    4. as many pairs of `problem.previous` as possible stand;
    5. the mentors, read in the order of the mentees' codes, come first in code order ("no mentor"
       after every code), which leaves one answer.
    Locked pairs stand, a mentor takes no more than its capacity, a pair that is not allowed never
    appears. Without mentors, mentees or allowed pairs the answer has no pair and says why.
    """
    part = free_part(problem, keep=problem.previous)
    return as_solution(problem, part, _best(part))


def _best(part: FreePart) -> IntArray:
    size, threshold = guarantee(part)
    allowed = part.table >= threshold
    return settle(part, allowed, weights(part), size)


def guarantee(part: FreePart) -> tuple[int, int]:
    """How many open mentees can be matched, and the score that no pair need fall below."""
    size = matched_count(largest_matching(part.table >= 0, part.capacity), part.capacity)
    threshold = highest_threshold(part.table, part.capacity, size)
    if part.lowest_lock is not None:
        threshold = min(threshold, part.lowest_lock)
    return size, threshold


def weights(part: FreePart) -> IntArray:
    """Score first, then whether the pair is to be kept: no number of kept pairs buys a point."""
    return np.where(part.table >= 0, part.table * (len(part.mentees) + 1) + part.kept, 0)


def settle(part: FreePart, allowed: BoolArray, weight: IntArray, size: int) -> IntArray:
    """The best assignment of `size` mentees, the first in code order among equals."""
    assignment = best_assignment(allowed, weight, part.capacity, size)
    return first_in_code_order(costs(allowed, weight, part.capacity), assignment)


def as_solution(problem: Problem, part: FreePart, assignment: IntArray) -> Solution:
    """The assignment of the open part and the locked pairs, as pairs with codes."""
    pairs = [
        Pair(part.mentors[column], mentee, int(part.table[row, column]))
        for row, (mentee, column) in enumerate(zip(part.mentees, assignment, strict=True))
        if column != part.outside
    ]
    for mentor, mentee in problem.locked:
        score = problem.table[problem.mentor_index[mentor], problem.mentee_index[mentee]]
        pairs.append(Pair(mentor, mentee, int(score), locked=True))
    pairs.sort(key=lambda pair: pair.mentee)
    left = {mentor.code: mentor.capacity for mentor in problem.mentors}
    for pair in pairs:
        left[pair.mentor] -= 1
    previous = set(problem.previous)
    return Solution(
        pairs=tuple(pairs),
        unmatched=unmatched_reasons(problem, part, assignment),
        places_left=left,
        kept=sum((pair.mentor, pair.mentee) in previous for pair in pairs),
    )
