"""Headers: the spellings of the published tables, and refusals that say what is missing."""

import pytest

from trusts.surveys.columns import Family, find_header, recognise
from trusts.surveys.refusals import HeadersNotUnderstood

# The header rows of the published NCPES tables 2015-2018 and the reference lists.
PUBLISHED = {
    Family.SCORES: "org_code,org_name,alliance,year,question,n,score,suppressed,source",
    Family.ADJUSTED: "org_code,org_name,alliance,question,n,unadj,unadj_lci,unadj_uci,adj_score,"
    "adj_unrounded,adj_lci,adj_uci,expected_lower,expected_upper,band,suppressed,source",
    Family.SUBGROUP: "level,org_code,org_name,tumour_group,question,n,score,suppressed,source",
    Family.NATIONAL: "org_code,org_name,alliance,year,question,n,score,suppressed,sig_2017_2018,"
    "sig_overall",
    Family.QUESTIONS: "survey_year,question,section,text,scale,"
    "national_unrounded_from_expected_range,source",
    Family.TRUSTS: "ods_code,name_2018,name_rcpch_2024,town,postcode,cancer_alliance_2018,icb_code,"
    "icb_name,region,lat,lon,lat_lon_note,foundation_trust,current_code_2025,name_2025,"
    "postcode_2025_hq,specialist_cancer_trust",
    Family.SUCCESSIONS: "predecessor_code,predecessor_name,successor_code,successor_name,date,type,"
    "evidence",
}


@pytest.mark.parametrize("family", PUBLISHED)
def test_published_header_is_recognised_as_its_family(family):
    assert recognise(PUBLISHED[family].split(",")).family is family


@pytest.mark.parametrize("change", [str.upper, str.title, lambda h: f" {h.replace('_', ' ')} "])
@pytest.mark.parametrize("family", PUBLISHED)
def test_case_spaces_and_underscores_do_not_matter(family, change):
    header = [change(name) for name in PUBLISHED[family].split(",")]

    assert recognise(header).position == recognise(PUBLISHED[family].split(",")).position


def test_headers_of_national_workbooks_are_recognised():
    header = [
        "Trust code",
        "Trust name",
        "Question number",
        "Number of responses",
        "Unadjusted score",
        "Case mix adjusted score",
        "Lower confidence interval",
        "Upper confidence interval",
        "Lower expected range",
        "Upper expected range",
    ]

    assert recognise(header).family is Family.ADJUSTED


@pytest.mark.parametrize("column", ["IMD Quintile", "Gender", "Tumour group", "Age group"])
def test_any_patient_group_makes_a_subgroup_table(column):
    assert recognise(["org_code", column, "question", "n", "score"]).family is Family.SUBGROUP


def test_two_patient_groups_at_once_are_refused():
    with pytest.raises(HeadersNotUnderstood, match="tumour group and gender at once"):
        recognise(["org_code", "gender", "tumour_group", "question", "n", "score"])


def test_missing_columns_are_listed_with_those_found():
    with pytest.raises(HeadersNotUnderstood) as refusal:
        recognise(["Trust code", "Question", "Smiles"])

    assert refusal.value.missing == ("n", "score")
    assert refusal.value.found == ("Trust code", "Question", "Smiles")
    assert "the number of respondents (n), the score (score)" in str(refusal.value)


def test_scores_without_a_question_are_not_taken_for_a_list_of_trusts():
    with pytest.raises(HeadersNotUnderstood) as refusal:
        recognise(["org_code", "org_name", "n", "score"])

    assert refusal.value.missing == ("question",)


def test_half_an_expected_range_is_refused():
    with pytest.raises(HeadersNotUnderstood, match="upper end of the expected range"):
        recognise(["org_code", "question", "n", "score", "adj_score", "expected_lower"])


def test_two_columns_for_one_thing_are_refused():
    with pytest.raises(HeadersNotUnderstood, match="score and unadj say the same"):
        recognise(["org_code", "question", "n", "score", "unadj"])


def test_unit_in_the_header_decides_between_percent_and_proportion():
    percent = recognise(["org_code", "question", "n", "Score (%)"])
    proportion = recognise(["org_code", "question", "n", "score (proportion)"])

    assert percent.fractions == frozenset()
    assert proportion.fractions == {"score"}


def test_header_of_no_words_is_no_column():
    assert recognise(["org_code", "", "%", "question", "n", "score"]).position["score"] == 5


def test_header_is_found_below_titles():
    rows = [["National results"], [], ["org_code", "question", "n", "score"], ["NM1"]]

    assert find_header(rows)[0] == 3


def test_table_without_header_says_what_is_missing():
    with pytest.raises(HeadersNotUnderstood) as refusal:
        find_header([["NM1", "Q1", "449", "75"]])

    assert "org_code" in refusal.value.missing


def test_nothing_at_all_has_no_headers():
    with pytest.raises(HeadersNotUnderstood, match="Found: no headers"):
        find_header([])
