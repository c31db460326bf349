"""What leaves a cohort as a file: its report, and the certificates."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design import dates
from buddy_portal.design.downloads import file_response, workbook_bytes
from buddy_portal.design.paging import page_links
from improvement_plans.collaborating import rules
from improvement_plans.forms.collaboratives import ReportFilterForm
from improvement_plans.presenters import cohort_reports as words
from improvement_plans.presenters.collaboratives import active_filters
from improvement_plans.printing.certificates import certificates_pdf, cohort_report_pdf
from improvement_plans.selectors import collaboratives as selectors
from improvement_plans.selectors.cohort_reports import (
    CohortResults,
    cohort_results,
    with_teams_asked_for,
)
from improvement_plans.views.collaborative_pages import way_to_cohort
from trusts.views import lists

# Each team fills a row of every table.
TEAMS_ON_A_PAGE = 20


@requires(Permission.SEE_EVALUATIONS)
@require_safe
def cohort_report(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """What the teams of a cohort did, as a page, a PDF or a workbook."""
    cohort = selectors.cohort_visible_to(access_of(request.user), cohort_id)
    today = timezone.localdate()
    results, as_at = cohort_results(cohort, on=today), dates.day(today)
    kind = request.GET.get("download")
    if kind == "pdf":
        content = cohort_report_pdf(
            words.printed(results, as_at=as_at, fictional=settings.DEMONSTRATION)
        )
        return file_response(content, name=f"cohort report {cohort}", kind="pdf")
    if kind == "xlsx":
        notes = [
            words.key_sentence(results),
            *words.what_cannot_be_said(results),
            words.survey_sentence(results),
            f"As at {as_at}.",
        ]
        content = workbook_bytes(words.sheets(results), notes)
        return file_response(content, name=f"cohort report {cohort}", kind="xlsx")
    context = {
        "cohort": cohort,
        "as_at": as_at,
        "sentence": words.key_sentence(results),
        "limits": words.what_cannot_be_said(results),
        "survey_words": words.survey_sentence(results),
        "quotes": words.quotes(results),
        "crumbs": [("Collaboratives", reverse("collaborative_list")), *way_to_cohort(cohort)],
        **_teams_on_page(request, results),
    }
    return render(request, "improvement_plans/cohort_report.html", context)


def _teams_on_page(request: PersonRequest, results: CohortResults) -> dict[str, object]:
    """The tables of some teams at a time: what is said of the cohort is said of all of them."""
    filters = lists.asked(request, "q", "stage")
    found = with_teams_asked_for(
        results, words=filters.get("q", ""), stage=filters.get("stage", "")
    )
    page = lists.page_of(request, found.teams, TEAMS_ON_A_PAGE)
    tables = words.tables(replace(results, teams=tuple(page.object_list)), linked=True)
    form = ReportFilterForm(initial=filters)
    return {
        "survey": tables.pop("survey"),
        "tables": tables if page.object_list else {},
        "filter_form": form if len(results.teams) > 1 else None,
        "active": active_filters(filters, form, lists.without),
        "pages": page_links(page, request.GET.dict(), noun="teams"),
    }


@requires(Permission.APPROVE_PLANS)
@require_safe
def cohort_certificates(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """The certificates of every team and member of a cohort, in one file."""
    cohort = selectors.cohort_visible_to(access_of(request.user), cohort_id)
    content = certificates_pdf(
        cohort, selectors.teams_with_members(cohort), fictional=settings.DEMONSTRATION
    )
    return file_response(content, name=f"certificates {cohort}", kind="pdf")


@requires(Permission.UPDATE_ACTIONS, Permission.APPROVE_PLANS)
@require_safe
def team_certificates(request: PersonRequest, team_id: int) -> HttpResponse:
    """The certificates of one team and its members, in one file."""
    access = access_of(request.user)
    found, sides = selectors.team_visible_to(access, team_id)
    if not rules.report_for_team.allows(access, sides):
        rules.lead_team.require(access, sides)
    teams = [each for each in selectors.teams_with_members(found.cohort) if each.pk == found.pk]
    content = certificates_pdf(found.cohort, teams, fictional=settings.DEMONSTRATION)
    return file_response(content, name=f"certificates {found.name}", kind="pdf")
