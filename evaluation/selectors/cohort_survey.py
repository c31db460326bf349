"""The team survey as a cohort's report tells it: whole, closed, and hidden under five answers."""

from __future__ import annotations

import datetime

from evaluation.selectors.team_surveys import (
    answers_to,
    consented_quotes,
    results_of,
    survey_of_cohort,
)
from evaluation.team_results import FEWEST_SHOWN
from improvement_plans.collaborating.team_survey import Statement, TeamSurveyResults


def survey_for_cohorts(cohort_id: int, on: datetime.date) -> TeamSurveyResults | None:
    """The survey of a cohort, or of its whole scheme where that was asked; never a part of one.

    An open survey tells nothing: two readings of it would tell what came in between.
    """
    survey = survey_of_cohort(cohort_id)
    if survey is None:
        return None
    closes_on, is_open = survey.closes_on, survey.is_open(on)
    is_own = survey.cohort_id is not None
    if is_open:
        return TeamSurveyResults(closes_on, is_open, FEWEST_SHOWN, asked_one_cohort=is_own)
    answers = answers_to([survey]).get(survey.pk, [])
    found = results_of(survey, answers)
    return TeamSurveyResults(
        closes_on,
        is_open,
        FEWEST_SHOWN,
        asked_one_cohort=is_own,
        organisations=found.teams,
        answers=found.answers,
        statements=tuple(
            Statement(each.text, each.n, each.percent) for each in (*found.items, found.recommends)
        ),
        quotes=tuple(consented_quotes(answers)) if found.answers else (),
    )
