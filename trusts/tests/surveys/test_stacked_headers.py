"""Headings over several rows: merged cells of national workbooks, and tables laid out crosswise."""

import io

import pytest
import xlsxwriter

from trusts.surveys.columns import Family, find_header
from trusts.surveys.refusals import HeadersNotUnderstood
from trusts.tests.surveys.making import check

GROUPS = [
    "Trust", "", "Question", "Responses", "Unadjusted score", "", "",
    "Case mix adjusted", "", "", "Expected range", "", "Band",
]  # fmt: skip
NAMES = [
    "Code", "Name", "Number", "Count", "Score", "Lower 95% CI", "Upper 95% CI",
    "Score", "Lower", "Upper", "Lower", "Upper", "",
]  # fmt: skip
ROW = ["NM1", "Northmoor", "Q1", 449, 75, 71, 79, 76, 72.1, 80.2, 70.4, 80.1, "as expected"]
PLACES = {
    "org_code": 0,
    "org_name": 1,
    "n": 3,
    "score": 4,
    "score_lower": 5,
    "score_upper": 6,
    "adjusted": 7,
    "adjusted_lower": 8,
    "adjusted_upper": 9,
    "expected_lower": 10,
    "expected_upper": 11,
    "band": 12,
}


def merged_workbook(*above):
    """A sheet whose groups are merged cells, as spreadsheet programs write them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, style = book.add_worksheet("Trust results"), book.add_format()
        for line, title in enumerate(above):
            sheet.write_string(line, 0, title)
        top = len(above)
        names = ["Code", "Name", "Question", *NAMES[3:]]
        spans = [(0, 1, "Trust"), (4, 6, GROUPS[4]), (7, 9, GROUPS[7]), (10, 11, GROUPS[10])]
        for first, last, text in spans:
            sheet.merge_range(top, first, top, last, text, style)
        for column in (2, 3, 12):
            text = {2: "Question", 3: "Responses", 12: "Band"}[column]
            sheet.merge_range(top, column, top + 1, column, text, style)
        for column, name in enumerate(names):
            if column not in (2, 3, 12):
                sheet.write_string(top + 1, column, name)
        sheet.write_row(top + 2, 0, ROW)
    return content.getvalue()


def test_a_group_makes_the_names_beneath_it_plain():
    number, columns = find_header([GROUPS, ["Code", "Name", "Question", *NAMES[3:]]])
    assert (number, columns.family) == (2, Family.ADJUSTED)
    assert {name: columns.position[name] for name in PLACES} == PLACES


@pytest.mark.parametrize("above", [(), ("National survey 2016", "Adjusted scores by trust", "")])
def test_a_workbook_with_merged_headings_is_imported(above):
    table = check(merged_workbook(*above))
    row = table.scores.at(0)
    assert (table.refused, row.n, row.score, row.adjusted) == ((), 449, 75, 76)
    assert (row.expected_lower, row.expected_upper) == (70.4, 80.1)


def test_a_group_over_the_score_keeps_it_from_being_taken_for_the_plain_one():
    rows = [["Trust", "", "", "Adjusted score", "", ""],
            ["Code", "Question", "n", "Score", "Lower", "Upper"]]  # fmt: skip
    with pytest.raises(HeadersNotUnderstood, match=r"Missing: the score \(score\)"):
        find_header(rows)


def test_three_rows_of_headings_become_one():
    rows = [
        ["Survey 2016", "", "", "", "Results", ""],
        ["Trust", "", "", "", "Unadjusted", ""],
        ["Code", "Name", "Question", "n", "Score", "Lower CI"],
    ]
    number, columns = find_header(rows)
    assert (number, columns.position["score"], columns.position["score_lower"]) == (3, 4, 5)


def test_notes_above_a_plain_header_change_nothing():
    header = ["org_code", "question", "n", "score"]
    rows = [["Source", "the survey"], [], ["Adjusted", "", "2016"], header]
    assert find_header(rows)[1].position == find_header([header])[1].position


def test_a_column_for_each_question_is_refused_with_what_is_needed():
    with pytest.raises(HeadersNotUnderstood, match="Each question has a column of its own here"):
        find_header([["Trust code", "Trust name", "Q1", "Q2", "Q3"], ["NM1", "x", "75", "80", ""]])
