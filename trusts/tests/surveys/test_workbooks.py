"""Excel workbooks that are read: values as text, sheets, row numbers."""

import datetime
from dataclasses import replace

import pytest

from trusts.surveys.files import HEAD_ROWS, LIMITS, open_survey_file
from trusts.surveys.refusals import FileRefused
from trusts.surveys.tables import read_table
from trusts.tests.surveys.making import as_file, check, rows_of, workbook

HEADER = ["org_code", "question", "n", "score"]
ROW = ["NM1", "Q1", 449.0, 75.5]


def test_numbers_become_the_text_a_person_would_write():
    cells = [449.0, 75.5, 0.00001, 1e15, True, "x", "", 12345678]

    assert rows_of(workbook([cells]))[0] == [
        "449",
        "75.5",
        "0.000010000000",
        "1000000000000000.0",
        "True",
        "x",
        "",
        "12345678",
    ]


def test_dates_are_written_year_first():
    import io

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet().write_datetime(0, 0, datetime.datetime(2017, 10, 1))

    assert rows_of(content.getvalue()) == [["2017-10-01"]]


def test_row_numbers_and_places_are_those_of_the_sheet():
    content = workbook([[], ["", "", *HEADER], ["", "", *ROW], [], ["", "", "NM1", "Q71", 30, 5]])

    table = check(content)

    assert table.refused[0].row == 5
    assert table.scores.at(0).row == 3


def test_notes_beside_the_table_are_passed_over():
    content = workbook([HEADER, ROW], Notes=[["About these figures"], ["Source"]])

    assert len(check(content).scores) == 1


def test_table_may_stand_on_any_sheet():
    content = workbook([["Contents"]], Trusts=[["Title"], HEADER, ROW])

    with open_survey_file(as_file(content), "x") as file:
        assert read_table(file).sheet == "Trusts"


def test_two_sheets_with_scores_are_refused_by_name():
    content = workbook([HEADER, ROW], Later=[HEADER, ROW])

    with pytest.raises(FileRefused, match="The sheets Scores and Later both hold a table"):
        check(content)


def test_sheet_left_half_way_does_not_disturb_the_next():
    rows = [HEADER, *([ROW] * 5_000)]
    with open_survey_file(as_file(workbook(rows, Notes=[["end"]])), "x") as file:
        next(file.tables.batches(0))

        assert list(file.tables.batches(1)) == [(1, [["end"]])]


def test_empty_sheet_has_no_table():
    with pytest.raises(Exception, match="There is nothing in the first 20 rows"):
        check(workbook([]))


def test_sheet_with_more_rows_than_the_limit_is_refused():
    with pytest.raises(FileRefused, match="more than 5 rows"):
        rows_of(workbook([ROW] * 50), limits=replace(LIMITS, rows=5))


def test_sheet_with_more_columns_than_the_limit_is_refused():
    with pytest.raises(FileRefused, match="100 columns"):
        rows_of(workbook([["x"] * 101]))


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ({"columns": 4}, True),
        ({"columns": 3}, False),
        ({"rows": 25 - HEAD_ROWS}, True),
        ({"rows": 24 - HEAD_ROWS}, False),
    ],
)
def test_the_limits_themselves_are_read_and_one_more_is_not(limits, fits):
    content = workbook([["a", "b", "c", "d"]] * 25)
    with open_survey_file(as_file(content), "t.xlsx", limits=replace(LIMITS, **limits)) as file:
        assert [sheet.too_large for sheet in file.tables.sheets] == [not fits]


def test_small_workbook_that_fills_the_memory_is_refused_and_we_live_on():
    # One long text shared by 20,000 cells: 100 KB packed, 600 MB read.
    content = workbook([["x" * 30_000]] * 20_000)

    assert len(content) < 200_000
    with pytest.raises(FileRefused, match="take up too much memory"):
        rows_of(content, limits=replace(LIMITS, reader_bytes=300 * 1024 * 1024))


def test_reader_ends_with_the_block():
    with open_survey_file(as_file(workbook([ROW])), "x") as file:
        process = file.tables._process
        assert process.poll() is None

    assert process.poll() is not None
