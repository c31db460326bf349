import numpy as np
import pytest

from evaluation.statistics import Panel, ScoreRow
from evaluation.statistics.placebo_table import unaided_changes


def panel_of(scores, n=100):
    """scores: years x trusts x questions."""
    return Panel.from_rows(
        ScoreRow(f"T{trust}", 2015 + year, f"Q{question:02}", n, float(score))
        for (year, trust, question), score in np.ndenumerate(np.asarray(scores))
    )


def test_trusts_own_lowest_questions_are_followed_into_the_next_year():
    before = np.array([[50, 60, 70, 80], [70, 60, 50, 80]])
    after = np.array([[56, 62, 71, 79], [69, 62, 54, 78]])
    [row] = unaided_changes(panel_of([before, after]), questions_each=1)
    # Q00 is 10 below the mean for T0 and Q02 for T1; the same two are furthest above for the other
    assert (row.lowest_change, row.improved, row.trusts) == (pytest.approx(5.0), 1.0, 2)
    assert row.highest_change == pytest.approx((1 - 1) / 2)
    assert row.national_change == pytest.approx((2.5 + 2 + 2.5 - 1.5) / 4)


def test_low_scores_rise_by_themselves_where_nothing_changed_but_luck():
    rng = np.random.default_rng(12)
    truth = np.full((60, 30), 0.7)
    scores = 100 * rng.binomial(100, truth, (3, 60, 30)) / 100
    for row in unaided_changes(panel_of(scores)):
        assert row.lowest_change > 4
        assert row.improved > 0.9
        assert row.highest_change < -4
        assert abs(row.national_change) < 1


def test_trusts_of_the_scheme_are_left_out():
    rng = np.random.default_rng(13)
    panel = panel_of(rng.integers(40, 90, (2, 6, 12)))
    [row] = unaided_changes(panel, left_out=["T0", "T3", "unknown"])
    assert row.trusts == 4


def test_too_few_questions_say_so():
    [row] = unaided_changes(panel_of([[[50, 60]], [[55, 61]]]))
    assert row.lowest_change is None
    assert "No trust has enough questions" in row.reason


def test_one_year_alone_makes_no_table():
    assert unaided_changes(panel_of([[[50, 60]]])) == ()
