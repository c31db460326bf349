"""The list of plans and the page of one plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound, Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.downloads import table_response
from improvement_plans import lists, presenters, rules, selectors
from improvement_plans.forms.deciding import CommentForm
from improvement_plans.models import PlanState
from improvement_plans.services import writing
from improvement_plans.services.approval import what_is_missing
from improvement_plans.states import BEING_WRITTEN, UNDER_WAY


@requires(Permission.SEE_PLANS, guests=True)
def plan_list(request: PersonRequest) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    overviews = selectors.plan_overviews(selectors.plans_visible_to(access), on=today)
    page = lists.plan_list_page(overviews, request.GET)
    if kind := request.GET.get("download"):
        return table_response(name="plans", kind=kind, **lists.plan_rows(page.chosen, on=today))
    context = {
        "page": page,
        "today": today,
        "to_start": selectors.pairs_without_plan(access),
    }
    return render(request, "improvement_plans/plan_list.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def plan_detail(request: PersonRequest, plan_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    page = selectors.plan_page(access, plan_id, on=today)
    shown = lists.actions_shown(page, request.GET.get("show", ""), user=request.user, today=today)
    may_write = rules.write_plan.allows(access, page.sides)
    context = {
        "page": page,
        "plan": page.plan,
        "today": today,
        "tag": presenters.tag_of_plan(page.plan, page.status),
        "lede": presenters.lede_of(page, today=today),
        "kpis": presenters.kpis_of(page, today=today),
        "aims": presenters.aim_lines(page),
        "actions": presenters.actions_table(page, shown.actions),
        "filters": shown.filters,
        "late": presenters.late_warning(page),
        "next_step": lists.next_step_of(page, access=access, user=request.user),
        "being_written": page.plan.state in BEING_WRITTEN and may_write,
        "missing": what_is_missing(page.plan) if page.plan.state in BEING_WRITTEN else [],
        "may": {
            "write": may_write,
            "comment": rules.comment_plan.allows(access, page.sides),
            "invite": rules.invite_guest.allows(access, page.sides),
            "extend": rules.approve_plan.allows(access, page.sides)
            and page.plan.state == PlanState.ACTIVE,
            "close": may_write and page.plan.state in UNDER_WAY,
            "withdraw": may_write and page.plan.state in BEING_WRITTEN,
        },
        "comment_form": CommentForm(action=reverse("plan_comment", args=[plan_id])),
    }
    return render(request, "improvement_plans/plan_detail.html", context)


@require_POST
@requires(Permission.WRITE_PLANS)
def plan_start(request: PersonRequest, pair_id: int) -> HttpResponse:
    pair = selectors.pairs_without_plan(access_of(request.user)).filter(pk=pair_id).first()
    if pair is None:
        raise NotFound("There is no such pair, or it has a plan already.")
    try:
        plan = writing.start_plan(by=request.user, pair=pair)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("plan_list")
    messages.success(request, "The plan is started. Add its aims and actions.")
    return redirect("plan_detail", plan.pk)
