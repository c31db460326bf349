"""A trust's results, the expected ranges, the comparability map and what a scheme can detect."""

import pytest

from trusts.expected_range import our_expected_range, wilson_range
from trusts.models import Comparability
from trusts.refusals import NotFound
from trusts.selectors.comparability import comparability_between, comparability_row
from trusts.selectors.results import years_with_results
from trusts.selectors.schemes import scheme_counts, scheme_detectable_effect
from trusts.selectors.whole_trusts import whole_trust
from trusts.tests.factories import (
    make_pair,
    make_participation,
    make_question,
    make_scheme,
    make_score,
    make_survey_year,
    make_trust,
)
from trusts.tests.reading import results_of

YEAR = 2016


def test_wilson_interval_of_a_published_example():
    """Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263."""
    low, high = wilson_range(100 * 81 / 263, 263)
    assert (round(low, 2), round(high, 2)) == (25.53, 36.62)


def test_wilson_stays_within_the_scale_at_its_ends():
    assert wilson_range(0, 20)[0] == pytest.approx(0)
    assert wilson_range(100, 20)[1] == pytest.approx(100)


@pytest.mark.parametrize("percent, n", [(50, 0), (-1, 10), (101, 10)])
def test_no_interval_without_answers_or_outside_the_scale(percent, n):
    with pytest.raises(ValueError, match="at least one answer"):
        wilson_range(percent, n)


def test_our_range_is_wider_where_trusts_differ():
    plain, spread = our_expected_range(75, 300, 0.0), our_expected_range(75, 300, 0.001)
    assert plain[0] == pytest.approx(70.1, abs=0.01)
    assert spread[0] < plain[0] < 75 < plain[1] < spread[1]


@pytest.mark.parametrize("arguments", [(75, 0, 0.0), (75, 10, -0.1), (120, 10, 0.0)])
def test_our_range_refuses_what_cannot_be(arguments):
    with pytest.raises(ValueError, match="a range needs"):
        our_expected_range(*arguments)


@pytest.fixture
def trust(db):
    return make_trust("RTR")


def result_of(trust, score=63.8, n=298, **fields):
    year = make_survey_year(YEAR)
    question = make_question(year, "Q18", section="Nurse")
    make_score(question, trust, score, n, **fields)
    make_score(question, None, 74.0, 9000)
    return results_of(trust, year)[0]


PUBLISHED = {"expected_lower": 68.4, "expected_upper": 79.4}


def test_a_published_range_is_shown_and_read(trust):
    row = result_of(trust, **PUBLISHED)
    assert (row.expected, row.expected_is_ours, row.reading) == ((68.4, 79.4), False, "below")
    assert row.national == 74.0


def test_the_published_band_wins_over_rounded_scores(trust):
    assert result_of(trust, score=68.0, **PUBLISHED, band="as_expected").reading == "within"


def test_the_adjusted_score_and_interval_are_taken_where_published(trust):
    row = result_of(trust, adjusted=65.1, lower=60.0, upper=70.0)
    assert (row.score, row.interval) == (65.1, (60.0, 70.0))


def test_without_a_published_range_ours_is_worked_out(trust):
    year = make_survey_year(YEAR)
    question = make_question(year, "Q18")
    make_score(question, None, 74.0, 9000)
    make_score(question, trust, 50.0, 300)
    for score in (70.0, 74.0, 76.0, 78.0):
        make_score(question, make_trust(), score, 300)
    (row,) = results_of(trust, year)
    assert (row.expected_is_ours, row.reading) == (True, "below")


def test_a_suppressed_result_has_no_score_range_or_reading(trust):
    row = result_of(trust, score=None, n=9, **PUBLISHED)
    assert (row.suppressed, row.score, row.interval, row.expected, row.reading) == (
        True,
        None,
        None,
        None,
        None,
    )


def test_few_answers_get_no_verdict(trust):
    row = result_of(trust, n=18, **PUBLISHED)
    assert (row.is_few, row.reading) == (True, None)


def test_a_mean_is_kept_on_its_own_scale(trust):
    year = make_survey_year(YEAR)
    question = make_question(year, "Q59", scale="mean_0_10")
    make_score(question, trust, 8.57, 300)
    (row,) = results_of(trust, year)
    assert (row.score, row.interval, row.expected) == (8.57, None, None)


def test_years_are_those_with_a_result_newest_first(trust):
    for year in (2015, 2016, 2017):
        question = make_question(make_survey_year(year), "Q1")
        if year != 2016:
            make_score(question, trust)
    assert [year.year for year in years_with_results(whole_trust(trust))] == [2017, 2015]


@pytest.mark.django_db
def test_the_map_joins_both_years_and_what_people_said():
    early, late = make_survey_year(2015), make_survey_year(2016)
    for number, years in (("Q1", (early, late)), ("Q2", (early,)), ("Q3", (early, late))):
        for year in years:
            make_question(year, number)
    Comparability.objects.create(
        survey=early.survey,
        question_number="Q3",
        earlier_year=2015,
        later_year=2016,
        answer="changed",
        reason="New wording.",
    )
    found = comparability_between(early, late)
    assert {number: str(verdict.answer) for number, verdict in found.items()} == {
        "Q1": "yes",
        "Q2": "no",
        "Q3": "changed",
    }
    with pytest.raises(NotFound):
        comparability_row(early, late, "Q9")


@pytest.mark.django_db
def test_the_national_survey_is_not_compared_across_its_redesign():
    years = [make_survey_year(year, slug="ncpes") for year in (2014, 2015)]
    for year in years:
        make_question(year, "Q1")
    assert not comparability_between(*years)["Q1"].is_comparable


@pytest.mark.django_db
def test_counts_of_a_scheme():
    scheme = make_scheme()
    make_pair(scheme, make_trust(), make_trust())
    make_participation(scheme, make_trust(), state="applied")
    make_participation(scheme, make_trust(), "both", capacity=3)
    counts = scheme_counts(scheme)
    assert (counts.mentees, counts.mentors, counts.places) == (2, 2, 5)
    assert (counts.live_pairs, counts.waiting_applications) == (1, 1)


@pytest.mark.django_db
def test_the_detectable_effect_takes_typical_answers_of_the_baseline():
    scheme = make_scheme()
    question = make_question(scheme.baseline, "Q1")
    make_score(question, None, 75.0, 9000)
    for n in (100, 300, 500, None):
        make_score(question, make_trust(), 70.0, n)
    effect = scheme_detectable_effect(scheme, 1)
    assert (effect.answers, effect.mentees, effect.comparators) == (300, 1, 3)


@pytest.mark.django_db
def test_without_results_nothing_is_said_about_what_can_be_detected():
    assert scheme_detectable_effect(make_scheme(), 5) is None
