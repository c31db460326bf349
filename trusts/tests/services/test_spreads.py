"""What all trusts' scores add up to is stored when results come in, and read by the pages."""

import numpy as np
import pytest
from django.db import IntegrityError

from trusts.models import QuestionSpread
from trusts.selectors.spreads import spreads_of, worked_out
from trusts.services.rolling_back import roll_back_import
from trusts.services.spreads import refresh_spreads
from trusts.surveys.expected_range import variance_between_trusts
from trusts.tests.factories import make_question, make_score, make_survey_year, make_trust
from trusts.tests.reading import results_of
from trusts.tests.surveys.importing import imported, make_survey

pytestmark = pytest.mark.django_db
SCORES = (50.0, 62.0, 70.0, 74.0, 76.0, 90.0)
ANSWERS = (300, 250, 200, 400, 120, 90)


@pytest.fixture
def question():
    made = make_question(make_survey_year(2016), "Q18")
    for score, n in zip(SCORES, ANSWERS, strict=True):
        make_score(made, make_trust(), score, n)
    make_score(made, make_trust(), None, 9)
    return made


def test_an_import_stores_the_spread_of_each_question():
    year = make_survey()
    imported(None, year)
    found = QuestionSpread.objects.get(question__number="Q1")
    assert (found.shown, found.hidden, found.country_is_published) == (2, 1, False)
    assert found.country == pytest.approx((1204 * 63.8 + 449 * 70.6) / 1653)


def test_rolling_back_works_the_spread_out_anew():
    year = make_survey()
    roll_back_import(by=None, survey_import=imported(None, year), reason="Wrong file")
    assert QuestionSpread.objects.get(question__number="Q1").shown == 0


def test_figures_are_those_of_the_scores_shown(question):
    (found,) = worked_out(question.survey_year)
    assert (found.shown, found.hidden) == (6, 1)
    assert found.lowest_tenth == pytest.approx(np.quantile(SCORES, 0.1))
    assert found.middle == pytest.approx(72.0)
    assert found.between == pytest.approx(variance_between_trusts(SCORES, ANSWERS, found.country))


def test_a_published_country_goes_first(question):
    make_score(question, None, 71.0, 9000)
    (found,) = worked_out(question.survey_year)
    assert (found.country, found.answers, found.country_is_published) == (71.0, 9000, True)


def test_stored_spreads_are_read_in_one_query(question, django_assert_num_queries):
    refresh_spreads(question.survey_year)
    with django_assert_num_queries(1):
        assert spreads_of([question.survey_year])[question.pk].shown == 6


def test_our_range_is_the_same_from_the_stored_spread_as_worked_out(question):
    trust = question.scores.filter(suppressed=False).first().trust
    (live,) = results_of(trust, question.survey_year)
    refresh_spreads(question.survey_year)
    (stored,) = results_of(trust, question.survey_year)
    assert live.expected_is_ours
    assert stored == live


def test_a_variance_below_zero_cannot_be_stored(question):
    with pytest.raises(IntegrityError):
        QuestionSpread.objects.create(question=question, between=-0.1)
