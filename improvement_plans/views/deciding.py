"""Submitting, answering, commenting, extending, closing and withdrawing a plan; its guests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms import deciding as forms
from improvement_plans.models import Plan
from improvement_plans.services import approval, closing, guests


@requires(Permission.WRITE_PLANS)
def plan_submit(request: PersonRequest, plan_id: int) -> HttpResponse:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.write_plan.require(access, sides)
    form = forms.ConfirmForm(_data(request), submit="Submit the plan", back=_back(plan))

    def submit() -> None:
        approval.submit_plan(by=request.user, plan=plan, today=timezone.localdate())

    page = {
        "title": "Submit the plan?",
        "said": "The sponsor, the buddy and the programme lead are told. The plan cannot be "
        "changed while it waits for their answer.",
        "missing": approval.what_is_missing(plan),
        "done": "The plan is submitted. The sponsor has been told.",
    }
    return _act_or_show(request, plan, form, submit, page)


@requires(Permission.SEE_PLANS)
def plan_decide(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The sponsor, then a programme lead, approve or ask for changes on the same page."""
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.decide_plan.require(access, sides)
    wants_changes = request.POST.get("answer") == "changes"
    as_sponsor = rules.sponsor_plan.allows(access, sides)
    data = request.POST if request.method == "POST" and wants_changes else None
    form = forms.ChangesForm(data, submit="Ask for changes", back=_back(plan))

    def answer() -> None:
        if wants_changes:
            reason = form.cleaned_data["reason"]
            approval.request_changes(by=request.user, plan=plan, reason=reason)
        elif as_sponsor:
            approval.approve_as_sponsor(by=request.user, plan=plan)
        else:
            approval.approve_for_programme(by=request.user, plan=plan, today=today)

    if request.method == "POST" and (not wants_changes or form.is_valid()):
        try:
            answer()
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("plan_decide", plan.pk)
        done = "Changes are asked for." if wants_changes else "The plan is approved."
        messages.success(request, done)
        return redirect("plan_detail", plan.pk)
    context = {"plan": plan, "form": form, "as_sponsor": as_sponsor}
    return render(request, "improvement_plans/plan_decide.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def plan_comment(request: PersonRequest, plan_id: int) -> HttpResponse:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.comment_plan.require(access, sides)
    form = forms.CommentForm(_data(request), back=_back(plan))

    def comment() -> None:
        text = form.cleaned_data["text"]
        approval.comment_on_plan(by=request.user, plan=plan, text=text, is_guest=sides.is_guest)

    page = {"title": "Comment on the plan", "done": "Your comment is added."}
    return _act_or_show(request, plan, form, comment, page)


@requires(Permission.APPROVE_PLANS)
def plan_extend(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan, _sides = selectors.plan_visible_to(access_of(request.user), plan_id)
    form = forms.ExtendForm(_data(request), back=_back(plan))

    def extend() -> None:
        closing.extend_plan(by=request.user, plan=plan, **form.cleaned_data)

    page = {"title": "Give the plan more time", "done": "The plan has more time."}
    return _act_or_show(request, plan, form, extend, page)


@requires(Permission.WRITE_PLANS)
def plan_close(request: PersonRequest, plan_id: int) -> HttpResponse:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.write_plan.require(access, sides)
    aims = list(plan.aims.all())
    form = forms.closure_form_for(aims)(_data(request), aims=aims, back=_back(plan))

    def close() -> None:
        values = form.cleaned_data
        closing.close_plan(
            by=request.user,
            plan=plan,
            learning=values["learning"],
            advice=values["advice"],
            sustained_by=values["sustained_by"],
            outcomes=form.outcomes(),
        )

    page = {
        "title": "Close the plan",
        "said": "Every action must be confirmed, abandoned or carried over first. A closed plan "
        "cannot be changed any more.",
        "done": "The plan is closed. Thank you.",
    }
    return _act_or_show(request, plan, form, close, page)


@requires(Permission.WRITE_PLANS)
def plan_withdraw(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan, _sides = selectors.plan_visible_to(access_of(request.user), plan_id)
    form = forms.ReasonForm(_data(request), submit="Withdraw the plan", back=_back(plan))

    def withdraw() -> None:
        closing.withdraw_plan(by=request.user, plan=plan, reason=form.cleaned_data["reason"])

    page = {
        "title": "Withdraw the plan?",
        "said": "A withdrawn plan cannot be taken up again. The pair stays as it is.",
        "done": "The plan is withdrawn.",
    }
    return _act_or_show(request, plan, form, withdraw, page)


@requires(Permission.INVITE_GUESTS)
def guest_invite(request: PersonRequest, plan_id: int) -> HttpResponse:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.invite_guest.require(access, sides)
    form = forms.GuestForm(_data(request), back=_back(plan))

    def invite() -> None:
        guests.invite_guest(by=request.user, plan=plan, **form.cleaned_data)

    page = {
        "title": "Invite a lived-experience partner",
        "said": "They get a link by e-mail, see this plan only, and can comment on it.",
        "done": "The invitation is on its way.",
    }
    return _act_or_show(request, plan, form, invite, page)


def _data(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(plan: Plan) -> tuple[str, str]:
    return ("Back to the plan", reverse("plan_detail", args=[plan.pk]))


def _act_or_show(
    request: PersonRequest, plan: Plan, form: Any, act: Callable[[], None], page: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page["done"])
            return redirect("plan_detail", plan.pk)
    context = {"plan": plan, "form": form, "page": page}
    return render(request, "improvement_plans/plan_form.html", context)
