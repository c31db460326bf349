"""Why a mentee stays without a mentor, in words.

The reason is a shortage by Hall's theorem (1935): a group of mentees that together can only go to
a group of mentors with fewer places. The group is found from the mentee by following allowed
pairs to mentors and from each mentor to the mentees it has; one more place at any mentor of the
group would let one more mentee be matched.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from trusts.matching.free_part import BoolArray, FreePart, IntArray
from trusts.matching.problem import Problem, Unmatched

NAMES_SHOWN = 6


def unmatched_reasons(
    problem: Problem, part: FreePart, assignment: IntArray
) -> tuple[Unmatched, ...]:
    """A reason for each open mentee that the assignment leaves out, in code order.

    The assignment must match as many mentees as possible.
    """
    allowed = part.table >= 0
    waiting = np.flatnonzero(assignment == part.outside)
    return tuple(
        Unmatched(part.mentees[row], _reason(problem, part, assignment, allowed, int(row)))
        for row in waiting
    )


def _reason(
    problem: Problem, part: FreePart, assignment: IntArray, allowed: BoolArray, row: int
) -> str:
    mentee = part.mentees[row]
    if not problem.mentors:
        return "No trust has offered to mentor yet."
    if not allowed[row].any():
        return _nobody_allowed(problem, mentee)
    mentees, mentors = shortage(assignment, allowed, row)
    names = [part.mentors[number] for number in mentors]
    lockers = {mentor for mentor, _ in problem.locked}
    return _shared(
        [part.mentees[number] for number in mentees],
        names,
        int(part.capacity[mentors].sum()),
        locked=bool(lockers.intersection(names)),
    )


def shortage(assignment: IntArray, allowed: BoolArray, row: int) -> tuple[IntArray, IntArray]:
    """The mentees that can only go to one group of mentors, the one in `row` among them."""
    group = np.zeros(len(assignment), dtype=np.bool_)
    group[row] = True
    while True:
        mentors = allowed[group].any(axis=0)
        with_one_of_them = np.append(mentors, False)[assignment]
        only_to_them = allowed.any(axis=1) & ~(allowed & ~mentors).any(axis=1)
        larger = group | with_one_of_them | only_to_them
        if np.array_equal(larger, group):
            return np.flatnonzero(group), np.flatnonzero(mentors)
        group = larger


def _nobody_allowed(problem: Problem, mentee: str) -> str:
    """Why a trust has no mentor to choose from: full mentors, or rules."""
    column = problem.mentee_index[mentee]
    allowed = [
        mentor for row, mentor in enumerate(problem.mentors) if problem.table[row, column] >= 0
    ]
    with_places = sorted(mentor.code for mentor in allowed if mentor.capacity > 0)
    if with_places:
        return (
            f"All places of the mentors this trust could have ({_names(with_places)}) are held "
            "by locked pairs; unlock one or add a place."
        )
    if allowed:
        names = _names(sorted(mentor.code for mentor in allowed))
        has = "has" if len(allowed) == 1 else "have"
        return f"{names} could mentor this trust but {has} no free place."
    why = Counter(
        problem.reasons.get((mentor.code, mentee), "not allowed") for mentor in problem.mentors
    )
    counts = ", ".join(f"{reason} ({times})" for reason, times in sorted(why.items()))
    return f"No mentor is allowed for this trust: {counts}."


def _shared(mentees: Sequence[str], mentors: Sequence[str], places: int, locked: bool) -> str:
    """The shortage of places in a group, and what one more place would do."""
    offered = f"{places} place{'' if places == 1 else 's'}"
    one_mentor = len(mentors) == 1
    helped = "frees one" if len(mentees) - places > 1 else "lets all be matched"
    return (
        f"These {len(mentees)} trusts ({_names(mentees)}) share only "
        f"{'this mentor' if one_mentor else f'these {len(mentors)} mentors'} "
        f"({_names(mentors)}) with {offered}{' left by locked pairs' if locked else ''}; "
        f"one more place at {mentors[0] if one_mentor else f'any of {_names(mentors)}'} {helped}."
    )


def _names(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:NAMES_SHOWN])
    more = len(codes) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
