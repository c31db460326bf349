"""A pasted column: what is read, what is asked, what is refused and why."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement_plans.measures.column import ColumnRefusedError, Fate, Wanted, read_column
from improvement_plans.measures.figures import DateStyle
from improvement_plans.models import EnteredAs, Frequency, MeasureUnit

TODAY = datetime.date(2015, 6, 1)


def wanted(unit="percent", entered_as="value", **more):
    return Wanted(
        unit=MeasureUnit(unit),
        entered_as=EnteredAs(entered_as),
        frequency=Frequency.MONTHLY,
        today=TODAY,
        **more,
    )


def fates(text, **more):
    return [row.fate.value for row in read_column(text, wanted(**more)).rows]


def only(text, **more):
    return read_column(text, wanted(**more)).rows[0]


@pytest.mark.parametrize(
    "typed, style",
    [
        ("28/02/2015", DateStyle.DAY_FIRST),
        ("28.2.15", DateStyle.DAY_FIRST),
        ("2/28/2015", DateStyle.MONTH_FIRST),
        ("2015-02-28 00:00:00", DateStyle.YEAR_FIRST),
        ("28 February 2015", DateStyle.WORDS),
        ("28-Feb-15", DateStyle.WORDS),
    ],
)
def test_a_date_that_can_mean_one_day_is_read(typed, style):
    column = read_column(f"{typed}\t81.5", wanted())
    assert (column.style, column.rows[0].on) == (style, datetime.date(2015, 2, 28))


def test_a_month_without_a_day_stands_on_its_first():
    assert only("Feb-15\t81").on == datetime.date(2015, 2, 1)


def test_dates_that_can_be_read_in_two_ways_are_asked_about():
    with pytest.raises(ColumnRefusedError) as refused:
        read_column("01/02/2015\t80\n01/03/2015\t81", wanted())
    assert refused.value.field == "style"
    assert refused.value.sentence == (
        "“01/02/2015” can be 1 February or 2 January. Choose how the dates are written"
    )


def test_one_row_that_can_be_read_in_one_way_settles_the_others():
    column = read_column("01/02/2015\t80\n28/02/2015\t81", wanted())
    assert column.rows[0].on == datetime.date(2015, 2, 1)


def test_the_answer_to_the_question_is_used():
    row = only("01/02/2015\t80", style=DateStyle.MONTH_FIRST)
    assert row.on == datetime.date(2015, 1, 2)


def test_dates_in_three_formats_are_refused_where_they_differ_from_the_most():
    text = "13/02/2015\t80\n13/03/2015\t81\n2015-04-13\t82\n13 May 2015\t83"
    column = read_column(text, wanted())
    assert [row.number for row in column.having(Fate.REFUSED)] == [3, 4]
    assert "“2015-04-13” is written unlike the others (day/month/year)" in column.rows[2].reason


@pytest.mark.parametrize(
    "typed, value",
    [("85.7%", 85.7), ("85.7 %", 85.7), ("+85", 85), (" 0 ", 0), ("\u00a085", 85)],
)
def test_a_figure_is_read_as_people_write_it(typed, value):
    assert only(f"13/02/2015\t{typed}").value == value


def test_thousands_are_read_and_a_decimal_comma_is_asked_about():
    assert only("13/02/2015\t1,234", unit="count").value == 1234
    row = only("13/02/2015\t85,7")
    assert (row.fate, row.value) == (Fate.REFUSED, None)
    assert "comma in an odd place. Write 85.7" in row.reason


@pytest.mark.parametrize("blank", ["", "-", "n/a", "N/A", "missing", "—"])
def test_a_blank_is_left_out_and_never_zero(blank):
    row = only(f"13/02/2015\t{blank}")
    assert (row.fate, row.value) == (Fate.BLANK, None)


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("abc", "is not a number"),
        ("=1+1", "is not a number"),
        ("1e5", "is not a number"),
        ("nan", "is not a number"),
        ("٣", "is not a number"),
        ("101", "between 0 and 100"),
        ("-1", "between 0 and 100"),
        ("9" * 60, "is not a number"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_reason(typed, reason):
    row = only(f"13/02/2015\t{typed}")
    assert row.fate is Fate.REFUSED
    assert reason in row.reason


def test_a_percent_sign_is_refused_for_a_measure_in_days():
    assert "not in percent" in only("13/02/2015\t9%", unit="days").reason


def test_shares_from_a_spreadsheet_are_asked_about():
    with pytest.raises(ColumnRefusedError, match=r"If 0\.857 means 85\.7%"):
        read_column("13/02/2015\t0.857\n13/03/2015\t0.9", wanted())
    assert fates("13/02/2015\t0.857%") == ["new"]


def test_the_same_date_twice_is_refused_with_the_row_it_repeats():
    row = read_column("13/02/2015\t80\n13/02/2015\t81", wanted()).rows[1]
    assert row.reason == "The same date as row 1"


def test_a_date_that_has_a_figure_is_not_changed():
    there = {datetime.date(2015, 2, 13): 80.0}
    assert fates("13/02/2015\t80", there=there) == ["same"]
    assert "Correct it there" in only("13/02/2015\t81", there=there).reason


@pytest.mark.parametrize(
    "day, reason", [("13/02/2025", "in the future"), ("13/02/1985", "before 1 January 2000")]
)
def test_a_date_out_of_reason_is_refused(day, reason):
    assert reason in only(f"{day}\t80").reason


@pytest.mark.parametrize("day", ["31/02/2015", "soon", "42036", "2015"])
def test_what_is_no_date_is_refused(day):
    row = read_column(f"13/03/2015\t80\n{day}\t80", wanted()).rows[1]
    assert "is not a date" in row.reason


def test_two_numbers_give_a_percentage():
    row = only("13/02/2015\t12\t48", entered_as="counts")
    assert (row.value, row.numerator, row.denominator) == (25.0, 12, 48)


@pytest.mark.parametrize(
    "typed, counts, note",
    [
        ("1,234 1,500", (1234, 1500), ""),
        ("1,234, 1,500, ward closed, then open", (1234, 1500), "ward closed, then open"),
        ("12 1,500", (12, 1500), ""),
        ("12 , 48", (12, 48), ""),
        ("12, 148 ward 3", (12, 148), "ward 3"),
        ("12,48", (12, 48), ""),
        ("12,48,ward closed", (12, 48), "ward closed"),
        ("1234,1500", (1234, 1500), ""),
    ],
)
def test_two_numbers_without_tabs_are_read_with_their_thousands(typed, counts, note):
    for row in (
        only(f"13/02/2015 {typed}", entered_as="counts"),
        only(typed, entered_as="counts", first=datetime.date(2015, 2, 13)),
    ):
        assert (row.fate, row.numerator, row.denominator) == (Fate.NEW, *counts), row.reason
        assert row.note == note


@pytest.mark.parametrize("typed", ["1,234,500", "45,120", "1,234,1,500", "12,1,500", "1,234,9"])
def test_two_numbers_that_can_be_read_in_two_ways_are_refused(typed):
    for row in (
        only(f"13/02/2015 {typed}", entered_as="counts"),
        only(typed, entered_as="counts", first=datetime.date(2015, 2, 13)),
    ):
        assert (row.fate, row.numerator) == (Fate.REFUSED, None)
        assert f"“{typed}” can be read in more than one way" in row.reason


@pytest.mark.parametrize("typed", ["12,48 ward", "45,120 ward", ",48", "12,", '"1,234","1,500"'])
def test_commas_that_leave_no_two_numbers_are_refused(typed):
    assert only(f"13/02/2015\t{typed}", entered_as="counts").fate is Fate.REFUSED


@pytest.mark.parametrize(
    "cells, reason",
    [
        ("12", "One of the two numbers is missing"),
        ("12\t0", "Out of 0"),
        ("12\t11", "more than all of them"),
        ("1.5\t11", "whole number"),
        ("-1\t11", "whole number"),
    ],
)
def test_two_numbers_that_do_not_fit_are_refused(cells, reason):
    assert reason in only(f"13/02/2015\t{cells}", entered_as="counts").reason


def test_figures_alone_take_their_dates_from_the_first():
    column = read_column("80\n\n82", wanted(first=datetime.date(2015, 1, 31)))
    days = [(row.on.month, row.on.day, row.fate.value) for row in column.rows]
    assert days == [(1, 31, "new"), (2, 28, "blank"), (3, 31, "new")]


def test_figures_alone_without_a_first_date_are_refused():
    with pytest.raises(ColumnRefusedError, match="a date and a figure side by side"):
        read_column("80\n82", wanted())


def test_dates_beside_a_first_date_are_refused():
    with pytest.raises(ColumnRefusedError, match="have dates of their own"):
        read_column("13/02/2015\t80", wanted(first=TODAY))


def test_a_heading_is_left_out_and_said():
    column = read_column("Month\tPercent\n13/02/2015\t80", wanted())
    assert column.had_heading
    assert column.rows[0].number == 2


@pytest.mark.parametrize("text", ["", "  \n\n", "Month\tPercent"])
def test_nothing_at_all_is_refused(text):
    with pytest.raises(ColumnRefusedError, match="at least one row"):
        read_column(text, wanted())


def test_too_many_rows_are_refused():
    with pytest.raises(ColumnRefusedError, match="at most 500 rows at a time; this has 501"):
        read_column("13/02/2015\t80\n" * 501, wanted())


def test_a_column_of_commas_or_blanks_instead_of_tabs_is_read():
    assert fates("13/02/2015, 80\n13/03/2015 81\n13/04/2015;82") == ["new", "new", "new"]


def test_any_text_is_read_or_refused_with_a_sentence():
    @given(st.text(max_size=300))
    def holds(text):
        rows, sentence = (), ""
        try:
            rows = read_column(text, wanted()).rows
        except ColumnRefusedError as refused:
            sentence = refused.sentence
        assert rows or sentence
        assert all(row.reason for row in rows if row.fate is not Fate.NEW)
        assert all(row.on and row.value is not None for row in rows if row.fate is Fate.NEW)

    holds()


def test_any_text_for_two_numbers_is_read_or_refused_with_a_reason():
    @given(st.text("0123456789, .-/\t;x", max_size=40), st.booleans())
    def holds(text, undated):
        more = {"first": datetime.date(2015, 2, 13)} if undated else {}
        try:
            rows = read_column(f"{text}\n7", wanted(entered_as="counts", **more)).rows
        except ColumnRefusedError:
            return
        assert all(row.reason for row in rows if row.fate is not Fate.NEW)

    holds()
