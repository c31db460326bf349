import pytest
from scipy.stats import norm

from evaluation.statistics import Panel, ScoreRow
from evaluation.statistics.cohorts import lay_out
from evaluation.statistics.comparisons import benjamini_hochberg
from evaluation.statistics.design import design_of
from evaluation.statistics.expectation import expectation
from evaluation.statistics.targets import family_count, target_results

COMPARATORS = [
    (300, 61, 63, 70, 69),
    (250, 66, 64, 75, 77),
    (400, 58, 60, 66, 68),
    (150, 70, 69, 80, 78),
    (220, 63, 66, 72, 73),
    (330, 65, 65, 69, 71),
]


def judged(own, *, fit=True):
    """Results of one mentee's two targets; own: n, before and after of Q1 and of Q2."""
    rows = []
    for place, (n, *scores) in enumerate(COMPARATORS):
        rows += rows_of(f"C{place}", n, scores)
    for question, (n, before, after) in zip(("Q1", "Q2"), own, strict=True):
        rows.append(ScoreRow("M", 2015, question, n, before))
        rows.append(ScoreRow("M", 2016, question, n, after))
    panel = Panel.from_rows(rows)
    design = design_of(
        mentees=["M"], mentors=[], targets={"M": ["Q1", "Q2"]}, baseline=2015, follow_up=2016
    )
    cohorts = lay_out(panel, design)
    found = expectation(cohorts) if fit else None
    return found, target_results(panel, cohorts, found, design, design.target_cells)


def rows_of(code, n, scores):
    for place, score in enumerate(scores):
        yield ScoreRow(code, 2015 + place % 2, f"Q{place // 2 + 1}", n, float(score))


def test_target_is_judged_against_its_own_expectation():
    fit, (first, second) = judged([(200, 55.0, 60.0), (200, 71.0, 72.0)])
    error = (fit.variance[-1, 0] + fit.shared * fit.scale[0] ** 2) ** 0.5
    assert first.expected == pytest.approx(100 * fit.predicted[-1, 0])
    assert first.beyond_expected == pytest.approx(60 - first.expected)
    assert first.p == pytest.approx(2 * norm.sf(abs(first.beyond_expected) / 100 / error))
    adjusted = benjamini_hochberg([first.p, second.p])
    assert (first.p_adjusted, second.p_adjusted) == tuple(adjusted)


def test_great_rise_is_named_and_counted():
    _, results = judged([(400, 60.0, 90.0), (400, 71.0, 72.0)])
    assert results[0].verdict == "rose_beyond_expected"
    count = family_count(results)
    assert (count.rose, count.fell, count.rose_after_adjustment) == (1, 0, 1)
    assert count.rose_by_chance == pytest.approx(0.05)


def test_great_fall_is_named():
    _, results = judged([(400, 70.0, 40.0), (400, 71.0, 72.0)])
    assert results[0].verdict == "fell_short_of_expected"


def test_few_answers_have_an_interval_but_no_p_and_no_word():
    _, (small, other) = judged([(29, 60.0, 90.0), (400, 71.0, 72.0)])
    assert small.verdict == "few_answers"
    assert small.change.lower is not None
    assert small.beyond_expected is not None
    assert small.p is None
    assert small.p_adjusted is None
    assert other.p_adjusted == other.p


def test_suppressed_target_is_counted_as_not_shown():
    _, results = judged([(200, 55.0, None), (200, 71.0, 72.0)])
    count = family_count(results)
    assert results[0].verdict == "cannot_be_assessed"
    assert (count.listed, count.tested, count.not_shown) == (2, 1, 1)


def test_without_comparators_the_change_stands_alone():
    _, results = judged([(200, 55.0, 60.0), (200, 71.0, 72.0)], fit=False)
    assert [result.verdict for result in results] == ["no_margin", "no_margin"]
    assert results[0].change.difference == 5
