"""Answering, commenting on, reopening, closing and withdrawing a plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms import deciding as forms
from improvement_plans.models import Plan, PlanState
from improvement_plans.presenters.approval import approval_facts, waited_for, what_approving_does
from improvement_plans.services import approval, closing
from improvement_plans.views.finding import plan_for
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted, sent


@requires(Permission.SEE_PLANS)
def plan_decide(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The sponsor, then a programme lead, approve or ask for changes on the same page."""
    access, today = access_of(request.user), timezone.localdate()
    overview = selectors.plan_page(access, plan_id, on=today)
    plan, sides = overview.plan, overview.sides
    rules.decide_plan.require(access, sides)
    if request.method != "POST" and plan.state != PlanState.SUBMITTED:
        messages.info(request, "This plan does not wait for approval now.")
        return redirect("plan_detail", plan.pk)
    wants_changes = request.POST.get("answer") == "changes"
    as_sponsor = rules.sponsor_plan.allows(access, sides)
    changes = forms.ChangesForm(
        posted(request) if wants_changes else None, submit="Ask for changes"
    )
    approve = forms.ApproveForm(
        None if wants_changes else posted(request),
        submit="Approve the plan",
        read_version=plan.version,
        back=back_to(plan),
    )

    def ask() -> None:
        approval.request_changes(by=request.user, plan=plan, reason=changes.cleaned_data["reason"])

    def agree() -> None:
        at = approve.read_at()
        if as_sponsor:
            approval.approve_as_sponsor(by=request.user, plan=plan, read_at=at)
        else:
            approval.approve_for_programme(by=request.user, plan=plan, today=today, read_at=at)

    if wants_changes:
        done = sent(request, changes, ask, FormPage("", "Changes are asked for."))
    else:
        done = sent(request, approve, agree, FormPage("", "The plan is approved."))
    if done:
        return redirect("plan_detail", plan.pk)
    keep_typing(request, (request.path, [changes]))
    context = {
        "plan": plan,
        "approve": approve,
        "changes": changes,
        "forms": [approve, changes],
        "facts": approval_facts(overview),
        "said": what_approving_does(as_sponsor=as_sponsor),
        "waits_for": waited_for(overview, as_sponsor=as_sponsor),
    }
    return render(request, "improvement_plans/plan_decide.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def plan_comment(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.comment_plan)
    form = forms.CommentForm(posted(request), back=back_to(plan))
    page = FormPage("Comment on the plan", "Your comment is added.")

    def comment() -> None:
        approval.comment_on_plan(by=request.user, plan=plan, text=form.cleaned_data["text"])

    return act_or_show(request, form, comment, page, plan=plan)


@requires(Permission.APPROVE_PLANS)
def plan_reopen(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.approve_plan)
    form = forms.ReasonForm(posted(request), submit="Open the plan again", back=back_to(plan))
    page = FormPage(
        "Open the plan again?",
        "The plan can be changed again. Its lead has been told.",
        said="The trust can change it again. Sponsor and programme then approve it anew.",
    )

    def reopen() -> None:
        approval.reopen_plan(by=request.user, plan=plan, reason=form.cleaned_data["reason"])

    return act_or_show(request, form, reopen, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def plan_close(request: PersonRequest, plan_id: int) -> HttpResponse:
    """First begin to close, which needs every action to have ended; then fill in the closure."""
    plan = plan_for(request, plan_id, rules.write_plan)
    if plan.state != PlanState.CLOSING:
        return _begin_closing(request, plan)
    aims = list(plan.aims.all())
    form = forms.closure_form_for(aims)(posted(request), aims=aims, back=back_to(plan))
    page = FormPage(
        "What was achieved and learnt",
        "The closure is filled in. The plan is now being evaluated. Thank you.",
        said="After this the plan cannot be changed any more.",
    )

    def close() -> None:
        closing.close_plan(
            by=request.user,
            plan=plan,
            learning=form.cleaned_data["learning"],
            advice=form.cleaned_data["advice"],
            sustained_by=form.cleaned_data["sustained_by"],
            outcomes=form.outcomes(),
        )

    return act_or_show(request, form, close, page, plan=plan)


def _begin_closing(request: PersonRequest, plan: Plan) -> HttpResponse:
    form = forms.ConfirmForm(posted(request), submit="Begin to close the plan", back=back_to(plan))
    still_open = selectors.open_actions(plan)
    page = FormPage(
        "Close the plan?",
        "The plan is closing. Fill in what was achieved and learnt.",
        said="Progress can no longer be reported. You then say what was achieved and learnt.",
        missing=tuple(f"“{action.text}” is still open" for action in still_open),
    )

    def begin() -> None:
        closing.start_closing(by=request.user, plan=plan)

    return act_or_show(request, form, begin, page, plan=plan)


@requires(Permission.APPROVE_PLANS)
def plan_conclude(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.approve_plan)
    form = forms.ConfirmForm(posted(request), submit="Close the plan", back=back_to(plan))
    page = FormPage(
        "Close the plan?",
        "The plan is closed.",
        said="The trust has said what was achieved and learnt. A closed plan stays as it is.",
    )

    def conclude() -> None:
        closing.conclude_plan(by=request.user, plan=plan)

    return act_or_show(request, form, conclude, page, plan=plan)


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def plan_withdraw(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.steer_plan)
    form = forms.ReasonForm(posted(request), submit="Withdraw the plan", back=back_to(plan))
    page = FormPage(
        "Withdraw the plan?",
        "The plan is withdrawn.",
        said="A withdrawn plan cannot be taken up again. The pair stays as it is. Its lead, its "
        "sponsor and the buddy are told why.",
    )

    def withdraw() -> None:
        closing.withdraw_plan(by=request.user, plan=plan, reason=form.cleaned_data["reason"])

    return act_or_show(request, form, withdraw, page, plan=plan)
