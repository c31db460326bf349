"""Checking a table of scores: what stands, what is refused, and with which words."""

import pytest

from trusts.surveys.catalogue import QUESTIONS
from trusts.surveys.refusals import HeadersNotUnderstood, TableRefused
from trusts.surveys.scales import Level
from trusts.surveys.score_rows import REFUSALS_KEPT, ScoreKey
from trusts.tests.surveys.making import (
    GROUPS,
    KNOWN,
    SCORES,
    check,
    check_scores,
    csv_text,
    only_refusal,
    workbook,
)

GOOD = "NM1,Northmoor,2016,Q1,449.0,75.0,False"
CLOSEST_PENHALLOW = "No trust has this code. Closest: ZQ9 St Penhallow’s Infirmary NHS Trust"
CLOSEST_NORTHMOOR = "No trust has this code. Closest: NM1 Northmoor Hospitals NHS Trust"
WITHOUT_N = (
    "A score without its number of respondents cannot be checked. Put the number in, or hide the "
    "score."
)
CELLS = "This row has {} cells, the header has 7. Look for a missing or an extra comma."
NO_NAME = "Not the name of a tumour group: too long, or with signs that cannot be printed."


def refused_because(row: str, header: str | None = None, **options) -> tuple[str, str, str]:
    """Column, value and reason of the one refused cell, row 2."""
    table = check_scores(row, **({"header": header} if header else {}), **options)
    number, column, value, reason = only_refusal(table)
    assert (number, table.refused_rows, len(table.scores)) == (2, 1, 0)
    return column, value, reason


def test_accepted_row_is_typed_and_keyed():
    table = check_scores(GOOD)

    row = table.scores.at(0)
    assert row.key == ScoreKey(Level.TRUST, "NM1", 2016, "Q1", "", "")
    assert (row.row, row.n, row.score, row.suppressed) == (2, 449, 75.0, False)
    assert row.adjusted is None
    assert table.fields == ("score",)


def test_rows_read_are_accepted_or_refused():
    table = check_scores(GOOD, "XX,?,2016,Q1,30,75,False", "NM1,,2016,Q2,*,*,True")

    assert (table.rows_read, len(table.scores), table.refused_rows) == (3, 2, 1)
    assert table.suppressed == 1


def test_excel_and_csv_give_the_same_rows():
    header = ["org_code", "year", "question", "n", "score", "suppressed"]
    rows = [["NM1", 2016, "Q1", 449, 75.5, False], ["HM2", 2016, "Q59", "1,882", 8.74, False]]
    text = csv_text(
        ",".join(header), "NM1,2016,Q1,449,75.5,False", 'HM2,2016,Q59,"1,882",8.74,False'
    )

    assert list(check(workbook([header, *rows])).scores) == list(check(text).scores)


@pytest.mark.parametrize(
    "row, expected",
    [
        ("ZQ99,,2016,Q1,30,75,", ("org_code", "ZQ99", CLOSEST_PENHALLOW)),
        ("NMl,,2016,Q1,30,75,", ("org_code", "NMl", CLOSEST_NORTHMOOR)),
        (
            "X,Saint Penhallow's infirmary NHS trust ,2016,Q1,30,75,",
            ("org_code", "X", CLOSEST_PENHALLOW),
        ),
        (
            "R99,,2016,Q1,30,75,",
            ("org_code", "R99", "No trust has this code. Correct it, or import the trust first."),
        ),
        (
            ",northmoor  hospitals nhs trust,2016,Q1,30,75,",
            ("org_code", "", "The trust's code is missing. The trust of this name has NM1."),
        ),
        ("NM1,,2016,Q71,30,75,", ("question", "Q71", "The 2016 survey has no question Q71")),
        ("NM1,,2016,,30,75,", ("question", "", "The question number is missing.")),
        (
            "NM1,,2016,why,30,75,",
            ("question", "why", "Not a question number. Write it as Q and a number, such as Q18."),
        ),
        (
            "NM1,,2O16,Q1,30,75,",
            ("year", "2O16", "Not a survey year. Give it with four digits, such as 2016."),
        ),
        ("NM1,,,Q1,30,75,", ("year", "", "The survey year is missing.")),
        (
            "NM1,,2016,Q1,2l4,75,",
            ("n", "2l4", "Not a whole number. Did you mean 214 (letter l in place of 1)?"),
        ),
        ("NM1,,2016,Q1,-5,75,", ("n", "-5", "It cannot be below zero.")),
        ("NM1,,2016,Q1,,75,", ("n", "", WITHOUT_N)),
        ("NM1,,2016,Q1,*,75,", ("n", "*", WITHOUT_N)),
        ("NM1,,2016,Q1,30,104.2,", ("score", "104.2", "A percentage must be between 0 and 100")),
        (
            "NM1,,2016,Q1,30,NaN,",
            ("score", "NaN", "Not a number. Leave the cell blank if the figure is hidden."),
        ),
        (
            "NM1,,2016,Q1,30,1e999,",
            ("score", "1e999", "Write the number out in full, without an exponent."),
        ),
        (
            "NM1,,2016,Q1,30,=1+1,",
            ("score", "=1+1", "This looks like a formula. Put the value itself in its place."),
        ),
        ("NM1,,2016,Q59,30,85,", ("score", "85", "This question is scored from 0 to 10")),
        (
            "NM1,,2016,Q1,30,75,perhaps",
            ("suppressed", "perhaps", "Say True or False: is the score hidden?"),
        ),
        ("NM1,,2016,Q1,30", ("(whole row)", "NM1, , 2016, Q1, 30", CELLS.format(5))),
        (
            "NM1,,2016,Q1,1,882,75,",
            ("(whole row)", "NM1, , 2016, Q1, 1, 882, 75, ", CELLS.format(8)),
        ),
    ],
)
def test_bad_cell_refuses_its_row_and_says_how_to_mend_it(row, expected):
    assert refused_because(row) == expected


def test_column_is_named_as_in_the_file():
    row, header = "NM1,Q1,30,104", "Trust Code,Question,Responses,Percent positive"

    assert refused_because(row, header)[0] == "Percent positive"


def test_every_bad_cell_of_a_row_is_named_but_the_row_counts_once():
    table = check_scores("NMX,,2016,Q71,2l4,75,")

    assert [cell.column for cell in table.refused] == ["org_code", "question", "n"]
    assert table.refused_rows == 1


def test_figure_of_an_unknown_question_is_not_blamed_too():
    assert refused_because("NM1,,2016,Q71,30,75,")[0] == "question"


@pytest.mark.parametrize("code", ["nm1", " NM1 ", "Nm1"])
def test_code_is_matched_without_case_and_spaces(code):
    assert check_scores(f"{code},,2016,Q1,30,75,").scores.at(0).key.organisation == "NM1"


def test_names_do_not_matter_but_a_telling_difference_is_reported():
    spelt = check_scores("ZQ9,ST. PENHALLOW'S  INFIRMARY ,2016,Q1,30,75,")
    other = check_scores("ZQ9,Highmere,2016,Q1,30,75,")

    assert spelt.name_differences == ()
    assert other.name_differences[0].in_file == "Highmere"
    assert len(other.scores) == 1


@pytest.mark.parametrize("code", ["All", "England", "national", "E92000001"])
def test_national_row_is_told_by_its_code(code):
    key = check_scores(f"{code},National,2016,Q1,52445,77,").scores.at(0).key

    assert (key.level, key.organisation) == (Level.NATIONAL, "")


def test_alliance_row_is_told_by_its_code_or_level():
    by_code = check_scores("E56000001,Wessex,2016,Q1,900,77,").scores.at(0).key
    header = "level,org_code,org_name,question,n,score"
    by_level = check_scores("Cancer Alliance,,Wessex,Q1,900,77", header=header).scores.at(0).key

    assert (by_code.level, by_code.organisation) == (Level.ALLIANCE, "E56000001")
    assert (by_level.level, by_level.organisation) == (Level.ALLIANCE, "Wessex")


@pytest.mark.parametrize(
    "start, said",
    [
        ("Trust,All,", "The code and the level of the row do not agree."),
        ("National,NM1,", "The code and the level of the row do not agree."),
        ("CCG,08H,", "We read rows of trusts, Cancer Alliances and England, not of this level."),
    ],
)
def test_level_that_contradicts_the_code_is_refused(start, said):
    header = "level,org_code,question,n,score"

    assert refused_because(f"{start}Q1,900,77", header)[2] == said


def test_duplicate_is_refused_with_the_row_that_came_first():
    table = check_scores(GOOD, "HM2,,2016,Q1,30,75,", GOOD)

    assert only_refusal(table) == (
        4,
        "question",
        "Q1",
        "Row 2 already gives NM1 Q1. Keep one of the two.",
    )
    assert [row.row for row in table.scores] == [2, 3]


def test_third_copy_is_refused_too_and_the_first_stands():
    table = check_scores(GOOD, GOOD, GOOD)

    assert [cell.row for cell in table.refused] == [3, 4]
    assert [row.row for row in table.scores] == [2]


@pytest.mark.parametrize("year", [2016, None])
def test_header_without_rows_is_refused(year):
    with pytest.raises(TableRefused, match="headers but no rows"):
        check_scores(year=year)


def test_header_that_is_not_understood_is_refused():
    with pytest.raises(HeadersNotUnderstood):
        check("a,b\n1,2\n")


def test_blank_rows_are_passed_over_and_row_numbers_kept():
    table = check_scores("", ",,,,,,", "NM1,,2016,Q71,30,75,")

    assert (table.rows_read, table.refused[0].row) == (1, 4)


def test_extra_blank_cells_are_refused_because_a_comma_may_have_shifted_the_row():
    assert refused_because(GOOD + ",")[2] == CELLS.format(8)


def test_blank_headers_to_the_right_make_room_for_blank_cells():
    assert len(check_scores(GOOD + ",,", header=SCORES + ",,").scores) == 1


def test_scale_column_that_contradicts_the_question_is_refused():
    header = "org_code,question,n,score,scale"

    assert refused_because("NM1,Q59,30,8.7,percent", header)[2].startswith(
        "This question is scored from 0 to 10."
    )
    assert len(check_scores("NM1,Q59,30,8.7,mean 0-10", header=header).scores) == 1


def test_proportions_are_turned_into_percent_and_means_left_alone():
    header = "org_code,question,n,score (proportion)"
    table = check_scores("NM1,Q1,30,0.77", "NM1,Q59,30,8.74", header=header)

    assert [row.score for row in table.scores] == [77.0, 8.74]


def test_column_of_proportions_named_score_is_refused_as_a_whole():
    rows = [f"NM1,{number},30,0.77" for number in list(QUESTIONS)[:25]]

    with pytest.raises(TableRefused, match="call the column “score \\(proportion\\)”"):
        check_scores(*rows, header="org_code,question,n,score")


@pytest.mark.parametrize("rows", range(1, 6))
def test_however_few_figures_that_may_be_proportions_are_asked_about(rows):
    with pytest.raises(TableRefused, match=r"“score \(proportion\)”.*“score \(0-100\)”"):
        check_scores(*(f"NM1,,2016,{q},30,0.77," for q in list(QUESTIONS)[:rows]))


def test_small_percentages_are_taken_where_the_header_says_so():
    header = "org_code,question,n,score (0-100)"
    assert check_scores("NM1,Q1,30,0.77", header=header).scores.at(0).score == 0.77


@pytest.mark.parametrize(
    "rows", [["NM1,,2016,Q1,30,0,"], ["NM1,,2016,Q1,30,0.9,", "HM2,,2016,Q1,30,41,"]]
)
def test_nought_and_a_low_score_among_others_are_not_asked_about(rows):
    assert len(check_scores(*rows).scores) == len(rows)


def test_a_low_limit_beside_its_score_is_not_asked_about():
    header = "org_code,question,n,unadj,unadj_lci,unadj_uci"
    assert len(check_scores("NM1,Q1,30,3,0.6,16", header=header).scores) == 1


def test_group_of_patients_is_part_of_the_key():
    table = check_scores("NM1,Breast,Q1,83,96,", "NM1,All Cancers,Q1,490,77,", header=GROUPS)

    assert [row.key[4:] for row in table.scores] == [("tumour_group", "Breast"), ("", "")]


@pytest.mark.parametrize(
    "group, reason",
    [
        ("", "The tumour group is missing. Say All for all patients."),
        ("=cmd", "This looks like a formula. Put the value itself in its place."),
        ("x" * 200, NO_NAME),
        ("Bre\u202east", NO_NAME),
    ],
)
def test_group_that_is_no_name_is_refused(group, reason):
    assert refused_because(f"NM1,{group},Q1,83,96,", GROUPS)[2] == reason


def test_value_in_a_refusal_is_short_and_printable():
    value = refused_because(f"NM1,,2016,Q1,\x1b[31m{'9' * 500},75,")[1]

    assert len(value) == 80
    assert value.isprintable()


def test_refused_cells_are_kept_up_to_a_limit_but_all_rows_counted():
    rows = [f"X{i},,2016,Q1,30,75," for i in range(REFUSALS_KEPT + 100)]
    table = check_scores(*rows)

    assert len(table.refused) == REFUSALS_KEPT
    assert table.refused_rows == REFUSALS_KEPT + 100


def test_more_distinct_values_than_are_remembered_are_all_read():
    header = "org_code,tumour_group,question,n,score"
    rows = [f"NM1,G{i},Q1,{i + 21},{i / 1000:.4f}" for i in range(60_000)]
    scores = check_scores(*rows, header=header).scores

    assert scores.n[-1] == 60_020
    assert scores.measures["score"][-1] == 59.999


def test_known_trusts_may_be_none_at_all():
    assert check_scores(GOOD, known={}).refused_rows == 1


def test_columns_and_rows_agree():
    table = check_scores(GOOD, "HM2,,2016,Q59,*,*,True", "All,,2016,Q1,900,77,")
    chosen = table.scores.chosen(table.scores.suppressed)

    assert [row.key.organisation for row in chosen] == ["HM2"]
    assert len(KNOWN) == 3
