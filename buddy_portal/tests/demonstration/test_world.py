import numpy as np
import pytest

from buddy_portal.demonstration.questions import MEAN_POSITION, QUESTIONS, RATED_0_TO_10, SECTIONS
from buddy_portal.demonstration.world import (
    BLOCK,
    DEPRIVATION,
    TUMOUR_GROUPS,
    Effect,
    draw_year,
    make_world,
    year_totals,
)

ASKED = len(QUESTIONS)


@pytest.fixture(scope="module")
def world():
    return make_world(seed=5, trusts=40, years=3)


def test_questions_are_sixty_in_ten_sections_and_one_is_rated_from_0_to_10():
    assert len(QUESTIONS) == 60
    assert len(SECTIONS) == 10
    assert [q.number for q in QUESTIONS if q.scale == "mean_0_10"] == [RATED_0_TO_10]
    assert len({q.label for q in QUESTIONS}) == len({q.good for q in QUESTIONS}) == 60


def test_answers_have_a_place_for_every_trust_question_and_group(world):
    (answers,) = draw_year(world, 0)
    shape = (40, ASKED, len(TUMOUR_GROUPS), len(DEPRIVATION))
    assert answers.n.shape == answers.total.shape == shape


def test_groups_add_up_to_their_trust(world):
    (answers,) = draw_year(world, 1)
    n, total = answers.of_all()
    for group_n, group_total in (answers.by_tumour_group(), answers.by_deprivation()):
        np.testing.assert_array_equal(group_n.sum(axis=2), n)
        np.testing.assert_allclose(group_total.sum(axis=2), total)


def test_nobody_answers_positively_more_often_than_answering(world):
    (answers,) = draw_year(world, 2)
    share = np.delete(answers.total, MEAN_POSITION, axis=1)
    assert (share <= np.delete(answers.n, MEAN_POSITION, axis=1)).all()
    ratings = answers.total[:, MEAN_POSITION]
    assert ((ratings >= 0) & (ratings <= 10 * answers.n[:, MEAN_POSITION])).all()


def test_same_seed_gives_the_same_answers_and_another_seed_others(world):
    again = make_world(seed=5, trusts=40, years=3)
    other = make_world(seed=6, trusts=40, years=3)
    first, second, third = (year_totals(w, 0).total for w in (world, again, other))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, third)


def test_blocks_cover_every_trust_once():
    large = make_world(seed=5, trusts=BLOCK + 3, years=1)
    parts = list(draw_year(large, 0))
    assert [(part.first, len(part.n)) for part in parts] == [(0, BLOCK), (BLOCK, 3)]


def test_effect_raises_its_own_cells_from_its_year_on_and_no_other(world):
    effect = Effect(points=30.0, cells=((3, 10), (4, 20)), first_year=1)
    np.testing.assert_array_equal(year_totals(world, 0, effect).total, year_totals(world, 0).total)
    plain, raised = year_totals(world, 1), year_totals(world, 1, effect)
    differs = {(int(row), int(column)) for row, column in np.argwhere(plain.total != raised.total)}
    assert differs == {(3, 10), (4, 20)}
    assert all(raised.score[cell] > plain.score[cell] for cell in differs)


def test_small_trusts_are_at_least_two_so_that_none_can_be_worked_out_by_subtraction():
    world = make_world(seed=1, trusts=30, years=1)
    assert (world.size < 60).sum() >= 2
