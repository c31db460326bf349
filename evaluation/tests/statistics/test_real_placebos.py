import numpy as np
import pytest

from evaluation.simulation.real_placebos import placebo_schemes
from evaluation.simulation.tables import placebo_markdown, unaided_markdown
from evaluation.simulation.worlds import WORLDS, draw_surveys
from evaluation.statistics import Panel
from evaluation.statistics.placebo_table import UnaidedChange, unaided_changes


@pytest.fixture(scope="module")
def panel():
    surveys = draw_surveys(WORLDS["A"], np.random.default_rng(21))
    return Panel(
        trusts=tuple(f"T{place:03}" for place in range(140)),
        questions=tuple(f"Q{place}" for place in range(60)),
        years=(2014, 2015, 2016),
        respondents=np.moveaxis(surveys.answers, 0, -1),
        scores=100 * np.moveaxis(surveys.observed, 0, -1),
        scales=("percent",) * 60,
    )


@pytest.mark.parametrize("prior", [None, 2014])
def test_placebo_schemes_rise_without_help_and_the_headline_is_near_nothing(panel, prior):
    found = placebo_schemes(panel, baseline=2015, follow_up=2016, prior=prior, schemes=20)
    assert found.naive > 4
    assert found.difference_in_differences > 3
    assert abs(found.headline) < found.standard_error
    assert found.claims <= 0.1


def test_same_seed_draws_the_same_schemes(panel):
    years = {"baseline": 2015, "follow_up": 2016, "schemes": 3}
    first = placebo_schemes(panel, **years)
    assert placebo_schemes(panel, **years) == first
    assert placebo_schemes(panel, **years, seed=1) != first


def test_trusts_left_out_change_the_schemes(panel):
    years = {"baseline": 2015, "follow_up": 2016, "schemes": 3}
    left_out = placebo_schemes(panel, **years, left_out=panel.trusts[:60])
    assert left_out != placebo_schemes(panel, **years)


def test_tables_have_one_row_for_each_pair_of_years(panel):
    found = placebo_schemes(panel, baseline=2015, follow_up=2016, schemes=3)
    assert len(list(placebo_markdown([found]))) == 3
    assert len(list(unaided_markdown(unaided_changes(panel)))) == 4
    nothing = UnaidedChange(2015, 2016, 0, None, None, None, None, "No trust has enough.")
    assert len(list(unaided_markdown([nothing]))) == 2
