import numpy as np
import pytest

from evaluation.statistics import DesignError, Panel, ScoreRow, evaluate_scheme
from evaluation.statistics.planning import planned_detectable_effect
from evaluation.tests.statistics.made_up_scheme import world_rows


def plan(given, **changed):
    panel = Panel.from_rows(row for row in given.rows if row.year < 2016)
    asked = {"mentees": given.mentees, "mentors": given.mentors, "targets": given.targets}
    return planned_detectable_effect(panel, **{**asked, "baseline": 2015, **changed})


@pytest.fixture(scope="module")
def given():
    return world_rows()


@pytest.fixture(scope="module")
def afterwards(given):
    return evaluate_scheme(
        Panel.from_rows(given.rows),
        mentees=given.mentees,
        mentors=given.mentors,
        targets=given.targets,
        baseline=2015,
        follow_up=2016,
        draws=9,
        resamples=9,
    ).headline.minimum_detectable_effect


def test_rehearsal_on_the_prior_year_comes_close_to_the_figure_afterwards(given, afterwards):
    found = plan(given, prior=2014)
    assert found.rehearsed
    assert found.value == pytest.approx(afterwards, rel=0.2)


def test_figure_from_the_baseline_alone_is_cautious(given, afterwards):
    found = plan(given)
    assert not found.rehearsed
    assert afterwards < found.value < 2 * afterwards


def test_more_mentees_can_detect_less():
    few, many = (plan(world_rows(), **kept).value for kept in (first_mentee(world_rows()), {}))
    assert few > 1.5 * many


def first_mentee(given):
    code = given.mentees[0]
    return {"mentees": [code], "targets": {code: given.targets[code]}}


@pytest.mark.parametrize("prior", [None, 2014])
def test_plan_without_targets_or_comparators_says_why(given, prior):
    assert plan(given, prior=prior, targets={}).reason == "No target has a usable score."
    inside = {*given.mentees, *given.mentors}
    alone = given._replace(rows=[row for row in given.rows if row.org_code in inside])
    assert "too few trusts outside" in plan(alone, prior=prior).reason


def test_rehearsal_of_trusts_without_spread_says_why():
    rows = [
        ScoreRow(f"T{place}", year, "Q1", 100, 70.0) for place in range(12) for year in (2014, 2015)
    ]
    found = planned_detectable_effect(
        Panel.from_rows(rows),
        mentees=["T0"],
        mentors=[],
        targets={"T0": ["Q1"]},
        baseline=2015,
        prior=2014,
    )
    assert found.value is None
    assert "do not vary" in found.reason


def test_plan_with_a_prior_year_after_the_baseline_is_refused(given):
    with pytest.raises(DesignError):
        plan(given, prior=2015)


def test_cautious_figure_worked_by_hand():
    scores = [60.0, *(float(score) for score in range(68, 79))]
    rows = [ScoreRow(f"T{place}", 2015, "Q1", 400, score) for place, score in enumerate(scores)]
    found = planned_detectable_effect(
        Panel.from_rows(rows), mentees=["T0"], mentors=[], targets={"T0": ["Q1"]}, baseline=2015
    )
    # With one question a trust's level is its whole departure, so only sampling is left.
    assert found.value == pytest.approx(2.8 * 100 * np.sqrt(0.6 * 0.4 / 400))
