"""What every form of a collaborative does when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buddy_portal.accounts.requests import PersonRequest
from improvement_plans.models import Cohort, ProjectTeam
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.listening_pages import FORM_PAGE
from improvement_plans.views.showing import FormPage, sent

Crumbs = Sequence[tuple[str, str]]


def way_to_cohort(cohort: Cohort) -> list[tuple[str, str]]:
    """The way that leads to what is in a cohort."""
    return [
        (cohort.scheme.name, reverse("collaborative", args=[cohort.scheme_id])),
        (cohort.name, reverse("cohort", args=[cohort.pk])),
    ]


def way_to_team(team: ProjectTeam) -> list[tuple[str, str]]:
    """The way that leads to what is in a team."""
    return [*way_to_cohort(team.cohort), (team.name, reverse("team", args=[team.pk]))]


def back_to(crumbs: Crumbs) -> tuple[str, str]:
    """The way back from a form, to the last thing on the way."""
    name, href = crumbs[-1]
    return (f"Back to {name}", href)


def act_or_show(
    request: PersonRequest,
    form: Any,
    act: Callable[[], object],
    page: FormPage,
    *,
    crumbs: Crumbs,
) -> HttpResponse:
    """Act on a valid form and go to the last thing on the way; else show what was typed."""
    if sent(request, form, act, page):
        return redirect(page.there or crumbs[-1][1])
    keep_typing(request, (request.path, [form]))
    way = [("Collaboratives", reverse("collaborative_list")), *crumbs]
    context = {"form": form, "page": page, "quiet": "", "crumbs": way}
    return render(request, FORM_PAGE, context)
