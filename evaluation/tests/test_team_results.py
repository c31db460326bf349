"""Percent positive with n, hidden under five answers, and a published example."""

import pytest

from buddy_portal.design.charts.numbers import whole_percent
from evaluation.team_results import Answered, team_results

ITEMS = {"1": "Team working", "2": "Patients and carers", "3": "Staff"}


def answers(positive, n, *, teams=23, recommends=True):
    """n people of so many teams; the first `positive[i]` of them are positive on item i."""
    return [
        Answered(
            f"T{place % teams:02d}",
            {
                key: 3 + place % 2 if place < count else 1 + place % 2
                for key, count in zip(ITEMS, positive, strict=True)
            },
            recommends,
        )
        for place in range(n)
    ]


def test_a_published_example_is_reproduced_with_its_rounding_and_n():
    """23 teams: 81%, 93% and 89% positive, 100% recommending. 27 answers fit all four figures."""
    found = team_results(ITEMS, answers((22, 25, 24), 27))
    assert found.teams == 23
    assert [whole_percent(item.percent) for item in found.items] == ["81%", "93%", "89%"]
    assert [item.n for item in found.items] == [27, 27, 27]
    assert whole_percent(found.recommends.percent) == "100%"


@pytest.mark.parametrize(("n", "shown"), [(0, False), (4, False), (5, True)])
def test_fewer_than_five_answers_are_hidden(n, shown):
    found = team_results(ITEMS, answers((n, 0, 0), n))
    assert (found.items[0].percent is not None) is shown
    assert (found.answers is not None) is shown


def test_an_item_that_few_answered_is_hidden_alone():
    said = answers((6, 6, 6), 6)
    few = [
        Answered(one.team, {"1": 4}, None) if place > 3 else one for place, one in enumerate(said)
    ]
    found = team_results(ITEMS, few)
    assert [item.n for item in found.items] == [6, None, None]
    assert found.recommends.n is None


def test_three_and_four_are_positive_and_nothing_else():
    said = [Answered("T", {"1": rating}, None) for rating in (1, 2, 3, 4, 4)]
    assert team_results({"1": "x"}, said).items[0].positive == 3


def test_a_rating_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="not from 1 to 4"):
        team_results({"1": "x"}, [Answered("T", {"1": 5}, None)])
