"""Survey years, questions, imports and scores in the admin site: to look at.

Results change through imports only, which the portal's own pages check, make and roll back.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from buddy_portal.accounts.admin import ReadOnlyAdmin
from trusts.models import Comparability, Question, Score, Survey, SurveyImport, SurveyYear


@admin.register(Survey)
class SurveyAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug", "is_fictional")


@admin.register(SurveyYear)
class SurveyYearAdmin(ReadOnlyAdmin):
    list_display = ("year", "survey", "sample_from", "sample_to", "published_on", "on_its_page")
    list_filter = ("survey",)
    list_select_related = ("survey",)

    @admin.display(description="In the portal")
    def on_its_page(self, year: SurveyYear) -> str:
        return format_html(
            '<a href="{}">Open or change</a>', reverse("survey_year_edit", args=[year.pk])
        )


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ("number", "label", "section", "scale", "survey_year")
    list_filter = ("survey_year__survey", "survey_year__year", "scale", "section")
    list_select_related = ("survey_year",)
    search_fields = ("number", "label", "text")


@admin.register(Comparability)
class ComparabilityAdmin(ReadOnlyAdmin):
    list_display = ("question_number", "survey", "earlier_year", "later_year", "answer", "reason")
    list_filter = ("survey", "answer")
    list_select_related = ("survey",)
    search_fields = ("question_number", "reason")


@admin.register(SurveyImport)
class SurveyImportAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "survey_year", "state", "family", "uploaded_by", "on_its_page")
    list_filter = ("state", "family", "survey_year__year")
    list_select_related = ("survey_year", "uploaded_by")
    search_fields = ("file_name", "sha256")
    # What a file held stands on its own page, which leaves out what is hidden.
    exclude = ("content", "refused", "changes", "notes")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SurveyImport]:
        return super().get_queryset(request).defer("content", "refused", "changes", "notes")

    @admin.display(description="In the portal")
    def on_its_page(self, found: SurveyImport) -> str:
        return format_html('<a href="{}">Open</a>', reverse("import_detail", args=[found.pk]))


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    list_display = (
        "org_code",
        "question",
        "survey_year",
        "group_name",
        "shown_n",
        "shown_score",
        "brought_by",
    )
    list_filter = ("survey_year__year", "level", "suppressed", "group_kind")
    list_select_related = ("question", "survey_year", "brought_by__survey_year")
    search_fields = ("org_code__exact", "question__number__exact")
    # Counting millions of rows twice would take longer than reading the page.
    show_full_result_count = False
    exclude = ("adjusted_unrounded", "n")
    readonly_fields = ("shown_n",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Score]:
        return (
            super()
            .get_queryset(request)
            .defer("brought_by__content", "brought_by__refused", "brought_by__changes")
        )

    @admin.display(description="Answers")
    def shown_n(self, score: Any) -> str:
        if score.suppressed:
            return "not shown"
        return "-" if score.n is None else f"{score.n:,}"

    @admin.display(description="Score")
    def shown_score(self, score: Any) -> str:
        if score.suppressed:
            return "not shown"
        return "-" if score.score is None else f"{score.score:g}"
