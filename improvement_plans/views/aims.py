"""Writing the aims of a plan: from the trust's own needs to a target and a date."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.forms.own_aims import OwnAimForm
from improvement_plans.forms.writing import AimForm
from improvement_plans.models import Aim
from improvement_plans.presenters import aims as words
from improvement_plans.presenters.insight import beside
from improvement_plans.presenters.practices import others_did
from improvement_plans.selectors import TargetFacts
from improvement_plans.selectors.insight import said_about
from improvement_plans.selectors.practices import practices_on
from improvement_plans.selectors.targets import tumour_groups_to_choose
from improvement_plans.services import writing
from improvement_plans.timing import survey_caution
from improvement_plans.views.finding import plan_for
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted, sent


@requires(Permission.WRITE_PLANS)
def aim_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The trust's needs first, then the form; a question of the address is chosen already."""
    plan = plan_for(request, plan_id, rules.write_plan)
    facts = selectors.questions_to_choose(plan)
    asked = (request.POST if request.method == "POST" else request.GET).get("question", "")
    chosen = _chosen(facts, asked)
    form = AimForm(
        posted(request),
        facts=facts,
        groups=tumour_groups_to_choose(plan),
        chosen=chosen,
        back=back_to(plan),
    )

    def save() -> None:
        today = timezone.localdate()
        aim = writing.add_aim(by=request.user, plan=plan, values=form.values(), today=today)
        _warn(request, aim)

    done = "The aim is added. Give it at least one action."
    if sent(request, form, save, FormPage("", done)):
        return redirect("plan_detail", plan.pk)
    keep_typing(request, (request.path, [form]))
    here = reverse("aim_new", args=[plan.pk])
    context = {
        "plan": plan,
        "form": form,
        "needs": words.needs_table(facts, choose_at=here),
        "others": words.other_questions_table(facts, choose_at=here),
        "chosen": chosen,
        "chosen_facts": words.target_facts(chosen) if chosen else [],
        "rise_words": words.RISE_WORDS,
        "caution": survey_caution(plan),
    }
    return render(request, "improvement_plans/aim_new.html", context)


@requires(Permission.WRITE_PLANS)
def aim_own_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    """An aim that the team measures itself; without a measure, to the form that adds one."""
    plan = plan_for(request, plan_id, rules.write_plan)
    form = OwnAimForm(posted(request), plan=plan, back=back_to(plan))
    if request.method != "POST" and not form.fields["own_measure"].queryset.exists():  # type: ignore[attr-defined]
        messages.info(request, "First say what you measure. Then add the aim for it.")
        return redirect("measure_new", plan.pk)

    def save() -> None:
        writing.add_own_aim(
            by=request.user, plan=plan, values=form.values(), today=timezone.localdate()
        )

    page = FormPage(
        "Add an aim with a measure of your own",
        "The aim is added. Give it at least one action.",
        said="For what the survey does not ask. The report of the scheme tells it from your "
        "figures, apart from the survey’s result.",
        other=(reverse("measure_new", args=[plan.pk]), "Add another measure first"),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def aim_edit(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.write_plan)
    aim, _sides = selectors.aim_visible_to(access_of(request.user), plan_id, aim_id)
    form: AimForm | OwnAimForm
    if aim.own_measure is not None:
        form = OwnAimForm(posted(request), plan=plan, aim=aim, back=back_to(plan))
    else:
        form = AimForm(posted(request), facts=[], aim=aim, back=back_to(plan))
    facts = selectors.facts_for(plan, aim.question_id) if aim.question_id else []
    caution = survey_caution(plan)

    def save() -> None:
        writing.change_aim(
            by=request.user,
            aim=aim,
            read_at=form.read_at(),
            values=form.values(),
            today=timezone.localdate(),
        )
        _warn(request, aim)

    page = FormPage(
        f"Change the aim “{aim.title}”",
        "The aim is saved.",
        said=words.RISE_WORDS if aim.question else "",
        thing=aim,
        cautions=(caution,) if caution and aim.question else (),
        beside=words.facts_beside(facts) if aim.question else None,
        others=others_did(practices_on(aim.question)) if aim.question else (),
        patients=beside(said_about(access_of(request.user), question=aim.question, aim=aim)),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def aim_remove(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.write_plan)
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


def _chosen(facts: Sequence[TargetFacts], asked: str) -> TargetFacts | None:
    return next((fact for fact in facts if str(fact.question.pk) == asked), None)


def _warn(request: PersonRequest, aim: Aim) -> None:
    said = words.small_rise_words(aim)
    if said:
        messages.warning(request, said)
