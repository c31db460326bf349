import random

import pytest

from trusts.matching import Mentor, Problem, override_prices, prices_after_unlocking, suggest
from trusts.matching.errors import UnknownCode
from trusts.tests.matching.instances import pairs_of, problem_of, random_problem


def solved_again(problem, solution, pair):
    """The figures of a price, the slow way: lock the pair and solve again."""
    draft = tuple(pairs_of(solution))
    locked = Problem(
        problem.mentors, problem.mentees, problem.table, (*problem.locked, pair), draft
    )
    again = suggest(locked)
    others = {standing for standing in draft if standing[1] != pair[1]}
    return again.matched, again.worst, again.total, len(others - set(pairs_of(again)))


def can_be_priced(problem, mentor, mentee):
    locked = sum(code == mentor.code for code, _ in problem.locked)
    return (
        problem.score_of(mentor.code, mentee) is not None
        and mentee not in {code for _, code in problem.locked}
        and mentor.capacity > locked
    )


def assert_prices_are_exact(problem, solution):
    prices = override_prices(problem, solution)
    for mentor in problem.mentors:
        for mentee in problem.mentees:
            price = prices.price(mentor.code, mentee)
            if not can_be_priced(problem, mentor, mentee):
                assert price is None
                continue
            found = (price.matched, price.worst, price.total, price.moved)
            assert found == solved_again(problem, solution, (mentor.code, mentee))


@pytest.mark.parametrize("forty", range(3))
def test_prices_on_40_small_problems_equal_solving_again_with_the_pair_locked(forty):
    for seed in range(1000 + 40 * forty, 1040 + 40 * forty):
        problem = random_problem(seed)
        assert_prices_are_exact(problem, suggest(problem))


def larger_problem(seed):
    dice = random.Random(seed)
    mentors = [Mentor(f"M{n:02}", dice.choice([1, 1, 1, 2])) for n in range(9)]
    mentees = [f"T{n:02}" for n in range(dice.choice([8, 10, 12]))]
    highest, density = dice.choice([30, 1000]), dice.choice([0.3, 0.6, 1.0])
    score = [
        [dice.randint(0, highest) if dice.random() < density else None for _ in mentees]
        for _ in mentors
    ]
    return Problem(mentors, mentees, score)


@pytest.mark.parametrize("seed", range(8))
def test_prices_on_a_larger_problem_equal_solving_again(seed):
    problem = larger_problem(seed)
    assert_prices_are_exact(problem, suggest(problem))


def test_prices_of_a_set_changed_by_hand_are_against_that_set():
    problem = larger_problem(3)
    by_hand = suggest(Problem(problem.mentors, problem.mentees, problem.table[:, ::-1]))
    assert_prices_are_exact(problem, by_hand)


def test_the_pair_already_chosen_costs_nothing():
    problem = problem_of([[900, 700], [650, 600]])
    solution = suggest(problem)
    prices = override_prices(problem, solution)
    for pair in solution.pairs:
        price = prices.price(pair.mentor, pair.mentee)
        changes = (price.matched_change, price.worst_change, price.total_change, price.moved)
        assert changes == (0, 0, 0, 0)


def test_an_override_shows_what_it_loses_and_who_moves():
    """Best: M0-T1 and M1-T0 (worst 650, total 1350). Giving M0 to T0 moves T1 to M1."""
    problem = problem_of([[900, 700], [650, 600]])
    price = override_prices(problem, suggest(problem)).price("M0", "T0")
    assert (price.worst_change, price.total_change, price.moved) == (-50, 150, 1)


def test_an_override_that_leaves_a_mentee_without_a_mentor_says_so():
    problem = problem_of([[900, 300], [700, None]])
    price = override_prices(problem, suggest(problem)).price("M0", "T0")
    assert (price.matched_change, price.worst, price.total, price.moved) == (-1, 900, 900, 1)


def test_a_pair_that_is_not_allowed_has_no_price():
    problem = problem_of([[900, 300], [700, None]])
    assert override_prices(problem, suggest(problem)).price("M1", "T1") is None


def test_a_locked_mentee_has_prices_once_unlocked():
    problem = problem_of([[900, 700], [650, 600]], locked=(("M0", "T0"),))
    solution = suggest(problem)
    assert override_prices(problem, solution).price("M1", "T0") is None
    price = prices_after_unlocking(problem, solution, "T0").price("M1", "T0")
    assert (price.worst, price.total, price.moved) == (650, 1350, 1)


def test_asking_to_unlock_a_mentee_without_a_lock_gives_the_plain_prices():
    problem = problem_of([[900, 700], [650, 600]])
    price = prices_after_unlocking(problem, suggest(problem), "T0").price("M0", "T0")
    assert price.total_change == 150


def test_an_unknown_trust_is_refused_by_name():
    problem = problem_of([[900]])
    with pytest.raises(UnknownCode, match="names X9, which is not a mentor"):
        override_prices(problem, suggest(problem)).price("X9", "T0")


def test_the_next_best_are_ordered_as_sets_are():
    problem = larger_problem(0)
    solution = suggest(problem)
    prices = override_prices(problem, solution)
    for mentee in problem.mentees:
        found = prices.next_best(mentee)
        keys = [(price.matched, price.worst, price.total, -price.moved) for price in found]
        assert keys == sorted(keys, reverse=True)
        assert solution.mentor_of.get(mentee) not in {price.mentor for price in found}


def test_near_ties_lose_no_match_and_few_points():
    problem = problem_of([[900, 890, 10], [895, 890, 10], [10, 10, 10]])
    prices = override_prices(problem, suggest(problem))
    assert [price.mentor for price in prices.near_ties("T0", within=5)] == ["M1"]


def test_prices_of_a_problem_without_pairs_are_all_missing():
    problem = problem_of([[None]])
    assert override_prices(problem, suggest(problem)).price("M0", "T0") is None
