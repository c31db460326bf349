import numpy as np
import pytest
import statsmodels.api as sm

from evaluation.statistics import Panel, ScoreRow
from evaluation.statistics.design import design_of
from evaluation.statistics.mean_scores import mean_score_changes

CHANGES = [(300, 280, 8.6, 8.7), (90, 120, 8.9, 8.8), (500, 450, 8.5, 8.65), (60, 75, 8.2, 8.5)]


def found(own=(200, 210, 8.5, 8.8), comparators=CHANGES):
    cells = {"M": own} | {f"C{place}": row for place, row in enumerate(comparators)}
    rows = [
        row
        for code, (n0, n1, before, after) in cells.items()
        for row in (
            ScoreRow(code, 2015, "Q59", n0, before, "mean"),
            ScoreRow(code, 2016, "Q59", n1, after, "mean"),
        )
    ]
    design = design_of(
        mentees=["M"], mentors=[], targets={"M": ["Q59"]}, baseline=2015, follow_up=2016
    )
    [result] = mean_score_changes(Panel.from_rows(rows), design)
    return result


def test_mean_score_is_compared_on_its_own_scale_as_in_weighted_regression():
    n0, n1, before, after = np.array([(200, 210, 8.5, 8.8), *CHANGES]).T
    mentee = np.array([1, 0, 0, 0, 0])
    fitted = sm.WLS(after - before, sm.add_constant(mentee), weights=n0 * n1 / (n0 + n1)).fit()
    estimate = found().against_country
    assert estimate.value == pytest.approx(fitted.params[1])
    assert (estimate.lower, estimate.upper) == pytest.approx(tuple(fitted.conf_int()[1]))
    assert estimate.p == pytest.approx(fitted.pvalues[1])


def test_change_of_a_mean_score_stands_without_an_interval_of_its_own():
    change = found().change
    assert change.difference == pytest.approx(0.3)
    assert change.lower is None
    assert "mean score" in change.reason


@pytest.mark.parametrize("own", [(200, None, 8.5, None), (200, 9, 8.5, 8.8)])
def test_mean_score_that_is_not_shown_cannot_be_compared(own):
    result = found(own)
    assert result.against_country.value is None
    assert "Not shown" in result.against_country.reason


def test_mean_score_without_comparators_says_so():
    result = found(comparators=CHANGES[:1])
    assert "Too few trusts" in result.against_country.reason


def test_mean_scores_that_all_change_alike_have_no_margin():
    alike = [(n0, n1, 8.5, 8.6) for n0, n1, _, _ in CHANGES]
    estimate = found((200, 210, 8.0, 8.1), alike).against_country
    assert estimate.value == pytest.approx(0)
