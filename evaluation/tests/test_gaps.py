"""Gaps between groups of patients: hiding, pooling, and what the report says of them."""

import pytest

from evaluation.inputs import GroupRow
from evaluation.loading import load_inputs
from evaluation.loading_groups import without_derivable
from evaluation.report.content import build_content
from evaluation.report.gap_pages import NOTHING, gaps_view
from evaluation.tests.factories import make_evaluable_scheme, make_run
from trusts.models import Question, Score, Trust
from trusts.tests.factories import make_score

FIFTHS = ("1 (most deprived)", "2", "3", "4", "5 (least deprived)")


def rows(*sizes, year=2015):
    return [
        GroupRow("MEE", year, "Q1", str(place), n, 60.0 + place)
        for place, n in enumerate(sizes, 1)
        if n
    ]


def test_where_one_fifth_is_hidden_the_smallest_shown_is_hidden_too():
    kept = without_derivable(rows(30, 25, 0, 40, 50), {})
    assert [row.fifth for row in kept] == ["1", "4", "5"]


@pytest.mark.parametrize("sizes", [(30, 25, 28, 40, 50), (30, 0, 0, 40, 50)])
def test_where_none_or_two_are_hidden_nothing_more_is(sizes):
    assert len(without_derivable(rows(*sizes), {})) == sum(n > 0 for n in sizes)


@pytest.mark.parametrize(
    ("sizes", "total", "kept"),
    [
        ((30, 25, 28, 40, 50), 178, "1345"),  # five patients of no known area
        ((30, 25, 28, 40, 50), 173, "12345"),
        ((30, 25, 28, 40, 50), 194, "12345"),
        ((30, 25, 28, 40, 50), 193, "1345"),
        ((30, 0, 0, 40, 50), 127, "15"),  # seven in two hidden fifths
        ((30, 0, 0, 0, 50), 99, "5"),
    ],
)
def test_what_is_left_over_is_never_a_few_patients(sizes, total, kept):
    shown = without_derivable(rows(*sizes), {("MEE", 2015, "Q1"): total})
    assert "".join(row.fifth for row in shown) == kept


def add_groups(scheme, code, sizes):

    trust = Trust.objects.get(ods_code=code)
    for year, shift in ((scheme.baseline, 0.0), (scheme.follow_up, 4.0)):
        question = Question.objects.get(survey_year=year, number="Q1")
        for place, (name, n) in enumerate(zip(FIFTHS, sizes, strict=True)):
            make_score(
                question,
                trust,
                50.0 + place + shift,
                n=n,
                group_kind="imd_quintile",
                group_name=name,
            )


@pytest.fixture
def content(db):
    scheme = make_evaluable_scheme()
    add_groups(scheme, "MEE", (60, 50, 40, 50, 80))
    return build_content(load_inputs(make_run(scheme)))


def test_the_gap_is_the_most_deprived_less_the_least(content):
    (row,) = content["gaps"]["rows"]
    assert (row["who"], row["trusts"]) == ("mentees", 1)
    assert row["years"][0]["gap"]["value"] == pytest.approx(-4.0)
    assert row["change"]["value"] == pytest.approx(0.0)
    assert row["years"][0]["slope"]["slope"] > 0


def test_the_section_shows_counts_intervals_and_what_could_be_seen(content):
    view = gaps_view(content, 700)
    assert view.chart is not None
    (line,) = view.gaps.rows
    assert line[2] == "−4.0 (60 and 80)"
    assert "could have been noticed" in view.words[1]


def test_a_group_of_twenty_answers_is_in_no_form(db):
    scheme = make_evaluable_scheme()
    Score.objects.filter(org_code="MEE").update(n=240)
    add_groups(scheme, "MEE", (20, 50, 40, 50, 80))
    inputs = load_inputs(make_run(scheme))
    assert {row.fifth for row in inputs.groups} == {"2", "4", "5"}
    assert build_content(inputs)["gaps"]["rows"] == []


def test_without_groups_the_section_says_so(content):
    assert gaps_view({"gaps": {"rows": []}}, 700).words == (NOTHING,)
    assert gaps_view({}, 700).words == (NOTHING,)


def test_pooled_trusts_leave_out_a_fifth_that_one_of_them_hides(db):
    scheme = make_evaluable_scheme()
    add_groups(scheme, "MEE", (60, 0, 0, 50, 80))
    inputs = load_inputs(make_run(scheme))
    (row,) = build_content(inputs)["gaps"]["rows"]
    assert row["years"][0]["slope"] is None
