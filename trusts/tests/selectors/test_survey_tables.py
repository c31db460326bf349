"""A survey year as arrays: what stands for the country, and for trusts that are listed no more."""

import datetime
import math

import pytest

from trusts.models import TrustSuccession
from trusts.selectors.survey_tables import survey_arrays
from trusts.tests.factories import make_question, make_score, make_survey_year, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    made = make_question(make_survey_year(), "Q1")
    make_score(made, make_trust("AAA"), 80.0, 300)
    make_score(made, make_trust("BBB"), 60.0, 100)
    return made


def test_without_a_national_score_all_trusts_together_stand_in(question):
    table = survey_arrays(question.survey_year).table
    assert table.national.tolist() == [pytest.approx(0.75)]


def test_a_published_national_score_goes_first(question):
    make_score(question, None, 70.0, 400)
    assert survey_arrays(question.survey_year).table.national.tolist() == [pytest.approx(0.7)]


def test_suppressed_trusts_take_no_part_in_the_mean(question):
    make_score(question, make_trust("CCC"), None, None)
    assert survey_arrays(question.survey_year).table.national.tolist() == [pytest.approx(0.75)]


def test_a_question_that_nobody_was_scored_on_is_left_out(question):
    other = make_question(question.survey_year, "Q2")
    make_score(other, make_trust("DDD"), None, None)
    arrays = survey_arrays(question.survey_year)
    assert list(arrays.questions) == ["Q1"]


@pytest.fixture
def withdrawn(question):
    """PPP became part of AAA, and the year lists AAA only."""
    make_trust("PPP")
    return TrustSuccession.objects.create(
        predecessor_code="PPP",
        predecessor_name="PPP",
        successor_code="AAA",
        successor_name="AAA",
        date=datetime.date(2014, 10, 1),
        kind="merger",
    )


def answers_of(question, *codes) -> dict[str, float]:
    table = survey_arrays(question.survey_year, also=codes).table
    return dict(zip(table.trusts, table.answers[:, 0].tolist(), strict=True))


@pytest.mark.usefixtures("withdrawn")
def test_a_trust_that_the_year_counts_under_its_successor_has_the_results_of_that(question):
    assert answers_of(question, "PPP") == {"AAA": 300, "BBB": 100, "PPP": 300}
    table = survey_arrays(question.survey_year, also=("PPP",)).table
    assert table.national.tolist() == [pytest.approx(0.75)]


@pytest.mark.usefixtures("withdrawn")
def test_results_are_not_told_twice_where_the_successor_takes_part_itself(question):
    assert answers_of(question, "AAA", "PPP")["PPP"] != answers_of(question, "AAA", "PPP")["AAA"]


def test_a_withdrawn_trust_that_was_split_has_no_results(question, withdrawn):
    TrustSuccession.objects.filter(pk=withdrawn.pk).update(kind="split")
    assert math.isnan(answers_of(question, "PPP")["PPP"])
