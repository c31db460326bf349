import pytest

from evaluation.statistics.estimates import Estimate, estimate_with_t
from evaluation.statistics.verdicts import cell_verdict, headline_verdict, points


def verdict(value, lower, upper, p, raw=None, expected=None, detectable=None):
    return headline_verdict(
        Estimate(value, lower, upper, 0.5, p, 100),
        raw_change=raw,
        expected_change=expected,
        detectable=detectable,
    )


def test_interval_above_zero_improved_more_than_similar_trusts():
    found = verdict(1.5, 0.3, 2.7, 0.017, raw=4.6, expected=3.1)
    assert found.code == "improved_more"
    assert found.sentence == (
        "Improved more than similar trusts: about 1.5 points (95% CI 0.3 to 2.7)."
    )


def test_interval_below_zero_did_less_well():
    found = verdict(-1.5, -2.7, -0.3, 0.017, raw=1.6, expected=3.1)
    assert found.code == "did_less_well"
    assert found.sentence == (
        "Did less well than similar trusts: about 1.5 points (95% CI −2.7 to −0.3)."
    )


def test_interval_over_zero_is_no_clear_evidence_and_never_no_effect():
    found = verdict(0.4, -0.8, 1.6, 0.5, raw=-0.3, expected=-0.7, detectable=1.7)
    assert found.sentence == (
        "No clear evidence of a difference; the data fit anything from −0.8 to 1.6 points. "
        "We could only have detected about 1.7 points."
    )
    assert "no effect" not in found.sentence


def test_rise_that_others_shared_is_set_beside_theirs():
    found = verdict(0.4, -0.8, 1.6, 0.5, raw=4.6, expected=4.2, detectable=1.0)
    assert found.sentence.startswith(
        "Scores rose by 4.6 points, but similar trusts outside the scheme rose by about 4.2. "
    )
    assert found.sentence.endswith("about 1.0 point.")


def test_rise_where_others_fell_does_not_say_that_they_rose():
    found = verdict(0.9, -0.8, 2.6, 0.3, raw=0.5, expected=-0.4)
    assert found.sentence.startswith("Scores rose by 0.5 points. No clear evidence")


@pytest.mark.parametrize(
    "found",
    [
        headline_verdict(estimate, raw_change=5, expected_change=1, detectable=1)
        for estimate in (
            Estimate(reason="There are no mentees with scores."),
            Estimate(4.0, reason="Too few comparator trusts for a margin of error."),
            estimate_with_t(4, 0.5, 100),
            estimate_with_t(-4, 0.5, 100),
            estimate_with_t(0.4, 0.5, 100),
        )
    ],
)
def test_no_sentence_claims_a_cause(found):
    for word in ("impact", "caused", "significant", "no effect", "nan"):
        assert word not in found.sentence.lower()


def test_result_without_a_margin_gets_no_verdict():
    found = headline_verdict(
        Estimate(4.0, reason="Too few comparator trusts for a margin of error."),
        raw_change=5,
        expected_change=1,
        detectable=None,
    )
    assert found.code == "no_margin"
    assert found.sentence == "No verdict: too few comparator trusts for a margin of error."


@pytest.mark.parametrize(
    ("difference", "beyond", "p", "small", "code"),
    [
        (None, None, None, False, "cannot_be_assessed"),
        (3.0, None, None, False, "no_margin"),
        (3.0, 2.0, None, True, "few_answers"),
        (3.0, 2.0, 0.049, False, "rose_beyond_expected"),
        (3.0, -2.0, 0.049, False, "fell_short_of_expected"),
        (3.0, 2.0, 0.05, False, "no_clear_difference"),
        (3.0, 2.0, 0.9, False, "no_clear_difference"),
    ],
)
def test_cell_verdict_follows_its_rule(difference, beyond, p, small, code):
    assert cell_verdict(difference, beyond, p, small_base=small) == code


@pytest.mark.parametrize(
    ("value", "words"), [(1.25, "1.2"), (-1.26, "−1.3"), (0.04, "0.0"), (-0.04, "0.0")]
)
def test_points_have_one_decimal_and_a_true_minus(value, words):
    assert points(value) == words
