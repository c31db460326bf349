"""Inequalities: whose experience a plan or a scheme is about, gaps, and who is left out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.listening import ConcernsForm
from improvement_plans.presenters import inequalities as words
from improvement_plans.selectors import inequalities
from improvement_plans.services import engagement as services
from improvement_plans.views.showing import FormPage, posted, sent
from trusts.selectors.schemes import scheme_by_id


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def plan_inequalities(request: PersonRequest, plan_id: int) -> HttpResponse:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    section = inequalities.inequalities_of_plan(plan)
    may_write = rules.write_plan.allows(access, sides)
    context = {
        "title": "Inequalities",
        "quiet": plan.title,
        "crumbs": [
            ("Plans", reverse("plan_list")),
            (plan.trust.name, reverse("plan_detail", args=[plan.pk])),
        ],
        "survey": plan.scheme.baseline,
        "concerns": words.concern_table(section, with_trust=False),
        "gaps": words.gap_table(section),
        "points": words.left_out_points(section),
        "note": words.GAP_NOTE,
        "links": words.aim_links(inequalities.aims_to_concern(plan)) if may_write else [],
    }
    return render(request, "improvement_plans/inequalities.html", context)


@requires(Permission.SEE_EVALUATIONS)
@require_safe
def scheme_inequalities(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """All plans of a scheme together, for the programme."""
    scheme = scheme_by_id(scheme_id)
    section = inequalities.inequalities_of_scheme(scheme)
    context = {
        "title": "Inequalities",
        "quiet": scheme.name,
        "crumbs": [
            ("Schemes", reverse("scheme_list")),
            (scheme.name, reverse("scheme_detail", args=[scheme.pk])),
        ],
        "survey": scheme.baseline,
        "concerns": words.concern_table(section, with_trust=True),
        "gaps": words.gap_table(section),
        "points": words.left_out_points(section),
        "note": words.GAP_NOTE,
        "links": [],
    }
    return render(request, "improvement_plans/inequalities.html", context)


@requires(Permission.WRITE_PLANS)
def aim_concerns(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    """Say whose experience an aim concerns."""
    access = access_of(request.user)
    aim, sides = selectors.aim_visible_to(access, plan_id, aim_id)
    rules.write_plan.require(access, sides)
    there = reverse("plan_inequalities", args=[aim.plan_id])
    form = ConcernsForm(
        posted(request), chosen=inequalities.concerns_of(aim), back=("Back to inequalities", there)
    )

    def say() -> None:
        services.say_whom_aim_concerns(by=request.user, aim=aim, concerns=form.concerns())

    page = FormPage("Whose experience does this aim concern?", "Saved.", said=aim.title)
    if sent(request, form, say, page):
        return redirect(there)
    crumbs = [(aim.plan.title, reverse("plan_detail", args=[aim.plan_id])), ("Inequalities", there)]
    context = {"form": form, "page": page, "quiet": "", "crumbs": crumbs}
    return render(request, "improvement_plans/listening_form.html", context)
