import pytest

from trusts.matching import Move, override_prices, rematch, suggest
from trusts.matching.errors import UnknownCode
from trusts.matching.rematch import moves_between, with_pair
from trusts.tests.matching.instances import (
    all_sets,
    figures,
    in_code_order,
    kept,
    pairs_of,
    problem_of,
    random_problem,
)


def exhaustive_rematch(problem, standing):
    """The best re-match by looking at all sets."""

    def badness(pairs):
        matched, worst, total = figures(problem, pairs)
        return -matched, -kept(pairs, standing), -worst, -total, in_code_order(problem, pairs)

    return sorted(min(all_sets(problem), key=badness), key=lambda pair: pair[1])


@pytest.mark.parametrize("fifty", range(3))
def test_a_rematch_on_50_random_problems_equals_exhaustive_search(fifty):
    for seed in range(2000 + 50 * fifty, 2050 + 50 * fifty):
        problem = random_problem(seed)
        solution = suggest(problem)
        if not solution.pairs:
            continue
        declined = pairs_of(solution)[seed % len(solution.pairs)]
        again = rematch(problem, solution, [declined])
        standing = [pair for pair in pairs_of(solution) if pair != declined]
        assert pairs_of(again.solution) == exhaustive_rematch(again.problem, standing), seed


def test_a_rematch_moves_one_pair_where_the_best_set_would_move_all():
    score = [[900, 500, 0], [890, 900, 500], [400, 890, 900], [300, 880, 870]]
    problem = problem_of(score)
    again = rematch(problem, suggest(problem), [("M0", "T0")])
    assert again.moves == (Move("T0", "M0", "M3"),)
    assert suggest(again.problem).total > again.solution.total


def test_the_declined_pair_never_returns():
    problem = problem_of([[900]])
    again = rematch(problem, suggest(problem), [("M0", "T0")])
    assert again.solution.pairs == ()
    assert "an earlier proposal was declined (1)" in again.solution.unmatched[0].reason
    assert again.moves == (Move("T0", "M0", None),)


def test_a_match_is_worth_moving_another_pair():
    """T1 can only go to M1, so that T0 has to move to M0."""
    problem = problem_of([[100, None], [900, 100], [None, 900]])
    again = rematch(problem, suggest(problem), [("M2", "T1")])
    assert pairs_of(again.solution) == [("M0", "T0"), ("M1", "T1")]


def test_locked_pairs_stand_in_a_rematch():
    problem = problem_of([[900, 800], [100, 700]], locked=(("M1", "T1"),))
    again = rematch(problem, suggest(problem), [("M0", "T0")])
    assert pairs_of(again.solution) == [("M1", "T1")]


def test_a_lock_on_a_declined_pair_falls_with_it():
    problem = problem_of([[900], [800]], locked=(("M0", "T0"),))
    again = rematch(problem, suggest(problem), [("M0", "T0")])
    assert pairs_of(again.solution) == [("M1", "T0")]


def test_declining_an_unknown_pair_is_refused():
    problem = problem_of([[900]])
    with pytest.raises(UnknownCode, match="The declined pair M0, T9"):
        rematch(problem, suggest(problem), [("M0", "T9")])


@pytest.mark.parametrize("seed", range(40))
def test_a_set_with_one_more_pair_is_what_its_price_says(seed):
    problem = random_problem(seed)
    solution = suggest(problem)
    prices = override_prices(problem, solution)
    for mentor in problem.mentors:
        for mentee in problem.mentees:
            price = prices.price(mentor.code, mentee)
            if price is None:
                continue
            found = with_pair(problem, solution, (mentor.code, mentee))
            assert (found.matched, found.worst, found.total) == (
                price.matched,
                price.worst,
                price.total,
            )
            moved = [move for move in moves_between(solution, found) if move.mentee != mentee]
            assert sum(move.before is not None for move in moved) == price.moved
