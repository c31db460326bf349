"""Checks that a pairing problem makes sense, each with a sentence that says what to mend."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from trusts.matching.errors import (
    CapacityNotAllowed,
    DuplicateCode,
    LockContradictsGate,
    LockExceedsCapacity,
    PairedTwice,
    PairedWithItself,
    ScoreNotAllowed,
    UnknownCode,
    UnreadableInput,
    WrongShape,
)

if TYPE_CHECKING:
    from trusts.matching.problem import Mentor, Problem

NOT_ALLOWED = -1
LONGEST_CODE = 100
LARGEST_SCORE = 1_000_000  # keeps every sum of weights a whole number below 2**53


def check_codes(codes: Sequence[str], role: str) -> None:
    """Each code is text that can be printed, not too long, and appears once."""
    for code in codes:
        if not isinstance(code, str) or not code.strip():
            raise UnreadableInput(f"A {role}'s code must be text, such as RXX; found {code!r}.")
        if not code.isprintable() or len(code) > LONGEST_CODE:
            raise UnreadableInput(
                f"A {role}'s code must be {LONGEST_CODE} printable characters or fewer; "
                f"found {_short(code)}."
            )
    for code, times in Counter(codes).items():
        if times > 1:
            raise DuplicateCode(f"{code} appears {times} times among the {role}s; list it once.")


def check_capacities(mentors: Sequence["Mentor"]) -> None:
    """Each capacity is a whole number, 0 or more."""
    for mentor in mentors:
        size = mentor.capacity
        if not _is_whole(size) or size < 0:
            raise CapacityNotAllowed(
                f"The capacity of mentor {mentor.code} must be a whole number, 0 or more; "
                f"found {_short(size)}."
            )


def score_table(score: Any, mentors: int, mentees: int) -> NDArray[np.int64]:
    """The scores as a table of whole numbers, -1 where a pair is not allowed."""
    if isinstance(score, np.ndarray):
        return _table_from_array(score, mentors, mentees)
    rows = list(score)
    if mentees == 0 and not rows:
        rows = [[] for _ in range(mentors)]
    if len(rows) != mentors:
        raise WrongShape(
            f"The scores must have one row for each mentor: {_counted(mentors, 'mentor')}, "
            f"{_counted(len(rows), 'row')}."
        )
    for number, row in enumerate(rows, start=1):
        _check_row(row, number, mentees)
    filled = [[NOT_ALLOWED if value is None else value for value in row] for row in rows]
    return np.array(filled, dtype=np.int64).reshape(mentors, mentees)


def _check_row(row: Any, number: int, mentees: int) -> None:
    if not isinstance(row, Sequence) or isinstance(row, str):
        raise WrongShape(f"Row {number} of the scores must be a list; found {_short(row)}.")
    if len(row) != mentees:
        raise WrongShape(
            f"Row {number} of the scores must have one value for each mentee: "
            f"{_counted(mentees, 'mentee')}, {_counted(len(row), 'value')}."
        )
    if {type(value) for value in row} <= {int, type(None)}:
        known = [value for value in row if value is not None]
        if not known or (min(known) >= 0 and max(known) <= LARGEST_SCORE):
            return
    wrong = [
        (column, value)
        for column, value in enumerate(row, start=1)
        if value is not None and not (_is_whole(value) and 0 <= value <= LARGEST_SCORE)
    ]
    if not wrong:
        return
    column, value = wrong[0]
    raise ScoreNotAllowed(
        f"Row {number}, column {column} of the scores must be a whole number from 0 to "
        f"{LARGEST_SCORE:,}, or null where the pair is not allowed; found {_short(value)}."
    )


def _table_from_array(score: NDArray[Any], mentors: int, mentees: int) -> NDArray[np.int64]:
    if score.shape != (mentors, mentees):
        raise WrongShape(
            f"The scores must have {mentors} rows (mentors) and {mentees} columns (mentees); "
            f"found {' x '.join(map(str, score.shape))}."
        )
    if not np.issubdtype(score.dtype, np.integer):
        raise ScoreNotAllowed("The scores must be whole numbers.")
    if score.size and (score.min() < NOT_ALLOWED or score.max() > LARGEST_SCORE):
        raise ScoreNotAllowed(
            f"Each score must be from 0 to {LARGEST_SCORE:,}, or -1 where the pair is not allowed."
        )
    return score.astype(np.int64)


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _named(code: object) -> str:
    """The code as it is, or so much of it as can be shown."""
    is_plain = isinstance(code, str) and code.isprintable() and len(code) <= LONGEST_CODE
    return str(code) if is_plain else _short(code)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def check_no_self_pair(problem: "Problem") -> None:
    """A trust that is both mentor and mentee has no score with itself."""
    for code in problem.mentor_index.keys() & problem.mentee_index.keys():
        cell = problem.table[problem.mentor_index[code], problem.mentee_index[code]]
        if cell != NOT_ALLOWED:
            raise PairedWithItself(
                f"{code} is both a mentor and a mentee and has a score with itself; "
                "a trust cannot be its own buddy, so put null there."
            )


def check_known(problem: "Problem", pair: tuple[str, str], what: str) -> None:
    """Both trusts of the pair take part."""
    mentor, mentee = pair
    names = f"{what} {_named(mentor)}, {_named(mentee)}"
    if mentor not in problem.mentor_index:
        raise UnknownCode(f"{names} names {_named(mentor)}, which is not a mentor here.")
    if mentee not in problem.mentee_index:
        raise UnknownCode(f"{names} names {_named(mentee)}, which is not a mentee here.")


def check_mentee(problem: "Problem", code: str) -> None:
    """The trust takes part as a mentee."""
    if code not in problem.mentee_index:
        raise UnknownCode(f"{_named(code)} is not a mentee here.")


def check_locks(problem: "Problem") -> None:
    """Locked pairs are known, allowed, one for a mentee and within each mentor's places."""
    for mentor, mentee in problem.locked:
        check_known(problem, (mentor, mentee), "The locked pair")
        if problem.score_of(mentor, mentee) is None:
            why = problem.reasons.get((mentor, mentee))
            raise LockContradictsGate(
                f"The pair {mentor}, {mentee} is locked but not allowed"
                f"{f' ({why})' if why else ''}; unlock it or lift the rule first."
            )
    _check_one_mentor_each(problem.locked, "locked")
    taken = Counter(code for code, _ in problem.locked)
    for code, capacity in problem.mentors:
        if taken[code] > capacity:
            raise LockExceedsCapacity(
                f"Mentor {code} has {_counted(capacity, 'place')} but "
                f"{_counted(taken[code], 'locked pair')}; unlock one or raise the capacity."
            )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def check_previous(problem: "Problem") -> None:
    """The saved draft's pairs are known and have one mentor for a mentee."""
    for pair in problem.previous:
        check_known(problem, pair, "The previous pair")
    _check_one_mentor_each(problem.previous, "previous")


def _check_one_mentor_each(pairs: Sequence[tuple[str, str]], kind: str) -> None:
    for mentee, times in Counter(mentee for _, mentee in pairs).items():
        if times > 1:
            raise PairedTwice(
                f"Mentee {mentee} appears in {times} {kind} pairs; a mentee has one mentor."
            )
