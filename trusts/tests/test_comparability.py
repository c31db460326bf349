"""The default rule, what people said, and what nobody can say."""

import pytest

from trusts.comparability import REDESIGNED_IN, Answer, Asked, Said, comparability_of

NCPES = REDESIGNED_IN["ncpes"]
YES = Said(Answer.YES, "Same wording.")


def asked(year, scale="percent"):
    return Asked(year, scale)


@pytest.mark.parametrize(
    "earlier, later, answer",
    [
        (2015, 2016, "yes"),
        (2016, 2018, "yes"),
        (2014, 2015, "no"),
        (2014, 2016, "no"),
        (2019, 2021, "no"),
        (2021, 2022, "yes"),
    ],
)
def test_default_rule_of_the_national_survey(earlier, later, answer):
    verdict = comparability_of(earlier=asked(earlier), later=asked(later), redesigned_in=NCPES)
    assert verdict.answer == answer
    assert verdict.is_comparable == (answer == "yes")
    assert not verdict.by_person


def test_a_survey_without_redesigns_compares_any_two_years():
    assert comparability_of(earlier=asked(2014), later=asked(2015)).is_comparable


def test_what_a_person_said_beats_the_default():
    verdict = comparability_of(
        earlier=asked(2014), later=asked(2015), said=YES, redesigned_in=NCPES
    )
    assert verdict.is_comparable
    assert verdict.by_person
    assert verdict.reason == "Same wording."


def test_changed_wording_may_be_compared_with_care():
    said = Said(Answer.CHANGED, "“Doctor” became “staff”.")
    assert comparability_of(earlier=asked(2015), later=asked(2016), said=said).is_comparable


@pytest.mark.parametrize("earlier, later", [(None, asked(2016)), (asked(2015), None), (None, None)])
def test_a_question_not_asked_in_both_years_is_never_comparable(earlier, later):
    verdict = comparability_of(earlier=earlier, later=later, said=YES)
    assert not verdict.is_comparable
    assert verdict.reason == "Not asked in both years."


def test_different_scales_are_never_comparable():
    verdict = comparability_of(earlier=asked(2015), later=asked(2016, "mean_0_10"), said=YES)
    assert not verdict.is_comparable
