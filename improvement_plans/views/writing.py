"""Writing a plan: its words and actions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.forms.writing import ActionForm, PlanForm
from improvement_plans.models import Action, Commitment, Plan
from improvement_plans.selectors.carried import carried_action
from improvement_plans.selectors.commitments import promise_to_keep
from improvement_plans.services import promised_actions, writing
from improvement_plans.timing import Caution, action_cautions, survey_caution
from improvement_plans.views.finding import plan_for
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted


@requires(Permission.WRITE_PLANS)
def plan_edit(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.write_plan)
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
def action_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.write_plan)
    carried = carried_action(plan, request.GET.get("carried", ""))
    asked = request.GET.get("commitment", "")
    promised = promise_to_keep(access_of(request.user), plan, asked) if asked else None
    form = ActionForm(
        posted(request),
        plan=plan,
        today=timezone.localdate(),
        aim_id=request.GET.get("aim", ""),
        carried=carried,
        promised=promised,
        back=back_to(plan),
    )

    def save() -> None:
        values = {**form.typed_values(), "carried_from": carried}
        action = promised_actions.add_action(
            by=request.user,
            plan=plan,
            values=values,
            commitment=promised,
            today=timezone.localdate(),
        )
        _warn(request, action)

    page = FormPage(
        "Add an action",
        "The action is added.",
        said=_comes_from(carried, promised),
        cautions=_of_survey(plan),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def action_edit(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.write_plan.require(access, sides.plan)
    form = ActionForm(
        posted(request),
        plan=action.plan,
        today=timezone.localdate(),
        action=action,
        back=back_to(action.plan),
    )

    def save() -> None:
        writing.change_action(
            by=request.user,
            action=action,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=timezone.localdate(),
        )
        _warn(request, action)

    cautions = tuple(action_cautions(action.plan, action.due)) or _of_survey(action.plan)
    page = FormPage("Change the action", "The action is saved.", thing=action, cautions=cautions)
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


def _comes_from(carried: Action | None, promised: Commitment | None) -> str:
    if carried is not None:
        return f"Carried over from the plan of {carried.plan.scheme}."
    return f"It keeps what was promised: “{promised.text}”" if promised else ""


def _of_survey(plan: Plan) -> tuple[Caution, ...]:
    caution = survey_caution(plan)
    return (caution,) if caution else ()


def _warn(request: PersonRequest, action: Action) -> None:
    for caution in action_cautions(action.plan, action.due):
        messages.warning(request, str(caution))
