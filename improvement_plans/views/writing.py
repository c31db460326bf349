"""Writing a plan: its words, aims and actions."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.forms.writing import ActionForm, AimForm, PlanForm
from improvement_plans.models import Plan
from improvement_plans.presenters.aims import facts_beside
from improvement_plans.presenters.practices import others_did
from improvement_plans.selectors.practices import practices_on
from improvement_plans.services import writing
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted

RISE_WORDS = (
    "A rise smaller than the one in the last column can hardly be told from chance: with as many "
    "answers again, the follow-up survey would show it less than four times in five."
)


def _plan_to_write(request: PersonRequest, plan_id: int) -> Plan:
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rules.write_plan.require(access, sides)
    return plan


@requires(Permission.WRITE_PLANS)
def plan_edit(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    form = PlanForm(posted(request), plan=plan, back=back_to(plan))

    def save() -> None:
        writing.change_plan(
            by=request.user,
            plan=plan,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=timezone.localdate(),
        )

    page = FormPage("About the plan", "The plan is saved.", thing=plan)
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def aim_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    facts = selectors.questions_to_choose(plan)
    form = AimForm(posted(request), facts=facts, back=back_to(plan))

    def save() -> None:
        writing.add_aim(
            by=request.user, plan=plan, values=form.values(), today=timezone.localdate()
        )

    page = FormPage(
        "Add an aim",
        "The aim is added. Give it at least one action.",
        said=RISE_WORDS,
        beside=facts_beside(facts),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def aim_edit(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    aim, _sides = selectors.aim_visible_to(access_of(request.user), plan_id, aim_id)
    form = AimForm(posted(request), facts=[], aim=aim, back=back_to(plan))
    facts = selectors.facts_for(plan, aim.question_id)

    def save() -> None:
        writing.change_aim(
            by=request.user,
            aim=aim,
            read_at=form.read_at(),
            values=form.values(),
            today=timezone.localdate(),
        )

    title = f"Change the aim “{aim.title}”"
    page = FormPage(
        title,
        "The aim is saved.",
        thing=aim,
        beside=facts_beside(facts),
        others=others_did(practices_on(aim.question)),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def aim_remove(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    aim, _sides = selectors.aim_visible_to(access_of(request.user), plan_id, aim_id)
    form = ConfirmForm(posted(request), submit="Remove this aim", back=back_to(plan))

    def remove() -> None:
        writing.remove_aim(by=request.user, aim=aim, today=timezone.localdate())

    page = FormPage(
        f"Remove the aim “{aim.title}”?",
        "The aim is removed.",
        said="Its actions stay in the plan, without an aim. This cannot be undone.",
    )
    return act_or_show(request, form, remove, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def action_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = _plan_to_write(request, plan_id)
    form = ActionForm(posted(request), plan=plan, back=back_to(plan))

    def save() -> None:
        writing.add_action(
            by=request.user, plan=plan, values=form.typed_values(), today=timezone.localdate()
        )

    page = FormPage("Add an action", "The action is added.")
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def action_edit(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.write_plan.require(access, sides.plan)
    form = ActionForm(posted(request), plan=action.plan, action=action, back=back_to(action.plan))

    def save() -> None:
        writing.change_action(
            by=request.user,
            action=action,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=timezone.localdate(),
        )

    page = FormPage("Change the action", "The action is saved.", thing=action)
    return act_or_show(request, form, save, page, plan=action.plan)


@requires(Permission.WRITE_PLANS)
def action_remove(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.write_plan.require(access, sides.plan)
    form = ConfirmForm(posted(request), submit="Remove this action", back=back_to(action.plan))

    def remove() -> None:
        writing.remove_action(by=request.user, action=action, today=timezone.localdate())

    page = FormPage(
        f"Remove “{action.text}”?", "The action is removed.", said="This cannot be undone."
    )
    return act_or_show(request, form, remove, page, plan=action.plan)
