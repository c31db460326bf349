"""Writing a plan: its words, aims and actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import presenters, rules, selectors
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.forms.writing import ActionForm, AimForm, PlanForm
from improvement_plans.models import Plan
from improvement_plans.services import writing


def _plan_to_write(request: PersonRequest, plan_id: int) -> Plan:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.write_plan.require(access, sides)
    return plan


def _back(plan: Plan) -> tuple[str, str]:
    return ("Back to the plan", reverse("plan_detail", args=[plan.pk]))


@requires(Permission.WRITE_PLANS)
def plan_edit(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    people = selectors.people_of_trust(plan.pair.mentee.ods_code)
    form = PlanForm(_data(request), plan=plan, people=people, back=_back(plan))

    def save() -> None:
        writing.change_plan(
            by=request.user,
            plan=plan,
            read_at=form.read_at(),
            values=form.cleaned_data,
            today=timezone.localdate(),
        )

    page = {"title": "About the plan", "thing": plan, "done": "The plan is saved."}
    return _save_or_show(request, plan, form, save, page)


@requires(Permission.WRITE_PLANS)
def aim_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    facts = selectors.questions_to_choose(plan)
    form = AimForm(_data(request), facts=facts, back=_back(plan))

    def save() -> None:
        writing.add_aim(
            by=request.user, plan=plan, values=form.values(), today=timezone.localdate()
        )

    page = {
        "title": "Add an aim",
        "done": "The aim is added. Give it at least one action.",
        "beside": presenters.facts_beside(facts),
    }
    return _save_or_show(request, plan, form, save, page)


@requires(Permission.WRITE_PLANS)
def aim_edit(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    aim, _sides = selectors.aim_visible_to(access_of(request.user), plan_id, aim_id)
    form = AimForm(_data(request), facts=[], aim=aim, back=_back(plan))

    def save() -> None:
        writing.change_aim(
            by=request.user,
            aim=aim,
            read_at=form.read_at(),
            values=form.values(),
            today=timezone.localdate(),
        )

    page = {"title": f"Change the aim “{aim.title}”", "thing": aim, "done": "The aim is saved."}
    return _save_or_show(request, plan, form, save, page)


@requires(Permission.WRITE_PLANS)
def aim_remove(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    aim, _sides = selectors.aim_visible_to(access_of(request.user), plan_id, aim_id)
    form = _confirm_form(request, plan, "Remove this aim")

    def remove() -> None:
        writing.remove_aim(by=request.user, aim=aim, today=timezone.localdate())

    page = {
        "title": f"Remove the aim “{aim.title}”?",
        "said": "Its actions stay in the plan, without an aim. This cannot be undone.",
        "done": "The aim is removed.",
    }
    return _save_or_show(request, plan, form, remove, page)


@requires(Permission.WRITE_PLANS)
def action_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    people = selectors.people_of_trust(plan.pair.mentee.ods_code)
    form = ActionForm(_data(request), plan=plan, people=people, back=_back(plan))

    def save() -> None:
        writing.add_action(
            by=request.user, plan=plan, values=form.values(), today=timezone.localdate()
        )

    page = {"title": "Add an action", "done": "The action is added."}
    return _save_or_show(request, plan, form, save, page)


@requires(Permission.WRITE_PLANS)
def action_edit(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.write_plan.require(access, sides.plan)
    people = selectors.people_of_trust(action.plan.pair.mentee.ods_code)
    form = ActionForm(
        _data(request), plan=action.plan, people=people, action=action, back=_back(action.plan)
    )

    def save() -> None:
        writing.change_action(
            by=request.user,
            action=action,
            read_at=form.read_at(),
            values=form.values(),
            today=timezone.localdate(),
        )

    page = {"title": "Change the action", "thing": action, "done": "The action is saved."}
    return _save_or_show(request, action.plan, form, save, page)


@requires(Permission.WRITE_PLANS)
def action_remove(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.write_plan.require(access, sides.plan)
    form = _confirm_form(request, action.plan, "Remove this action")

    def remove() -> None:
        writing.remove_action(by=request.user, action=action, today=timezone.localdate())

    page = {
        "title": f"Remove “{action.text}”?",
        "said": "This cannot be undone.",
        "done": "The action is removed.",
    }
    return _save_or_show(request, action.plan, form, remove, page)


def _confirm_form(request: PersonRequest, plan: Plan, verb: str) -> ConfirmForm:
    return ConfirmForm(_data(request), submit=verb, back=_back(plan))


def _data(request: PersonRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _save_or_show(
    request: PersonRequest,
    plan: Plan,
    form: Any,
    save: Callable[[], None],
    page: dict[str, Any],
) -> HttpResponse:
    """Save what was posted; show the form again with what was typed where a rule refuses it."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except StaleVersion as stale:
            form.show_both(stale, version=page["thing"].version)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page["done"])
            return redirect("plan_detail", plan.pk)
    context = {"plan": plan, "form": form, "page": page}
    return render(request, "improvement_plans/plan_form.html", context)
