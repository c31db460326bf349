"""The last step of writing: what the plan needs, what is missing, and submitting it."""

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
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.presenters.plans import changes_asked
from improvement_plans.presenters.tasks import task_list
from improvement_plans.selectors.readiness import needs_of_page
from improvement_plans.selectors.rooms import rooms_of
from improvement_plans.services.approval import submit_plan
from improvement_plans.time_box import may_write
from improvement_plans.views.showing import FormPage, back_to, posted, sent


@requires(Permission.WRITE_PLANS)
def plan_submit(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The task list of a plan, with the button that submits it; the button says what is missing."""
    access, today = access_of(request.user), timezone.localdate()
    page = selectors.plan_page(access, plan_id, on=today)
    plan = page.plan
    rules.write_plan.require(access, page.sides)
    if request.method != "POST" and not may_write(plan, on=today):
        messages.info(request, "This plan cannot be submitted now.")
        return redirect("plan_detail", plan.pk)
    form = ConfirmForm(posted(request), submit="Submit the plan", back=back_to(plan))

    def submit() -> None:
        submit_plan(by=request.user, plan=plan, today=today)

    done = "The plan is submitted. The sponsor, the buddy and the programme have been told."
    if sent(request, form, submit, FormPage("", done)):
        return redirect("plan_detail", plan.pk)
    actions = [each.action for each in page.actions]
    tasks = task_list(plan, needs_of_page(page), actions, rooms_of(plan, on=today))
    context = {
        "plan": plan,
        "form": form,
        "tasks": tasks,
        "changes_asked": changes_asked(page),
        "today": today,
    }
    return render(request, "improvement_plans/plan_submit.html", context)
