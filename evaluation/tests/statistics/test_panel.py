import numpy as np
import pytest

from evaluation.statistics.design import DesignError, design_of
from evaluation.statistics.panel import Panel, PanelError, ScoreRow


def test_rows_in_any_order_give_the_same_panel():
    rows = [
        ScoreRow("B", 2016, "Q2", 40, 60.0),
        ScoreRow("A", 2015, "Q1", 30, 50.0),
        ScoreRow("A", 2016, "Q2", None, None),
    ]
    first, second = Panel.from_rows(rows), Panel.from_rows(rows[::-1])
    assert (first.trusts, first.questions, first.years) == (("A", "B"), ("Q1", "Q2"), (2015, 2016))
    np.testing.assert_array_equal(first.scores, second.scores)
    np.testing.assert_array_equal(first.respondents, second.respondents)


def test_suppressed_score_is_missing_and_never_zero():
    panel = Panel.from_rows([ScoreRow("A", 2015, "Q1", 12, None)])
    assert np.isnan(panel.scores).all()


def test_same_cell_twice_is_refused():
    rows = [ScoreRow("A", 2015, "Q1", 30, 50.0), ScoreRow("A", 2015, "Q1", 30, 51.0)]
    with pytest.raises(PanelError, match="A, Q1, 2015 is there more than once"):
        Panel.from_rows(rows)


def test_question_on_two_scales_is_refused():
    rows = [ScoreRow("A", 2015, "Q1", 30, 50.0), ScoreRow("A", 2016, "Q1", 30, 8.0, "mean")]
    with pytest.raises(PanelError, match="two scales"):
        Panel.from_rows(rows)


@pytest.mark.parametrize(
    ("n", "score", "scale"),
    [
        (10, 101.0, "percent"),
        (10, -1.0, "percent"),
        (10, float("inf"), "percent"),
        (10, 10.1, "mean"),
        (-1, 50.0, "percent"),
    ],
)
def test_score_outside_its_scale_or_negative_n_is_refused(n, score, scale):
    with pytest.raises(PanelError):
        Panel.from_rows([ScoreRow("A", 2015, "Q1", n, score, scale)])


def test_year_without_scores_is_refused_with_the_years_there_are():
    panel = Panel.from_rows([ScoreRow("A", 2015, "Q1", 30, 50.0)])
    with pytest.raises(PanelError, match=r"no scores for 2019\. The years there are: 2015"):
        panel.year(2019)


def describe(**changed):
    given = {
        "mentees": ["A"],
        "mentors": [],
        "targets": {"A": ["Q1"]},
        "baseline": 2015,
        "follow_up": 2016,
    }
    return design_of(**{**given, **changed})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"follow_up": 2015}, r"follow-up \(2015\) must come after the baseline"),
        ({"prior": 2015}, r"prior year \(2015\) must come before the baseline"),
        ({"targets": {"B": ["Q1"]}}, "targets for B, not among the mentees"),
    ],
)
def test_scheme_that_cannot_be_is_refused(changed, words):
    with pytest.raises(DesignError, match=words):
        describe(**changed)


def test_targets_may_be_given_as_pairs_and_repeats_count_once():
    pairs = [("A", "Q2"), ("A", "Q1"), ("A", "Q2")]
    assert describe(targets=pairs) == describe(targets={"A": ["Q2", "Q1"]})
