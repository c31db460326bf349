"""The midpoint review and more time."""

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
from improvement_plans.presenters.plans import extension_facts
from improvement_plans.services import course
from improvement_plans.views.finding import plan_for
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted, sent


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def midpoint_start(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.steer_plan)
    form = forms.ConfirmForm(
        posted(request), submit="Start the midpoint review", back=back_to(plan)
    )
    page = FormPage(
        "Start the midpoint review?",
        "The midpoint review has started.",
        said="You look at the whole plan together with your buddy. Updates go on meanwhile.",
    )

    def start() -> None:
        course.start_midpoint_review(by=request.user, plan=plan, today=timezone.localdate())

    return act_or_show(request, form, start, page, plan=plan)


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def midpoint_finish(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.steer_plan)
    form = forms.FindingsForm(
        posted(request), submit="Finish the midpoint review", back=back_to(plan)
    )
    page = FormPage(
        "Finish the midpoint review",
        "The midpoint review is finished.",
        said="What came out of it stays in the plan’s history.",
    )

    def finish() -> None:
        findings = form.cleaned_data["reason"]
        course.finish_midpoint_review(by=request.user, plan=plan, findings=findings)

    return act_or_show(request, form, finish, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def extension_ask(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.write_plan)
    form = forms.AskExtensionForm(posted(request), back=back_to(plan))
    page = FormPage(
        "Ask for more time",
        "The programme has been asked.",
        said="A programme lead grants or refuses it. Until then the plan is watched.",
        facts=extension_facts(plan),
    )

    def ask() -> None:
        course.ask_extension(by=request.user, plan=plan, **form.typed_values())

    return act_or_show(request, form, ask, page, plan=plan)


@requires(Permission.APPROVE_PLANS)
def plan_extend(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.approve_plan)
    form = forms.ExtendForm(posted(request), back=back_to(plan))
    page = FormPage(
        "Give the plan more time", "The plan has more time.", facts=extension_facts(plan)
    )

    def extend() -> None:
        course.extend_plan(by=request.user, plan=plan, **form.typed_values())

    return act_or_show(request, form, extend, page, plan=plan)


@requires(Permission.APPROVE_PLANS)
def extension_decide(request: PersonRequest, plan_id: int) -> HttpResponse:
    """Grant what was asked for or another day, or refuse it with a reason."""
    access, today = access_of(request.user), timezone.localdate()
    overview = selectors.plan_page(access, plan_id, on=today)
    plan, asked = overview.plan, overview.asked
    rules.approve_plan.require(access, overview.sides)
    if asked is None:
        messages.info(request, "No request for more time waits for an answer.")
        return redirect("plan_detail", plan.pk)
    refuses = request.POST.get("decision") == "refuse"
    grant = forms.GrantForm(None if refuses else posted(request), asked=asked, back=back_to(plan))
    refuse = forms.RefuseForm(posted(request) if refuses else None)

    def answer() -> None:
        if refuses:
            said = refuse.cleaned_data["answer"]
            course.refuse_extension(by=request.user, plan=plan, answer=said)
        else:
            values = grant.cleaned_data
            course.grant_extension(
                by=request.user, plan=plan, until=values["until"], answer=values["answer"]
            )

    form = refuse if refuses else grant
    done = "More time is refused." if refuses else "The plan has more time."
    if sent(request, form, answer, FormPage("", done)):
        return redirect("plan_detail", plan.pk)
    context = {
        "plan": plan,
        "grant": grant,
        "refuse": refuse,
        "forms": [grant, refuse],
        "facts": extension_facts(plan, asked),
    }
    return render(request, "improvement_plans/extension_decide.html", context)
