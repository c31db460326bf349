"""The team survey as a cohort's report tells it: whole, closed, and hidden under five answers."""

from __future__ import annotations

import datetime

from evaluation.models import TeamSurvey
from evaluation.selectors.team_surveys import consented_quotes, results_of
from evaluation.team_results import FEWEST_SHOWN
from improvement_plans.collaborating.team_survey import Statement, TeamSurveyResults


def survey_for_cohorts(scheme_id: int, on: datetime.date) -> TeamSurveyResults | None:
    """The survey of a cohort's scheme. Never one cohort's alone: what is left over would be told.

    An open survey tells nothing: two readings of it would tell what came in between.
    """
    survey = TeamSurvey.objects.filter(scheme=scheme_id).prefetch_related("items").first()
    if survey is None:
        return None
    closes_on, is_open = survey.closes_on, survey.is_open(on)
    if is_open:
        return TeamSurveyResults(closes_on, is_open, FEWEST_SHOWN)
    found = results_of(survey)
    return TeamSurveyResults(
        closes_on,
        is_open,
        FEWEST_SHOWN,
        organisations=found.teams,
        answers=found.answers,
        statements=tuple(
            Statement(each.text, each.n, each.percent) for each in (*found.items, found.recommends)
        ),
        quotes=tuple(consented_quotes(survey)) if found.answers else (),
    )
