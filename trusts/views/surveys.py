"""Survey years: what is there, their questions, their sample windows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts import rules
from trusts.forms.surveys import NewSurveyYearForm, SurveyYearForm
from trusts.presenters import surveys as words
from trusts.presenters.imports import import_table
from trusts.selectors import surveys as selectors
from trusts.services.survey_years import create_survey_year, update_survey_year


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_results(request: PersonRequest) -> HttpResponse:
    """The survey years, and for the programme the way in for new results."""
    overviews, access = selectors.survey_year_overviews(), access_of(request.user)
    can_check = rules.can_check_survey_files.allows(access, None)
    context = {
        "table": words.year_table(overviews),
        "nothing_at_all": not overviews,
        "can_check": can_check,
        "can_manage": rules.can_manage_trusts.allows(access, None),
        "imports": import_table(selectors.imports()[:5], []) if can_check else None,
    }
    return render(request, "trusts/surveys/survey_results.html", context)


@requires(Permission.MANAGE_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_year_create(request: PersonRequest) -> HttpResponse:
    """Add a survey year with its sample window."""
    back = ("Back to survey results", reverse("survey_results"))
    form = (
        NewSurveyYearForm(request.POST, back=back)
        if request.method == "POST"
        else NewSurveyYearForm(back=back)
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = create_survey_year(
                by=request.user,
                slug=typed["survey"],
                values={"year": typed["year"], **_values(typed)},
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"The {made.year} survey was added.")
            return redirect(f"{reverse('survey_upload')}?year={made.pk}")
    context = {"form": form, "title": "Add a survey year", "lede": ""}
    return render(request, "trusts/surveys/survey_year_form.html", context)


@requires(Permission.MANAGE_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_year_edit(request: PersonRequest, year_id: int) -> HttpResponse:
    """Change the sample window, the day of publication and the note."""
    year = selectors.survey_year_by_id(year_id)
    options: dict[str, Any] = {
        "back": ("Back to the survey year", reverse("survey_year", args=[year.pk])),
        "read_version": year.version,
        "initial": {name: getattr(year, name) for name in FIELDS},
    }
    form = (
        SurveyYearForm(request.POST, **options)
        if request.method == "POST"
        else SurveyYearForm(**options)
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_survey_year(
                by=request.user,
                survey_year=year,
                read_at=form.read_at(),
                values=_values(form.cleaned_data),
            )
        except StaleVersion as stale:
            form.show_both(stale, version=year.version)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"The {year.year} survey was saved.")
            return redirect("survey_year", year_id=year.pk)
    context = {
        "form": form,
        "title": f"Change the {year.year} survey",
        "lede": "The sample window decides whether a survey can speak of what a scheme achieved.",
    }
    return render(request, "trusts/surveys/survey_year_form.html", context)


FIELDS = ("sample_from", "sample_to", "published_on", "note")


def _values(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in FIELDS}
