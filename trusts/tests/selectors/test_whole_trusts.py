"""Trusts that merged, on the profile, the question, the comparison and the pairing."""

import datetime

import numpy as np
import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import TrustSuccession
from trusts.selectors.comparison import compared_trusts
from trusts.selectors.questions import years_of_question
from trusts.selectors.survey_tables import survey_arrays
from trusts.selectors.whole_trusts import scores_of_whole, whole_trust
from trusts.tests.factories import make_question, make_score, make_survey_year, make_trust
from trusts.tests.reading import changes_since, results_of

pytestmark = pytest.mark.django_db
MERGED_ON = datetime.date(2017, 10, 1)


def merge(predecessor, successor, kind="merger"):
    TrustSuccession.objects.create(
        predecessor_code=predecessor.ods_code,
        predecessor_name=predecessor.name,
        successor_code=successor.ods_code,
        successor_name=successor.name,
        date=MERGED_ON,
        kind=kind,
    )


@pytest.fixture
def merged():
    """North and South, listed apart in 2016, are Both in 2018."""
    north, south = make_trust("RW3", name="North"), make_trust("RM2", name="South")
    both = make_trust("R0A", name="Both")
    merge(north, both)
    merge(south, both)
    early, late = make_survey_year(2016), make_survey_year(2018)
    for number in ("Q1", "Q2"):
        before, after = make_question(early, number), make_question(late, number)
        make_score(before, None, 75.0, 9000)
        make_score(after, None, 76.0, 9000)
        make_score(before, north, 60.0, 100, expected_lower=70.0, expected_upper=80.0)
        make_score(before, south, 80.0, 300)
        make_score(after, both, 79.0, 410)
    return both


def year(number):
    return make_survey_year(number)


def test_the_parts_are_put_together_by_answers_and_read_against_our_range(merged):
    row = results_of(merged, year(2016))[0]
    assert (row.n, row.score, row.suppressed) == (400, 75.0, False)
    assert row.expected is None or row.expected_is_ours


def test_a_year_that_lists_the_merged_trust_is_as_published(merged):
    row = results_of(merged, year(2018))[0]
    assert (row.n, row.score) == (410, 79.0)
    held = scores_of_whole(whole_trust(merged), [year(2016), year(2018)])
    assert held.combined_from(year(2018), merged) == ()
    assert [part.name for part in held.combined_from(year(2016), merged)] == ["South", "North"]


def test_the_change_is_that_of_the_whole_at_both_dates(merged):
    changes = changes_since(merged, year(2018))
    assert changes.since == 2016
    assert changes.of["Q1"].difference == pytest.approx(79.0 - 75.0)


def test_a_part_that_is_hidden_hides_the_whole_of_that_question_only(merged):
    early = year(2016)
    early.scores.filter(org_code="RM2", question__number="Q1").update(
        score=None, n=14, suppressed=True
    )
    first, second = results_of(merged, early)
    assert (first.suppressed, first.score, first.n) == (True, None, None)
    assert second.score == 75.0
    assert changes_since(merged, year(2018)).of["Q1"].reason == "Not shown in both years."


def test_a_question_that_one_part_does_not_list_is_not_shown_for_the_whole(merged):
    year(2016).scores.filter(org_code="RM2", question__number="Q1").delete()
    first, second = results_of(merged, year(2016))
    assert (first.suppressed, second.suppressed) == (True, False)


def test_the_acquiring_trust_counts_with_its_own_row():
    big, small = make_trust("RGN", name="Big"), make_trust("RQQ", name="Small")
    merge(small, big, "acquisition")
    question = make_question(year(2016), "Q1")
    make_score(question, big, 70.0, 300)
    make_score(question, small, 90.0, 100)
    assert results_of(big, year(2016))[0].score == 75.0
    assert results_of(small, year(2016))[0].score == 90.0


def test_a_trust_that_was_split_counts_for_neither():
    old, one, other = (make_trust(code) for code in ("RW6", "RM3", "R0A"))
    for successor in (one, other):
        merge(old, successor, "split")
    make_score(make_question(year(2016), "Q1"), old, 70.0, 300)
    assert results_of(one, year(2016)) == results_of(other, year(2016)) == []


def test_the_question_page_shows_the_whole_over_the_years(merged):
    question = year(2018).questions.get(number="Q1")
    rows = {row.year: row for row in years_of_question(question, year(2018), "R0A")}
    assert (rows[2016].trust, rows[2018].trust) == (75.0, 79.0)
    assert rows[2016].national == 75.0


def test_the_comparison_shows_the_whole(merged):
    asked = compared_trusts(year(2016), [merged, make_trust("ZZZ")])[0]
    assert (asked.results[0].score, asked.results[1]) == (75.0, None)


def test_the_pairing_scores_the_whole_and_not_its_parts_beside_it(merged):
    table = survey_arrays(year(2016), also=("R0A",)).table
    assert table.trusts == ("R0A",)
    assert table.proportion[0] == pytest.approx([0.75, 0.75])
    assert table.answers[0].tolist() == [400, 400]
    apart = survey_arrays(year(2016)).table
    assert apart.trusts == ("RM2", "RW3")


def test_the_pairing_has_nothing_where_a_part_is_hidden(merged):
    early = year(2016)
    early.scores.filter(org_code="RM2", question__number="Q1").update(
        score=None, n=14, suppressed=True
    )
    table = survey_arrays(early, also=("R0A",)).table
    assert np.isnan(table.proportion[0]).tolist() == [True, False]


def test_the_profile_says_which_trusts_were_put_together(client, merged):
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    here = reverse("trust_detail", args=[merged.ods_code])
    said = client.get(here, {"year": year(2016).pk}).content.decode()
    assert "Results of 2016 are those of South (RM2) and North (RW3), put together" in said
    file = client.get(here, {"year": year(2016).pk, "download": "csv"}).content.decode()
    assert "put together by how many answered" in file
    alone = reverse("trust_detail", args=["RW3"])
    assert "put together" not in client.get(alone).content.decode()
