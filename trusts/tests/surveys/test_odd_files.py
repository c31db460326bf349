"""Tables as people send them: totals, small numbers and percentages written in other ways."""

import pytest

from trusts.surveys.refusals import TableRefused
from trusts.tests.surveys.making import (
    GROUPS,
    check,
    check_scores,
    csv_text,
    only_refusal,
    workbook,
)

GROUPS_OF_NM1 = ("NM1,Lung,Q1,135,55,", "NM1,Breast,Q1,150,70,", "NM1,Skin,Q1,*,*,")


@pytest.mark.parametrize(
    "said",
    [
        "All tumour groups",
        "ALL CANCER TYPES",
        "Total",
        "Trust total",
        "All respondents",
        "Overall ",
    ],
)
def test_a_total_in_any_words_gives_a_single_hidden_group_away(said):
    table = check_scores(f"NM1,{said},Q1,300,60,", *GROUPS_OF_NM1, header=GROUPS)
    row, column, value, reason = only_refusal(table)
    assert (row, column, value) == (3, "score", "55")
    assert "Row 5 hides NM1 Q1 Skin" in reason


@pytest.mark.parametrize("said", ["All other tumour groups", "Other", "Whole body irradiation"])
def test_a_group_that_sounds_like_a_total_is_a_group(said):
    row = check_scores(f"NM1,{said},Q1,300,60,", header=GROUPS).scores.at(0)
    assert row.key[4:] == ("tumour_group", said)


def test_a_total_told_twice_is_refused_as_a_repeat():
    rows = ("NM1,All,Q1,300,60,", "NM1,Trust total,Q1,300,60,")
    assert "Row 2 already gives NM1 Q1" in only_refusal(check_scores(*rows, header=GROUPS))[3]


@pytest.mark.parametrize("n", ["<20", "< 21", "≤20", "<=20", "fewer than 11"])
def test_a_number_too_small_to_be_told_is_a_hidden_one(n):
    row = check_scores(f"NM1,,2016,Q1,{n},,True").scores.at(0)
    assert (row.suppressed, row.n, row.score) == (True, None, None)


def test_a_number_that_may_be_large_enough_is_refused():
    assert only_refusal(check_scores("NM1,,2016,Q1,<50,,True"))[1:3] == ("n", "<50")


def test_a_score_beside_a_number_too_small_to_be_told_is_refused():
    assert "without its number" in only_refusal(check_scores("NM1,,2016,Q1,<20,75,"))[3]


def test_percentages_that_a_spreadsheet_keeps_as_fractions_are_refused_with_the_way_out():
    rows = [("NM1", f"Q{number}", 300, 0.638) for number in (1, 2, 5, 6, 7)]
    with pytest.raises(TableRefused, match="call the column “Percentage \\(proportion\\)”"):
        check(workbook([("ODS code", "Question", "Base", "Percentage"), *rows]))


def test_headers_in_another_order_with_a_mark_and_semicolons_are_read_alike():
    header = "Score;Question;ODS Code;Number of respondents;Year;Organisation"
    odd = check("\ufeff" + csv_text(header, "70.6%;q01;nm1 ;1,204;2016.0;Northmoor"))
    assert odd.scores.at(0).key == check_scores("NM1,,2016,Q1,1204,70.6,").scores.at(0).key
    assert (odd.scores.at(0).n, odd.scores.at(0).score) == (1204, 70.6)
