from collections import Counter

import pytest

from trusts.matching import Mentor, Problem, suggest
from trusts.tests.matching.instances import pairs_of, problem_of, random_problem


def only_reason(problem):
    (left,) = suggest(problem).unmatched
    return left.reason


def test_three_trusts_that_share_two_mentors_are_named_with_what_would_help():
    score = [[9, 8, 7, None], [6, 5, 4, None], [None, None, None, 3]]
    assert only_reason(problem_of(score)) == (
        "These 3 trusts (T0, T1, T2) share only these 2 mentors (M0, M1) with 2 places; "
        "one more place at any of M0, M1 lets all be matched."
    )


def test_two_too_many_are_told_that_a_place_frees_one():
    reasons = {left.reason for left in suggest(problem_of([[9, 8, 7]])).unmatched}
    assert reasons == {
        "These 3 trusts (T0, T1, T2) share only this mentor (M0) with 1 place; "
        "one more place at M0 frees one."
    }


def test_no_mentors_at_all_is_said_plainly():
    assert only_reason(Problem((), ("T0",), [])) == "No trust has offered to mentor yet."


def test_a_trust_with_no_allowed_mentor_is_told_the_rules_and_how_often():
    reasons = {("M0", "T0"): "the same trust", ("M1", "T0"): "the same trust"}
    problem = problem_of([[None], [None], [None]], reasons=reasons)
    assert only_reason(problem) == (
        "No mentor is allowed for this trust: not allowed (1), the same trust (2)."
    )


def test_a_mentor_without_places_is_named():
    assert only_reason(problem_of([[5]], capacities=[0])) == (
        "M0 could mentor this trust but has no free place."
    )


def test_places_held_by_locks_are_named():
    problem = problem_of([[5, 6]], locked=(("M0", "T0"),))
    assert only_reason(problem) == (
        "All places of the mentors this trust could have (M0) are held by locked pairs; "
        "unlock one or add a place."
    )


def test_a_long_list_is_cut_and_counted():
    reason = suggest(problem_of([[1] * 9])).unmatched[0].reason
    assert "(T0, T1, T2, T3, T4, T5 and 3 more)" in reason


@pytest.mark.parametrize("seed", range(40))
def test_one_more_place_at_a_named_mentor_really_frees_one(seed):
    problem = random_problem(seed)
    before = suggest(problem)
    for left in before.unmatched:
        if "one more place at" not in left.reason:
            continue
        named = left.reason.split("one more place at ")[1].replace("any of ", "")
        helpful = named.split(" frees")[0].split(" lets")[0].split(", ")
        for code in helpful:
            more = tuple(Mentor(m.code, m.capacity + (m.code == code)) for m in problem.mentors)
            larger = Problem(more, problem.mentees, problem.table, problem.locked)
            assert suggest(larger).matched == before.matched + 1


@pytest.mark.parametrize("seed", range(40))
def test_the_named_group_has_more_trusts_than_places(seed):
    problem = random_problem(seed)
    free = Counter({mentor.code: mentor.capacity for mentor in problem.mentors})
    free.subtract(mentor for mentor, _ in problem.locked)
    for left in suggest(problem).unmatched:
        if left.reason.startswith("These "):
            mentees = left.reason.split("(")[1].split(")")[0].split(", ")
            mentors = left.reason.split("(")[2].split(")")[0].split(", ")
            assert len(mentees) > sum(free[code] for code in mentors)
            assert left.mentee in mentees
            assert not set(mentees) & {mentee for _, mentee in problem.locked}


def test_everybody_is_either_matched_or_told_why():
    for seed in range(40):
        problem = random_problem(seed)
        solution = suggest(problem)
        told = {left.mentee for left in solution.unmatched}
        assert told | {mentee for _, mentee in pairs_of(solution)} == set(problem.mentees)
