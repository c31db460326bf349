"""Collaboratives and their cohorts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans.collaborating import rules
from improvement_plans.forms.collaboratives import CohortForm, TeamFilterForm
from improvement_plans.presenters import collaboratives as words
from improvement_plans.selectors import collaboratives as selectors
from improvement_plans.services import collaboratives as services
from improvement_plans.views.collaborative_pages import act_or_show, back_to, way_to_cohort
from improvement_plans.views.showing import FormPage, posted
from trusts.views import lists

FILTERS = ("q", "cohort", "stage", "priority")
# The teams stand in a narrow column beside the timeline.
TEAMS_BESIDE = 15


@requires(Permission.SEE_PLANS)
@require_safe
def collaborative_list(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    page = lists.page_of(request, selectors.collaboratives_visible_to(access))
    context = {
        "table": words.collaborative_table(page.object_list),
        "pages": page_links(page, request.GET.dict(), noun="collaboratives"),
        "may_make": Permission.MANAGE_SCHEMES in access.permissions,
    }
    return render(request, "improvement_plans/collaborative_list.html", context)


@requires(Permission.SEE_PLANS)
@require_safe
def collaborative(request: PersonRequest, collaborative_id: int) -> HttpResponse:
    """One collaborative: its cohorts, and its teams with search, filters and files."""
    access = access_of(request.user)
    scheme = selectors.collaborative_visible_to(access, collaborative_id)
    filters = lists.asked(request, *FILTERS)
    asked = selectors.TeamQuery(
        words=filters.get("q", ""),
        cohort=filters.get("cohort", ""),
        stage=filters.get("stage", ""),
        priority=filters.get("priority", ""),
    )
    found = selectors.teams_of(access, scheme, asked)
    file = lists.download(
        request,
        name=f"teams {scheme}",
        columns=words.TEAM_FILE_COLUMNS,
        rows=words.team_file_rows(found),
    )
    if file is not None:
        return file
    cohorts = list(selectors.cohorts_visible_to(access).filter(scheme=scheme))
    page = lists.page_of(request, found)
    offered = selectors.priorities_to_name()
    form = TeamFilterForm(initial=filters, cohorts=cohorts, priorities=offered)
    context = {
        "scheme": scheme,
        "cohorts": words.cohort_table(cohorts),
        "table": words.team_table(page.object_list),
        "filter_form": form,
        "active": words.active_filters(filters, form, lists.without),
        "pages": page_links(page, request.GET.dict(), noun="teams"),
        "downloads": lists.downloads(filters),
        "nothing_at_all": not filters and not found,
        "may_run": rules.run_collaborative.allows(access, None),
    }
    return render(request, "improvement_plans/collaborative.html", context)


@requires(Permission.SEE_PLANS)
@require_safe
def cohort(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """A cohort: its timeline, its teams, its recognition event."""
    access, today = access_of(request.user), timezone.localdate()
    found = selectors.cohort_visible_to(access, cohort_id)
    may_run = rules.run_collaborative.allows(access, None)
    gatherings = selectors.gatherings_of(found)
    page = lists.page_of(request, selectors.teams_of_cohort(found), TEAMS_BESIDE)
    own = selectors.teams_seen_in(access, found)
    context = {
        "cohort": found,
        "steps": words.timeline(gatherings, on=today),
        "gatherings": words.gathering_rows(gatherings, may_run=may_run, on=today),
        "teams": words.team_lines(page.object_list, own),
        "pages": page_links(page, request.GET.dict(), noun="teams"),
        "abstracts": words.abstract_table(selectors.abstracts_of(found, access), may_run=may_run),
        "may_run": may_run,
        "sees_report": access.may_in_programme(Permission.SEE_PLANS),
    }
    return render(request, "improvement_plans/cohort.html", context)


@requires(Permission.APPROVE_PLANS)
def cohort_new(request: PersonRequest, collaborative_id: int) -> HttpResponse:
    access = access_of(request.user)
    scheme = selectors.collaborative_visible_to(access, collaborative_id)
    crumbs = [(scheme.name, reverse("collaborative", args=[scheme.pk]))]
    form = CohortForm(posted(request), back=back_to(crumbs))

    def make() -> None:
        services.make_cohort(by=request.user, scheme=scheme, values=form.words())

    page = FormPage("Begin a cohort", "The cohort is begun. Add its teams and its sessions.")
    return act_or_show(request, form, make, page, crumbs=crumbs)


@requires(Permission.APPROVE_PLANS)
def cohort_edit(request: PersonRequest, cohort_id: int) -> HttpResponse:
    found = selectors.cohort_visible_to(access_of(request.user), cohort_id)
    crumbs = way_to_cohort(found)
    held = {name: getattr(found, name) for name in ("name", "starts_on", "ends_on")}
    form = CohortForm(
        posted(request), initial=held, read_version=found.version, back=back_to(crumbs)
    )

    def change() -> None:
        services.change_cohort(
            by=request.user, cohort=found, read_at=form.read_at(), values=form.words()
        )

    page = FormPage("Change the cohort", "The cohort is saved.", thing=found)
    return act_or_show(request, form, change, page, crumbs=crumbs)
