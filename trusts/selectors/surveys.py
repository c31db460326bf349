"""What the survey years hold: their questions, imports and how many results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from buddy_portal.accounts.access import Access
from trusts import rules
from trusts.models import (
    ImportState,
    Level,
    Question,
    Score,
    Survey,
    SurveyImport,
    SurveyYear,
    Trust,
)
from trusts.refusals import NotFound
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


@dataclass(frozen=True)
class YearOverview:
    """A survey year in the list of all: what is there, and the last import."""

    year: SurveyYear
    questions: int
    has_results: bool
    has_national: bool
    last_import: SurveyImport | None


def survey_year_overviews() -> list[YearOverview]:
    """All survey years by survey, newest first. Two queries."""
    of_this_year = Score.objects.filter(survey_year=OuterRef("pk"), group_kind="")
    years = (
        SurveyYear.objects.select_related("survey")
        .annotate(
            question_count=Count("questions"),
            has_results=Exists(of_this_year.filter(level=Level.TRUST)),
            has_national=Exists(of_this_year.filter(level=Level.NATIONAL)),
        )
        .order_by("survey__name", "-year")
    )
    latest = {
        found.survey_year_id: found
        for found in SurveyImport.objects.filter(state=ImportState.COMMITTED)
        .order_by("survey_year_id", "-committed_at")
        .distinct("survey_year_id")
        .defer("content", "refused", "changes", "notes")
    }
    return [
        YearOverview(
            year=year,
            questions=year.question_count,
            has_results=year.has_results,
            has_national=year.has_national,
            last_import=latest.get(year.pk),
        )
        for year in years
    ]


def survey_year_by_id(year_id: int) -> SurveyYear:
    """A survey year with its survey."""
    found = SurveyYear.objects.select_related("survey").filter(pk=year_id).first()
    if found is None:
        raise NotFound("There is no such survey year.")
    return found


def stored_years() -> list[tuple[int, str, int, str]]:
    """(id, slug, year, name of the survey) of all survey years, newest first. One query."""
    return list(
        SurveyYear.objects.order_by("-year", "survey__name").values_list(
            "pk", "survey__slug", "year", "survey__name"
        )
    )


def surveys() -> QuerySet[Survey]:
    """The surveys, by name."""
    return Survey.objects.order_by("name")


def imports(*, survey_year: SurveyYear | None = None) -> QuerySet[SurveyImport]:
    """Imports, newest first, without what they hold in full."""
    found = SurveyImport.objects.select_related("survey_year__survey", "uploaded_by").defer(
        "content", "refused", "changes", "notes"
    )
    if survey_year is not None:
        found = found.filter(survey_year=survey_year)
    return found.order_by("-uploaded_at", "-pk")


def import_for(access: Access, import_id: int) -> SurveyImport:
    """An import, for people who check survey files."""
    rules.can_check_survey_files.require(access, None)
    found = (
        SurveyImport.objects.select_related("survey_year__survey", "uploaded_by")
        .defer("content")
        .filter(pk=import_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such import.")
    found.changes = _less_hidden(found)
    return found


def _less_hidden(found: SurveyImport) -> list[dict[str, Any]]:
    """The changes of an import without figures of scores that a later import has hidden."""
    cells = Score.objects.filter(
        survey_year_id=found.survey_year_id,
        suppressed=True,
        org_code__in={change["trust"] for change in found.changes},
    ).values_list("org_code", "question__number", "group_name")
    hidden = set(cells) if found.changes else set()
    return [
        change
        for change in found.changes
        if change["field"] == "suppressed"
        or (change["trust"], change["question"], change["group"]) not in hidden
    ]


def compared_with(found: SurveyImport) -> SurveyImport | None:
    """The import of the same year that was the latest when this file came."""
    return (
        SurveyImport.objects.filter(
            survey_year_id=found.survey_year_id,
            state=ImportState.COMMITTED,
            committed_at__lt=found.uploaded_at,
        )
        .defer("content", "refused", "changes", "notes")
        .order_by("-committed_at")
        .first()
    )
