"""The shipped catalogue of 2015 to 2018."""

from datetime import date

from trusts.surveys.catalogue import QUESTIONS, SURVEY_YEARS, WITHOUT_VALUE
from trusts.surveys.scales import Scale


def test_catalogue_has_the_52_scored_questions():
    assert len(QUESTIONS) == 52
    assert all(number == facts.number for number, facts in QUESTIONS.items())


def test_only_q59_is_a_mean():
    means = [number for number, facts in QUESTIONS.items() if facts.scale is Scale.MEAN_0_10]

    assert means == ["Q59"]


def test_labels_are_short_and_told_apart():
    labels = [facts.label for facts in QUESTIONS.values()]

    assert all(2 <= len(label.split()) <= 6 for label in labels)
    assert len(set(labels)) == 52


def test_each_year_sampled_april_to_june_and_names_its_source():
    for year, facts in SURVEY_YEARS.items():
        assert (facts.sample_from, facts.sample_to) == (date(year, 4, 1), date(year, 6, 30))
        assert facts.sample_note
        assert facts.published


def test_sample_window_of_2015_says_that_it_is_not_verified():
    assert "not verified" in SURVEY_YEARS[2015].sample_note


def test_three_questions_have_no_value_in_2015():
    assert WITHOUT_VALUE == {2015: ("Q5", "Q8", "Q25")}
