"""What people wrote and answered: a lead's words, the closed team survey, credited partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from evaluation.inputs import TeamSurveyInput, WordsInput
from evaluation.models import EvaluationRun, TeamSurvey, TeamSurveyAnswer
from evaluation.selectors.team_surveys import (
    answers_to,
    consented_quotes,
    newest_text,
    results_of,
)
from improvement_plans.models import Credit, PlanGuest


def words_of(run: EvaluationRun) -> WordsInput | None:
    """The newest version of the foreword and the context; None before anything was written."""
    text = newest_text(run.scheme)
    if text is None or not (text.foreword.strip() or text.context.strip()):
        return None
    return WordsInput(text.version, text.foreword, text.context)


def team_survey_of(closed: Iterable[TeamSurveyInput]) -> TeamSurveyInput | None:
    """The team survey of the whole scheme, of those that are closed."""
    return next((each for each in closed if not each.cohort), None)


def cohort_surveys_of(closed: Iterable[TeamSurveyInput]) -> tuple[TeamSurveyInput, ...]:
    """The team surveys of the scheme's cohorts, of those that are closed.

    Each stays by itself: a sum over cohorts would tell of the few in one that is hidden.
    """
    return tuple(each for each in closed if each.cohort)


def closed_surveys(run: EvaluationRun) -> list[TeamSurveyInput]:
    """The scheme's closed team surveys, the earliest cohort first: three queries for any number.

    Closed ones only: what an open one says could be told apart later.
    """
    today = timezone.localdate()
    surveys = (
        TeamSurvey.objects.filter(scheme=run.scheme)
        .select_related("cohort")
        .prefetch_related("items")
        .order_by("cohort__starts_on", "pk")
    )
    closed = [survey for survey in surveys if not survey.is_open(today)]
    answers = answers_to(closed)
    return [_told(survey, answers.get(survey.pk, [])) for survey in closed]


def _told(survey: TeamSurvey, answers: Sequence[TeamSurveyAnswer]) -> TeamSurveyInput:
    found = results_of(survey, answers)
    return TeamSurveyInput(
        cohort=survey.cohort.name if survey.cohort else "",
        closed_on=str(survey.closes_on),
        teams=found.teams,
        answers=found.answers,
        items=tuple((item.text, item.n, item.positive) for item in found.items),
        recommends=(found.recommends.n, found.recommends.positive),
        quotes=tuple(consented_quotes(answers)) if found.answers else (),
    )


def partners_of(run: EvaluationRun) -> tuple[str, ...]:
    """Lived-experience partners by the names they agreed to; nobody else is named."""
    guests = (
        PlanGuest.objects.filter(plan__scheme=run.scheme_id)
        .exclude(credit=Credit.NONE)
        .select_related("user")
    )
    return tuple(sorted({guest.shown_as for guest in guests}))
