"""A plan to print and to take along: the plan, a page for a meeting, a poster, a workbook."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.downloads import file_response
from improvement_plans import selectors
from improvement_plans.forms.printing import PosterForm
from improvement_plans.printing import sheets
from improvement_plans.printing.measures import (
    measure_sheets,
    printed_measures,
    printed_ramps,
)
from improvement_plans.printing.words import PrintedPlan, printed_plan
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.selectors.cycles import ramps_of
from improvement_plans.selectors.measures import measures_of
from improvement_plans.selectors.printing import rooms_to_print


@requires(Permission.SEE_PLANS, guests=True)
def plan_print(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan, _sides = selectors.plan_visible_to(access_of(request.user), plan_id)
    form = _empty_poster_form(plan_id)
    return render(request, "improvement_plans/plan_print.html", {"plan": plan, "form": form})


@requires(Permission.SEE_PLANS, guests=True)
def plan_pdf(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _printed(request, plan_id)
    chosen, _sides = selectors.plan_visible_to(access_of(request.user), plan_id)
    plan = replace(
        plan,
        stage=ceilings_of([plan_id])[plan_id].words,
        measures=printed_measures(measures_of(chosen)),
        tests=printed_ramps(ramps_of(chosen)),
    )
    return file_response(sheets.plan_pdf(plan), name=f"plan {plan.trust}", kind="pdf")


@requires(Permission.SEE_PLANS, guests=True)
def plan_summary(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _printed(request, plan_id)
    return file_response(sheets.summary_pdf(plan), name=f"summary {plan.trust}", kind="pdf")


@requires(Permission.SEE_PLANS, guests=True)
def plan_workbook(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _printed(request, plan_id)
    chosen, _sides = selectors.plan_visible_to(access_of(request.user), plan_id)
    measured = measure_sheets(measures_of(chosen), ramps_of(chosen))
    return file_response(
        sheets.plan_workbook(plan, measured), name=f"plan {plan.trust}", kind="xlsx"
    )


@requires(Permission.SEE_PLANS, guests=True)
def plan_poster(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The poster as it was asked for; what cannot be printed is said at the form."""
    page = selectors.plan_page(access_of(request.user), plan_id, on=timezone.localdate())
    form = PosterForm(request.GET, action=reverse("plan_poster", args=[plan_id]))
    if not request.GET:
        form = _empty_poster_form(plan_id)
    elif form.is_valid():
        plan = printed_plan(page, rooms_to_print(page))
        content = sheets.poster_pdf(plan, form.wishes())
        return file_response(content, name=f"poster {plan.trust}", kind="pdf")
    return render(request, "improvement_plans/plan_print.html", {"plan": page.plan, "form": form})


def _empty_poster_form(plan_id: int) -> PosterForm:
    return PosterForm(action=reverse("plan_poster", args=[plan_id]))


def _printed(request: PersonRequest, plan_id: int) -> PrintedPlan:
    access = access_of(request.user)
    page = selectors.plan_page(access, plan_id, on=timezone.localdate())
    return printed_plan(page, rooms_to_print(page))
