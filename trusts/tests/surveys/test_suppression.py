"""Suppressed scores: a state of their own, never zero, never given away."""

import pytest

from trusts.surveys.scales import Band
from trusts.tests.surveys.making import (
    ADJUSTED,
    GROUPS,
    SCORES,
    check_scores,
    only_refusal,
)

UNMARKED = "org_code,question,n,score"


@pytest.mark.parametrize("score", ["", "*", "[c]", "n/a"])
@pytest.mark.parametrize("n", ["12", "*", "", "20"])
def test_blank_or_marked_score_is_suppressed_and_has_no_figures(score, n):
    row = check_scores(f"NM1,Q1,{n},{score}", header=UNMARKED).scores.at(0)

    assert row.suppressed
    assert row.score is None


def test_number_of_respondents_of_a_suppressed_score_is_kept_where_given():
    table = check_scores("NM1,Q1,12,*", "NM1,Q2,,*", header=UNMARKED)

    assert [row.n for row in table.scores] == [12, None]


def test_suppressed_row_has_no_band_whatever_its_words_say():
    row = "NM1,Q1,13,,,,,,,,below Expected Lower Range,True"
    found = check_scores(row, header=ADJUSTED).scores.at(0)

    assert (found.suppressed, found.band) == (True, None)


def test_suppressed_row_with_figures_has_no_band_either():
    row = "NM1,Q1,13,70,70,70.1,60,80,75,90,below,True"
    found = check_scores(row, header=ADJUSTED).scores.at(0)

    assert (found.band, found.adjusted, found.expected_lower) == (None, None, None)


def test_figure_on_a_row_marked_as_suppressed_is_dropped_and_reported():
    # As in the table of 2018: one suppressed row still prints its unadjusted score.
    table = check_scores("NM1,Q58,14,32.0,,,,,,,,True", header=ADJUSTED)

    assert table.scores.at(0).score is None
    (cell,) = table.withheld
    assert (cell.row, cell.column, cell.value) == (2, "unadj", "32.0")
    assert table.refused == ()


@pytest.mark.parametrize("n", ["20", "20.0", "5", "0"])
def test_score_of_twenty_or_fewer_that_is_shown_is_refused(n):
    table = check_scores(f"NM1,,2016,Q1,{n},75,False")

    assert only_refusal(table)[1:3] == ("score", "75")
    assert "scores of 20 or fewer must be hidden" in table.refused[0].reason


def test_score_of_twenty_one_is_shown():
    assert not check_scores("NM1,,2016,Q1,21,75,False").scores.at(0).suppressed


def test_every_figure_of_a_small_trust_is_named():
    table = check_scores("NM1,Q1,13,70,71,,,,,,,False", header=ADJUSTED)

    assert [cell.column for cell in table.refused] == ["unadj", "adj_score"]


def test_national_score_of_few_respondents_is_refused_too():
    assert check_scores("All,National,2016,Q1,15,75,False").refused_rows == 1


def test_missing_score_on_a_row_marked_as_shown_is_refused():
    table = check_scores("NM1,,2016,Q1,449,,False", header=SCORES)

    assert "The score is missing, yet the row is not marked" in only_refusal(table)[3]


def test_missing_score_of_a_small_trust_is_hidden_whatever_the_mark_says():
    assert check_scores("NM1,,2016,Q1,12,,False").scores.at(0).suppressed


def test_row_without_n_or_score_marked_as_suppressed_is_suppressed():
    # As the three questions of 2015 for which no value was published.
    row = check_scores("NM1,,2015,Q5,,,True", year=2015).scores.at(0)

    assert (row.suppressed, row.n, row.score) == (True, None, None)


def test_suppressed_is_counted():
    table = check_scores("NM1,,2016,Q1,12,*,True", "NM1,,2016,Q2,449,75,False")

    assert (table.suppressed, len(table.scores)) == (1, 2)


def test_missing_adjusted_score_beside_a_shown_one_is_merely_not_given():
    row = check_scores("NM1,Q1,449,75,,,,,,,,False", header=ADJUSTED).scores.at(0)

    assert (row.suppressed, row.score, row.adjusted, row.band) == (False, 75, None, None)


def test_band_of_a_shown_row_is_unaffected():
    row = "NM1,Q1,502,75,78,78.061,74.2352,81.4606,73.6563,80.983,as expected,False"

    assert check_scores(row, header=ADJUSTED).scores.at(0).band is Band.AS_EXPECTED


# --- secondary suppression ---

TOTAL = "NM1,All Cancers,Q1,165,77,False"
LUNG, BREAST, SKIN = (
    "NM1,Lung,Q1,65,75,False",
    "NM1,Breast,Q1,83,96,False",
    "NM1,Skin,Q1,17,,True",
)


def groups(*rows: str, **options):
    return check_scores(*rows, header=GROUPS, **options)


def test_single_hidden_group_is_given_away_by_the_others():
    table = groups(TOTAL, LUNG, BREAST, SKIN)

    row, column, value, reason = only_refusal(table)
    assert (row, column, value) == (3, "score", "75")
    assert reason == (
        "Hide this score too. Row 5 hides NM1 Q1 Skin, which could be worked out by "
        "subtracting the other groups from the total."
    )


def test_hiding_the_named_score_mends_the_table():
    table = groups(TOTAL, "NM1,Lung,Q1,65,,True", BREAST, SKIN)

    assert (table.refused_rows, table.suppressed) == (0, 2)


def test_hidden_total_gives_nothing_away():
    assert groups("NM1,All Cancers,Q1,165,,True", LUNG, BREAST, SKIN).refused_rows == 0


def test_table_that_lacks_groups_gives_nothing_away():
    assert groups(TOTAL, LUNG, SKIN).refused_rows == 0


def test_hidden_group_without_n_is_given_away_by_what_is_left_of_the_total():
    assert groups(TOTAL, LUNG, BREAST, "NM1,Skin,Q1,*,*,True").refused_rows == 1


def test_second_hidden_group_without_respondents_hides_nothing():
    assert groups(TOTAL, LUNG, BREAST, SKIN, "NM1,Brain,Q1,0,,True").refused_rows == 1


def test_total_that_is_stored_already_counts():
    assert groups(LUNG, BREAST, SKIN).refused_rows == 0
    assert groups(LUNG, BREAST, SKIN, totals={("NM1", "Q1"): 165}).refused_rows == 1


def test_other_questions_and_trusts_do_not_matter():
    other = [row.replace("Q1", "Q2") for row in (TOTAL, LUNG)]
    elsewhere = SKIN.replace("NM1", "HM2")

    assert groups(*other, elsewhere).refused_rows == 0


def test_national_groups_are_held_to_the_rule_too():
    rows = [row.replace("NM1", "All") for row in (TOTAL, LUNG, BREAST, SKIN)]

    assert "England Q1 Skin" in only_refusal(groups(*rows))[3]
