"""Where the trusts lie on each question of a year: as stored at import, else worked out now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q

from trusts.models import Level, Question, QuestionSpread, Scale, Score, SurveyYear
from trusts.selectors.questions import SHOWN


def spreads_of(survey_years: Iterable[SurveyYear]) -> dict[int, QuestionSpread]:
    """The spread of every question of the years, by the question's id.

    One query where imports have stored them; three more for each year where none has.
    """
    years = list(survey_years)
    stored = {
        found.question_id: found
        for found in QuestionSpread.objects.filter(question__survey_year__in=years).select_related(
            "question"
        )
    }
    known = {found.question.survey_year_id for found in stored.values()}
    for year in years:
        if year.pk not in known:
            stored |= {found.question_id: found for found in worked_out(year)}
    return stored


def worked_out(survey_year: SurveyYear) -> list[QuestionSpread]:
    """The spreads of a year from its scores, not yet stored. Three queries."""
    # Imported here: it brings numpy, which a web worker does not need at start.
    from trusts.surveys.spreads import spread_of_scores

    national = {
        pk: (score, n)
        for pk, score, n in Score.objects.filter(
            survey_year=survey_year, level=Level.NATIONAL, group_kind=""
        ).values_list("question_id", "score", "n")
    }
    questions = Question.objects.filter(survey_year=survey_year).in_bulk()
    seen = Q(suppressed=False, n__gt=0) & (Q(score__isnull=False) | Q(adjusted__isnull=False))
    rows = (
        Score.objects.filter(survey_year=survey_year, level=Level.TRUST, group_kind="")
        .order_by()
        .values("question_id")
        .annotate(
            scores=ArrayAgg(SHOWN, filter=seen, order_by="org_code"),
            respondents=ArrayAgg("n", filter=seen, order_by="org_code"),
            hidden=Count("pk", filter=Q(suppressed=True)),
        )
    )
    trusts: dict[int, dict[str, Any]] = {row["question_id"]: dict(row) for row in rows}
    return [
        QuestionSpread(
            question=question,
            answers=national.get(pk, (None, None))[1],
            hidden=trusts.get(pk, {}).get("hidden", 0),
            **spread_of_scores(
                trusts.get(pk, {}).get("scores") or [],
                trusts.get(pk, {}).get("respondents") or [],
                published=national.get(pk, (None, None))[0],
                is_mean=question.scale == Scale.MEAN_0_10,
            ),
        )
        for pk, question in questions.items()
    ]
