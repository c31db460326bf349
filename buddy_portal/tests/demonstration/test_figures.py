import numpy as np
import pytest

from buddy_portal.demonstration.figures import year_figures
from buddy_portal.demonstration.hiding import hidden_totals
from buddy_portal.demonstration.questions import MEAN_POSITION
from buddy_portal.demonstration.world import make_world, year_totals


@pytest.fixture(scope="module")
def published():
    world = make_world(seed=14, trusts=140, years=1)
    totals = year_totals(world, 0)
    return totals, year_figures(world, 0, totals)


def test_hidden_results_have_no_figure_at_all(published):
    totals, figures = published
    not_shown = hidden_totals(totals.n)
    assert not_shown.any()
    assert (figures.n[not_shown] == 0).all()
    for table in (figures.score, figures.adjusted, figures.lower, figures.expected_upper):
        np.testing.assert_array_equal(np.isnan(table), not_shown)
    assert (figures.band[not_shown] == -1).all()


def test_adjusted_score_lies_within_its_interval(published):
    figures = published[1]
    shown = ~np.isnan(figures.adjusted)
    assert (figures.lower[shown] <= figures.adjusted[shown] + 1e-9).all()
    assert (figures.upper[shown] >= figures.adjusted[shown] - 1e-9).all()


def test_bands_agree_with_the_expected_range(published):
    figures = published[1]
    shown = ~np.isnan(figures.adjusted)
    below = figures.adjusted < figures.expected_lower - 1e-9
    above = figures.adjusted > figures.expected_upper + 1e-9
    np.testing.assert_array_equal(figures.band[shown] == 0, below[shown])
    np.testing.assert_array_equal(figures.band[shown] == 2, above[shown])


def test_most_results_lie_within_the_expected_range(published):
    figures = published[1]
    assert 0.75 < (figures.band == 1).mean() < 0.95


def test_rating_stays_on_its_scale_from_0_to_10(published):
    figures = published[1]
    for table in (figures.score, figures.upper, figures.expected_upper):
        assert np.nanmax(table[:, MEAN_POSITION]) <= 10
    assert 8 < figures.national[MEAN_POSITION] < 9.5
    assert np.delete(figures.national, MEAN_POSITION).min() > 40
