"""What the survey years hold: their questions, imports and how many results."""

from __future__ import annotations

from trusts.models import Level, Question, Score, SurveyYear, Trust
from trusts.surveys.catalogue import QuestionFacts
from trusts.surveys.scales import Scale


def known_trusts() -> dict[str, str]:
    """Name of every trust by its ODS code. One query."""
    return dict(Trust.objects.values_list("ods_code", "name"))


def question_facts(survey_year: SurveyYear) -> dict[str, QuestionFacts]:
    """The questions of a survey year by number, in the order of the questionnaire. One query."""
    return {
        number: QuestionFacts(number, section, label, Scale(scale))
        for number, section, label, scale in Question.objects.filter(survey_year=survey_year)
        .order_by("position", "number")
        .values_list("number", "section", "label", "scale")
    }


def respondents_of_shown_totals(survey_year: SurveyYear) -> dict[tuple[str, str], int]:
    """Answers behind the scores of all patients that are shown, by (ODS code, question).

    With these a table of patient groups alone can be seen to give a hidden score away.
    """
    return {
        (code, number): int(n or 0)
        for code, number, n in Score.objects.filter(
            survey_year=survey_year,
            level=Level.TRUST,
            group_kind="",
            suppressed=False,
            n__isnull=False,
        )
        .order_by()
        .values_list("org_code", "question__number", "n")
    }
