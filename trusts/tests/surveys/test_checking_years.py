"""Which survey year a table is of, and what becomes of rows of other years."""

import pytest

from trusts.surveys.refusals import YearNotClear
from trusts.tests.surveys.making import check_scores

GOOD = "NM1,Northmoor,2016,Q1,449.0,75.0,False"


def test_rows_of_other_years_are_counted_and_left_out_unread():
    table = check_scores(GOOD, "XX,,2015,Q99,x,y,z", "NM1,,2017,Q1,30,75,")

    assert (table.rows_read, table.other_years) == (1, {2015: 1, 2017: 1})
    assert table.refused == ()


def test_several_years_without_a_year_asked_for_are_refused():
    with pytest.raises(YearNotClear, match=r"several survey years \(2015, 2016 and 2017\)"):
        check_scores(GOOD, "NM1,,2017,Q1,30,75,", "NM1,,2015,Q1,30,75,", year=None)


def test_one_year_in_the_table_needs_not_be_asked_for():
    assert check_scores(GOOD, year=None).year == 2016


def test_year_that_the_table_does_not_hold_is_refused():
    with pytest.raises(YearNotClear, match=r"no rows of 2014\. It holds 2016"):
        check_scores(GOOD, year=2014)


def test_table_without_a_year_takes_the_one_asked_for_or_is_refused():
    header, row = "org_code,question,n,score", "NM1,Q1,30,75"

    assert check_scores(row, header=header, year=2018).scores.at(0).key.year == 2018
    with pytest.raises(YearNotClear, match="no year column"):
        check_scores(row, header=header, year=None)


def test_table_without_one_readable_year_is_refused():
    with pytest.raises(YearNotClear, match="No row of the table says its survey year"):
        check_scores("NM1,,?,Q1,30,75,", year=None)
