import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trusts.matching import Mentor, Problem, suggest
from trusts.tests.matching.instances import (
    exhaustive_best,
    figures,
    greedy,
    highest_total,
    pairs_of,
    problem_of,
    random_problem,
)

seeds = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize("hundred", range(5))
def test_suggest_on_100_random_problems_equals_exhaustive_search(hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        problem = random_problem(seed)
        solution, best = suggest(problem), exhaustive_best(problem)
        found = (solution.matched, solution.worst or 0, solution.total)
        assert found == figures(problem, best), seed
        assert pairs_of(solution) == best, seed


def test_a_forbidden_pair_in_a_two_by_two_case_costs_no_match():
    solution = suggest(problem_of([[900, 100], [100, None]]))
    assert pairs_of(solution) == [("M1", "T0"), ("M0", "T1")]
    assert (solution.matched, solution.worst, solution.total) == (2, 100, 200)


def test_the_worst_off_is_served_before_the_total():
    solution = suggest(problem_of([[1000, 500], [500, 0]]))
    assert (solution.worst, solution.total) == (500, 1000)


def test_the_worst_off_of_the_matched_is_raised_when_not_all_can_be_matched():
    """Two mentors for three mentees: leave out whoever lets the lowest score be highest."""
    solution = suggest(problem_of([[10, 600, 700], [20, 650, 10]]))
    assert pairs_of(solution) == [("M1", "T1"), ("M0", "T2")]
    assert [left.mentee for left in solution.unmatched] == ["T0"]


def test_most_matched_comes_before_the_worst_off():
    assert suggest(problem_of([[900, 1], [900, None]])).matched == 2


def test_a_score_of_zero_is_an_allowed_pair():
    assert pairs_of(suggest(problem_of([[0]]))) == [("M0", "T0")]


def test_among_equal_totals_the_draft_is_kept():
    draft = (("M1", "T0"), ("M0", "T1"))
    solution = suggest(problem_of([[500, 500], [500, 500]], previous=draft))
    assert set(pairs_of(solution)) == set(draft)
    assert solution.kept == 2


def test_the_draft_never_costs_a_point():
    draft = (("M1", "T0"), ("M0", "T1"))
    assert suggest(problem_of([[501, 500], [500, 500]], previous=draft)).total == 1001


def test_among_equal_sets_the_first_in_code_order_is_taken():
    solution = suggest(problem_of([[500] * 3] * 3))
    assert pairs_of(solution) == [("M0", "T0"), ("M1", "T1"), ("M2", "T2")]


def test_the_order_in_which_trusts_are_listed_does_not_matter():
    for seed in range(60):
        problem = random_problem(seed)
        dice = random.Random(seed)
        rows = dice.sample(range(len(problem.mentors)), len(problem.mentors))
        columns = dice.sample(range(len(problem.mentees)), len(problem.mentees))
        shuffled = Problem(
            tuple(problem.mentors[row] for row in rows),
            tuple(problem.mentees[column] for column in columns),
            problem.table[rows][:, columns],
            tuple(reversed(problem.locked)),
            tuple(reversed(problem.previous)),
        )
        assert suggest(shuffled) == suggest(problem), seed


def test_a_locked_pair_stands_even_where_it_costs_the_total():
    solution = suggest(problem_of([[900, 100], [100, 900]], locked=(("M0", "T1"),)))
    assert pairs_of(solution) == [("M1", "T0"), ("M0", "T1")]
    assert [pair.locked for pair in solution.pairs] == [False, True]


def test_a_locked_pair_takes_a_place_of_its_mentor():
    solution = suggest(problem_of([[900, 100, 800]], capacities=[2], locked=(("M0", "T1"),)))
    assert pairs_of(solution) == [("M0", "T0"), ("M0", "T1")]
    assert solution.places_left == {"M0": 0}


def test_a_locked_low_score_counts_as_the_worst_off():
    """With the lowest score settled by the lock, the rest is chosen for the total."""
    score = [[5, 0, 0], [0, 1000, 500], [0, 510, 20]]
    solution = suggest(problem_of(score, locked=(("M0", "T0"),)))
    assert (solution.worst, solution.total) == (5, 1025)


def test_a_mentor_takes_as_many_as_its_places_and_no_more():
    solution = suggest(problem_of([[9, 8, 7, 6]], capacities=[3]))
    assert [pair.mentee for pair in solution.pairs] == ["T0", "T1", "T2"]
    assert [left.mentee for left in solution.unmatched] == ["T3"]


def test_places_that_are_left_are_counted():
    solution = suggest(problem_of([[9], [8]], capacities=[3, 2]))
    assert solution.places_left == {"M0": 2, "M1": 2}


@pytest.mark.parametrize(
    "mentors, mentees, score",
    [
        ((), ("T0", "T1"), []),
        ((Mentor("M0", 2),), (), [[]]),
        ((), (), []),
        ((Mentor("M0", 0),), ("T0",), [[700]]),
        ((Mentor("M0", 1), Mentor("M1", 1)), ("T0",), [[None], [None]]),
    ],
    ids=["no mentors", "no mentees", "nobody", "no places", "everything forbidden"],
)
def test_a_problem_without_a_possible_pair_has_an_answer_with_reasons(mentors, mentees, score):
    solution = suggest(Problem(mentors, mentees, score))
    assert (solution.matched, solution.worst, solution.mean, solution.total) == (0, None, None, 0)
    assert [left.mentee for left in solution.unmatched] == list(mentees)
    assert all(left.reason.endswith(".") for left in solution.unmatched)


@settings(max_examples=150)
@given(seeds)
def test_the_answer_never_does_worse_than_greedy_or_the_highest_total(seed):
    problem = random_problem(seed)
    problem = Problem(problem.mentors, problem.mentees, problem.table)
    solution = suggest(problem)
    for simpler in (greedy(problem), highest_total(problem)):
        matched, worst, _ = figures(problem, simpler)
        assert solution.matched >= matched
        assert solution.matched > matched or (solution.worst or 0) >= worst


@settings(max_examples=100)
@given(seeds)
def test_every_answer_respects_gates_places_and_locks(seed):
    problem = random_problem(seed)
    solution = suggest(problem)
    assert all(problem.score_of(pair.mentor, pair.mentee) == pair.score for pair in solution.pairs)
    assert all(places >= 0 for places in solution.places_left.values())
    assert set(problem.locked) <= set(pairs_of(solution))
    mentees = [pair.mentee for pair in solution.pairs] + [m.mentee for m in solution.unmatched]
    assert sorted(mentees) == sorted(problem.mentees)


@settings(max_examples=60)
@given(seeds, st.integers(min_value=1, max_value=50))
def test_adding_the_same_points_to_every_pair_changes_no_pair(seed, points):
    problem = random_problem(seed)
    raised = problem.table + points * (problem.table >= 0)
    again = Problem(problem.mentors, problem.mentees, raised, problem.locked, problem.previous)
    assert pairs_of(suggest(again)) == pairs_of(suggest(problem))
