"""A survey year as arrays: what stands for the country where nothing national was published."""

import pytest

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
