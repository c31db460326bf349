import numpy as np
import pytest

from buddy_portal.demonstration.hiding import hidden, hidden_groups, hidden_totals
from buddy_portal.demonstration.world import draw_year, make_world


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        ([50, 60, 70], [False, False, False]),
        ([20, 60, 70], [True, True, False]),
        ([21, 60, 70], [False, False, False]),
        ([5, 9, 70], [True, True, False]),
        ([0, 60, 70], [False, False, False]),
        ([0, 12, 70], [False, True, True]),
        ([12, 0, 0], [True, False, False]),
    ],
)
def test_small_parts_are_hidden_and_a_single_one_takes_the_next_smallest_along(n, expected):
    assert hidden(np.array([n]), axis=1).tolist() == [expected]


def test_groups_of_a_trust_whose_result_is_hidden_are_all_hidden():
    n = np.array([[[30, 40, 0]]])
    assert hidden_groups(n, np.array([[True]])).tolist() == [[[True, True, False]]]


def test_nobody_in_a_whole_world_can_be_worked_out_by_subtraction():
    world = make_world(seed=3, trusts=140, years=1)
    (answers,) = draw_year(world, 0)
    totals = answers.of_all()[0]
    not_shown = hidden_totals(totals)
    for n, _total in (answers.by_tumour_group(), answers.by_deprivation()):
        hide = hidden_groups(n, not_shown)
        assert not (~hide & (n > 0) & (n <= 20)).any()
        alone = (hide.sum(axis=2) == 1) & ~not_shown
        assert not alone.any()
        # Nor from the country's figure of a group, over the trusts.
        assert not (hide.sum(axis=0) == 1).any()
    assert not (not_shown.sum(axis=0) == 1).any()
