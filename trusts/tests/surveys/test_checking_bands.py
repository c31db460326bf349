"""Limits, intervals and bands of the adjusted table: figures must agree with each other."""

from trusts.surveys.scales import Band
from trusts.tests.surveys.making import ADJUSTED, check_scores, only_refusal

RANGED = "NM1,Q1,502,75,78,78.061,74.2352,81.4606,73.6563,80.983,as expected,False"


def refused_because(row: str) -> tuple[str, str, str]:
    """Column, value and reason of the one refused cell, row 2."""
    number, *said = only_refusal(check_scores(row, header=ADJUSTED))
    assert number == 2
    return tuple(said)


def test_lower_limit_above_the_upper_is_refused():
    row = RANGED.replace("73.6563,80.983", "66.0,61.3").replace("as expected", "")

    assert refused_because(row) == (
        "expected_upper",
        "61.3",
        "The upper limit is below the lower limit (66)",
    )


def test_score_outside_its_own_interval_is_refused():
    column, _, reason = refused_because(RANGED.replace("75,78,78.061", "75,90,"))

    assert (column, reason) == (
        "adj_score",
        "The score lies outside its own interval (74.2352 to 81.4606)",
    )


def test_one_limit_without_the_other_is_refused():
    row = RANGED.replace("73.6563,80.983,as expected", "73.6563,,")

    assert refused_because(row)[2].startswith("One of the two limits is missing.")


def test_unrounded_score_that_does_not_round_to_the_score_is_refused():
    row = RANGED.replace("78,78.061", "78,80.5")

    assert refused_because(row)[0] == "adj_unrounded"


def test_published_band_is_kept():
    row = check_scores(RANGED, header=ADJUSTED).scores.at(0)

    assert (row.band, row.adjusted, row.adjusted_unrounded) == (Band.AS_EXPECTED, 78, 78.061)


def test_band_is_worked_out_where_the_table_has_no_word():
    row = RANGED.replace("as expected", "").replace("73.6563,80.983", "78.1,80.983")

    assert check_scores(row, header=ADJUSTED).scores.at(0).band is Band.BELOW


def test_band_uses_the_score_recovered_from_its_interval_and_not_the_rounded_one():
    row = RANGED.replace("78,78.061", "78,").replace("73.6563", "78.03").replace("as expected", "")

    assert check_scores(row, header=ADJUSTED).scores.at(0).band is Band.AS_EXPECTED


def test_rounded_score_near_a_limit_keeps_the_published_word():
    row = RANGED.replace("78,78.061,74.2352,81.4606,73.6563", "78,,,,78.3")

    assert check_scores(row, header=ADJUSTED).scores.at(0).band is Band.AS_EXPECTED
    assert (
        check_scores(row.replace("as expected", "below"), header=ADJUSTED).scores.at(0).band
        is Band.BELOW
    )
    assert check_scores(row.replace("as expected", ""), header=ADJUSTED).scores.at(0).band is None


def test_band_that_the_figures_contradict_is_refused():
    assert refused_because(RANGED.replace("as expected", "below")) == (
        "band",
        "below",
        "The figures say as expected: the expected range is 73.6563 to 80.983",
    )


def test_unknown_band_is_refused():
    assert refused_because(RANGED.replace("as expected", "fine"))[0] == "band"


def test_band_word_without_a_range_is_no_band():
    table = check_scores("NM1,Q1,30,75,below", header="org_code,question,n,score,band")

    assert table.scores.at(0).band is None
