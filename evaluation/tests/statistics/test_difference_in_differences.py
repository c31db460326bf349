import numpy as np
import pytest

from evaluation.statistics import Panel, ScoreRow, differences
from evaluation.statistics.intervals import newcombe_interval

COMPARATORS = [(200, 60, 66), (100, 70, 71), (300, 64, 65), (150, 58, 66), (250, 61, 60)]


def rows_of(code, question, before, after):
    for year, (n, score) in ((2015, before), (2016, after)):
        yield ScoreRow(code, year, question, n, score)


def scheme(mentee_cells, comparators=COMPARATORS, questions=("Q1", "Q2")):
    rows = []
    for question in questions:
        for place, (n, before, after) in enumerate(comparators):
            rows += rows_of(f"C{place}", question, (n, before), (n, after))
    for question, cell in mentee_cells.items():
        rows += rows_of("M1", question, *cell)
    return Panel.from_rows(rows)


def compare(panel, targets):
    return differences(
        panel, mentees=["M1"], mentors=[], targets={"M1": targets}, baseline=2015, follow_up=2016
    )


def slow_country(comparators):
    """Mean change, its variance and the variance between trusts, written out one by one."""
    n = np.array([n for n, _, _ in comparators], float)
    p0, p1 = (np.array([row[i] for row in comparators]) / 100 for i in (1, 2))
    change, noise = p1 - p0, p1 * (1 - p1) / n + p0 * (1 - p0) / n
    mean = np.average(change, weights=n)
    q = sum(n[k] * (change[k] - mean) ** 2 for k in range(len(n)))
    expected = sum(n * noise) - sum(n**2 * noise) / sum(n)
    between = max(0, (q - expected) / (sum(n) - sum(n**2) / sum(n)))
    return mean, between, sum((n / sum(n)) ** 2 * (noise + between))


def test_single_target_is_its_change_less_the_countrys_written_out_by_hand():
    panel = scheme({"Q1": ((120, 50), (130, 58))})
    [cell] = compare(panel, ["Q1"]).cells
    mean, between, error = slow_country(COMPARATORS)
    own = 0.58 * 0.42 / 130 + 0.5 * 0.5 / 120
    assert cell.national_change == pytest.approx(100 * mean)
    assert cell.against_country.value == pytest.approx(8 - 100 * mean)
    assert cell.against_country.standard_error == pytest.approx(
        100 * (own + between + error) ** 0.5
    )


def test_change_of_a_target_has_newcombes_interval():
    [cell] = compare(scheme({"Q1": ((120, 50), (130, 58))}), ["Q1"]).cells
    expected = newcombe_interval(0.58 * 130, 130, 60, 120)
    assert cell.change.difference == 8
    assert (cell.change.lower, cell.change.upper) == pytest.approx(
        (100 * expected[0], 100 * expected[1])
    )


def test_pooled_over_one_target_is_that_target():
    result = compare(scheme({"Q1": ((120, 50), (130, 58))}), ["Q1"])
    cell = result.cells[0].against_country
    assert result.pooled.value == pytest.approx(cell.value)
    assert result.pooled.standard_error == pytest.approx(cell.standard_error, rel=0.15)


def test_pooled_change_weighs_targets_by_answers_and_adds_up():
    result = compare(
        scheme({"Q1": ((100, 50), (300, 60)), "Q2": ((90, 40), (100, 42))}), ["Q1", "Q2"]
    )
    assert result.raw_change == pytest.approx((300 * 10 + 100 * 2) / 400)
    assert result.pooled.value == pytest.approx(result.raw_change - result.national_change)


def test_trusts_that_all_change_alike_leave_nothing_against_the_country():
    alike = [(n, before, before + 3) for n, before, _ in COMPARATORS]
    result = compare(scheme({"Q1": ((120, 50), (120, 53))}, alike), ["Q1"])
    assert result.pooled.value == pytest.approx(0)
    assert result.pooled.p == pytest.approx(1)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ((130, None), "Not shown: suppressed or not published at follow-up"),
        ((9, 50), "fewer than 10 answers"),
        ((None, None), "suppressed or not published"),
    ],
)
def test_target_without_a_usable_follow_up_says_why_and_is_never_zero(after, words):
    result = compare(scheme({"Q1": ((120, 50), after)}), ["Q1"])
    [cell] = result.cells
    assert words in cell.change.reason
    assert (cell.change.after, cell.change.n_after, cell.change.difference) == (None, None, None)
    assert result.pooled.value is None
    assert "Cannot be assessed" in result.pooled.reason


def test_percentage_without_n_has_a_difference_but_no_margin():
    [cell] = compare(scheme({"Q1": ((120, 50), (None, 57))}), ["Q1"]).cells
    assert cell.change.difference == 7
    assert cell.change.lower is None
    assert "not published" in cell.change.reason


def test_question_that_is_not_in_the_tables_says_so():
    [cell] = compare(scheme({"Q1": ((120, 50), (120, 50))}), ["Q9"]).cells
    assert "No score was published" in cell.change.reason


def test_small_base_is_marked_between_10_and_29_answers():
    panel = scheme({"Q1": ((29, 50), (300, 50)), "Q2": ((30, 50), (300, 50))})
    first, second = compare(panel, ["Q1", "Q2"]).cells
    assert (first.change.small_base, second.change.small_base) == (True, False)


def test_mean_score_is_kept_off_the_percentages():
    rows = [*rows_of("M1", "Q1", (120, 50), (120, 55))]
    rows += [
        ScoreRow("M1", year, "Q59", 100, score, "mean")
        for year, score in ((2015, 8.5), (2016, 8.7))
    ]
    for place, (n, before, after) in enumerate(COMPARATORS):
        rows += rows_of(f"C{place}", "Q1", (n, before), (n, after))
    result = compare(Panel.from_rows(rows), ["Q1", "Q59"])
    assert result.raw_change == pytest.approx(5)
    assert result.cells[1].change.difference == pytest.approx(0.2)
    assert "mean" in result.cells[1].change.reason


@pytest.mark.parametrize("comparators", [[], COMPARATORS[:1]])
def test_scheme_without_comparators_says_so(comparators):
    result = compare(scheme({"Q1": ((120, 50), (120, 55))}, comparators), ["Q1"])
    assert result.pooled.value is None
    assert "too few trusts outside the scheme" in result.pooled.reason


def test_scheme_without_mentees_says_so():
    panel = scheme({})
    result = differences(panel, mentees=[], mentors=[], targets={}, baseline=2015, follow_up=2016)
    assert result.pooled.reason == "There are no mentees with scores."


def test_difference_against_the_country_covers_the_truth():
    rng = np.random.default_rng(11)
    inside = 0
    for _ in range(300):
        rows = []
        for place in range(40):
            n, level = int(rng.integers(60, 400)), rng.normal(0.7, 0.04)
            share = [level, level + rng.normal(0.02, 0.03)]
            answers = [100 * rng.binomial(n, min(value, 0.99)) / n for value in share]
            code = "M1" if place == 0 else f"C{place}"
            rows += rows_of(code, "Q1", (n, answers[0]), (n, answers[1]))
        found = compare(Panel.from_rows(rows), ["Q1"]).pooled
        inside += found.lower <= 0 <= found.upper
    assert 0.92 <= inside / 300 <= 0.98
