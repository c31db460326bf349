import numpy as np
import pytest

from trusts.matching import Mentor, Problem
from trusts.matching.errors import (
    CapacityNotAllowed,
    DuplicateCode,
    LockContradictsGate,
    LockExceedsCapacity,
    MatchingError,
    PairedTwice,
    PairedWithItself,
    ScoreNotAllowed,
    UnknownCode,
    UnreadableInput,
    WrongShape,
)
from trusts.tests.matching.instances import problem_of

ONE_MENTOR = (Mentor("M0"),)


def test_scores_may_be_lists_with_none_or_an_array_with_minus_one():
    lists = problem_of([[1, None], [None, 4]])
    array = Problem(lists.mentors, lists.mentees, np.array([[1, -1], [-1, 4]]))
    assert np.array_equal(lists.table, array.table)
    assert (lists.score_of("M0", "T0"), lists.score_of("M0", "T1")) == (1, None)


def test_the_table_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="read-only"):
        problem_of([[1]]).table[0, 0] = 2


def test_changing_the_callers_array_does_not_change_the_problem():
    score = np.array([[7]])
    problem = Problem(ONE_MENTOR, ("T0",), score)
    score[0, 0] = 1
    assert problem.score_of("M0", "T0") == 7


@pytest.mark.parametrize(
    "mentors, mentees, score, refusal, words",
    [
        ((("A", 1), ("A", 1)), ("T0",), [[1], [1]], DuplicateCode, "A appears 2 times among the m"),
        ((("A", 1),), ("T", "T"), [[1, 1]], DuplicateCode, "T appears 2 times among the mentees"),
        ((("A", 1),), ("",), [[1]], UnreadableInput, "must be text"),
        (((7, 1),), ("T",), [[1]], UnreadableInput, "found 7"),
        ((("A", -1),), ("T",), [[1]], CapacityNotAllowed, "mentor A .* found -1"),
        ((("A", 1.5),), ("T",), [[1]], CapacityNotAllowed, "found 1.5"),
        ((("A", True),), ("T",), [[1]], CapacityNotAllowed, "found True"),
        ((("A", 1),), ("T",), [], WrongShape, "1 mentor, 0 rows"),
        ((("A", 1),), ("T",), [[1, 2]], WrongShape, "1 mentee, 2 values"),
        ((("A", 1),), ("T",), [5], WrongShape, "Row 1 of the scores must be a list"),
        ((("A", 1),), ("T",), [[1.5]], ScoreNotAllowed, "Row 1, column 1 .* found 1.5"),
        ((("A", 1),), ("T",), [[True]], ScoreNotAllowed, "found True"),
        ((("A", 1),), ("T",), [["9"]], ScoreNotAllowed, "found '9'"),
        ((("A", 1),), ("T",), [[-1]], ScoreNotAllowed, "found -1"),
        ((("A", 1),), ("T",), [[10**30]], ScoreNotAllowed, "from 0 to 1,000,000"),
        ((("A", 1),), ("T",), np.array([[0.5]]), ScoreNotAllowed, "whole numbers"),
        ((("A", 1),), ("T",), np.array([[-2]]), ScoreNotAllowed, "-1 where"),
        ((("A", 1),), ("T",), np.array([1]), WrongShape, "1 rows .* found 1"),
        ((("A", 1),), ("A",), [[1]], PairedWithItself, "own buddy"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_in_words(mentors, mentees, score, refusal, words):
    with pytest.raises(refusal, match=words):
        Problem(mentors, mentees, score)


@pytest.mark.parametrize(
    "locked, refusal, words",
    [
        ([("M0", "T1")], LockContradictsGate, r"M0, T1 is locked but not allowed; unlock it"),
        ([("M9", "T0")], UnknownCode, "M9, which is not a mentor"),
        ([("M0", "T9")], UnknownCode, "T9, which is not a mentee"),
        ([("M0", "T0"), ("M1", "T0")], PairedTwice, "T0 appears in 2 locked pairs"),
        ([("M1", "T0"), ("M1", "T1")], LockExceedsCapacity, "M1 has 1 place but 2 locked"),
    ],
)
def test_locks_that_cannot_stand_are_refused_in_words(locked, refusal, words):
    with pytest.raises(refusal, match=words):
        problem_of([[1, None], [2, 3]], locked=locked)


def test_a_lock_against_a_gate_names_the_gate():
    reasons = {("M0", "T0"): "the same trust"}
    with pytest.raises(LockContradictsGate, match=r"not allowed \(the same trust\)"):
        problem_of([[None]], locked=[("M0", "T0")], reasons=reasons)


@pytest.mark.parametrize("previous", [[("M0", "T0"), ("M1", "T0")], [("M7", "T0")]])
def test_a_draft_that_cannot_have_been_one_is_refused(previous):
    with pytest.raises(MatchingError):
        problem_of([[1], [2]], previous=previous)


def test_a_draft_may_hold_pairs_that_are_no_longer_allowed():
    assert problem_of([[None]], previous=[("M0", "T0")]).previous == (("M0", "T0"),)


def test_a_trust_may_be_mentor_and_mentee():
    Problem((Mentor("A"), Mentor("B")), ("A", "B"), [[None, 1], [1, None]])
