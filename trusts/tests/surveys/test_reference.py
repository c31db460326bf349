"""Reference lists: trusts, mergers, questions."""

from datetime import date

import pytest

from trusts.surveys.columns import Family
from trusts.surveys.files import open_survey_file
from trusts.surveys.reference import read_questions, read_successions, read_trusts
from trusts.surveys.reference_rows import SuccessionKind
from trusts.surveys.scales import Scale
from trusts.surveys.tables import read_table
from trusts.tests.surveys.making import as_file, csv_text

READERS = {
    Family.TRUSTS: read_trusts,
    Family.SUCCESSIONS: read_successions,
    Family.QUESTIONS: read_questions,
}
TRUSTS = "ods_code,name,town,postcode,lat,lon,foundation_trust,current_code"
MERGERS = "predecessor_code,successor_code,date,type"
QUESTIONS = "survey_year,question,section,text,scale,national_unrounded"


def read(family, header, *rows):
    with open_survey_file(as_file(csv_text(header, *rows)), "list.csv") as file:
        return READERS[family](read_table(file, {family}))


def trusts(*rows):
    return read(Family.TRUSTS, TRUSTS, *rows)


def mergers(*rows):
    return read(Family.SUCCESSIONS, MERGERS, *rows)


def questions(*rows):
    return read(Family.QUESTIONS, QUESTIONS, *rows)


def test_trust_is_read_with_capital_code_and_single_spaces():
    (trust,) = trusts("nm1,  Northmoor   Hospitals ,Moor,kt16 0pz,51.5,-0.2,yes,NM1").rows

    assert (trust.code, trust.name, trust.postcode) == ("NM1", "Northmoor Hospitals", "KT16 0PZ")
    assert (trust.latitude, trust.longitude, trust.foundation_trust) == (51.5, -0.2, True)


def test_what_a_trust_row_does_not_give_stays_open():
    (trust,) = trusts("NM1,Northmoor,,,,,,").rows

    assert (trust.latitude, trust.foundation_trust, trust.current_codes) == (None, None, ())


def test_trust_that_was_split_has_two_current_codes():
    assert trusts("NM1,Northmoor,,,,,,ZQ9|HM2").rows[0].current_codes == ("ZQ9", "HM2")


@pytest.mark.parametrize(
    "row, column, reason",
    [
        (",Northmoor,,,,,,", "ods_code", "The code is missing."),
        ("N!,Northmoor,,,,,,", "ods_code", "three to six letters and digits"),
        ("NM1,,,,,,,", "name", "The name is missing."),
        ("NM1,=cmd|'/c calc',,,,,,", "name", "looks like a formula"),
        (f"NM1,{'x' * 600},,,,,,", "name", "Longer than 500 characters"),
        ("NM1,Northmoor,,KT,,,,", "postcode", "Not a postcode"),
        ("NM1,Northmoor,,,99,0,,", "lat", "Degrees between 49 and 61"),
        ("NM1,Northmoor,,,nan,0,,", "lat", "Degrees between 49 and 61"),
        ("NM1,Northmoor,,,51.5,,,", "lat", "must be given together"),
        ("NM1,Northmoor,,,,,perhaps,", "foundation_trust", "Say yes or no"),
        ("NM1,Northmoor", "(whole row)", "This row has 2 cells"),
    ],
)
def test_bad_trust_row_is_refused_with_row_column_and_reason(row, column, reason):
    checked = trusts("HM2,Highmere,,,,,,", row)

    (cell,) = checked.refused
    assert (cell.row, cell.column, checked.refused_rows) == (3, column, 1)
    assert reason in cell.reason


def test_trust_given_twice_is_refused():
    checked = trusts("NM1,Northmoor,,,,,,", "nm1,Northmoor,,,,,,")

    assert checked.refused[0].reason == "Row 2 gives this already. Keep one of the two."
    assert len(checked.rows) == 1


@pytest.mark.parametrize("day", ["2017-10-01", "01/10/2017", "1/10/2017"])
def test_merger_is_read_with_its_day(day):
    (merger,) = mergers(f"NM1,HM2,{day},acquisition").rows

    assert (merger.on, merger.kind) == (date(2017, 10, 1), SuccessionKind.ACQUISITION)


def test_split_has_a_row_for_each_successor():
    checked = mergers("NM1,HM2,2021-10-01,split: two successors", "NM1,ZQ9,2021-10-01,split")

    assert [row.kind for row in checked.rows] == [SuccessionKind.SPLIT] * 2


@pytest.mark.parametrize(
    "row, reason",
    [
        ("NM1,NM1,2017-10-01,merger", "cannot succeed itself"),
        ("NM1,HM2,2017-13-01,merger", "Not a date"),
        ("NM1,HM2,last spring,merger", "Not a date"),
        ("NM1,HM2,,merger", "The date is missing"),
        ("NM1,HM2,2017-10-01,divorce", "Say merger, acquisition or split."),
        ("NM1,,2017-10-01,merger", "The code is missing."),
    ],
)
def test_bad_merger_is_refused(row, reason):
    assert reason in mergers(row).refused[0].reason


def test_mergers_that_lead_in_a_circle_are_refused():
    checked = mergers(
        "NM1,HM2,2017-10-01,merger", "HM2,ZQ9,2018-10-01,merger", "ZQ9,NM1,2019-10-01,merger"
    )

    (cell,) = checked.refused
    assert (cell.row, cell.column) == (4, "successor_code")
    assert len(checked.rows) == 2


def test_question_is_read_with_its_scale():
    checked = questions(
        "2018,Q1,Seeing your GP,How many times?,percent positive,77.3196",
        "2018,59,Overall,How would you rate it?,mean 0-10,8.8038",
    )

    assert [(q.number, q.scale, q.national) for q in checked.rows] == [
        ("Q1", Scale.PERCENT, 77.3196),
        ("Q59", Scale.MEAN_0_10, 8.8038),
    ]


@pytest.mark.parametrize(
    "row, column",
    [
        ("18,Q1,GP,Text,percent,", "survey_year"),
        ("2018,first,GP,Text,percent,", "question"),
        ("2018,Q1,,Text,percent,", "section"),
        ("2018,Q1,GP,,percent,", "text"),
        ("2018,Q1,GP,Text,stars,", "scale"),
        ("2018,Q59,GP,Text,mean 0-10,88", "national_unrounded"),
    ],
)
def test_bad_question_is_refused(row, column):
    assert [cell.column for cell in questions(row).refused] == [column]
