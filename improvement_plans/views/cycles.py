"""PDSA cycles: the ramps of a plan, one cycle, and a short form for each of its steps."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import selectors
from improvement_plans.forms.cycles import CycleForm, DecideForm, DidForm
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.measures import rules
from improvement_plans.models import CycleState, PdsaCycle, Plan
from improvement_plans.presenters import cycles as words
from improvement_plans.presenters.measure_page import closed_words
from improvement_plans.selectors import cycles as reading
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.selectors.rooms import idea_visible_to
from improvement_plans.services import cycles as services
from improvement_plans.views.showing import FormPage, act_or_show, posted


@requires(Permission.SEE_PLANS, guests=True)
def cycle_list(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The change ideas of a plan, each with its ramp of cycles."""
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    closed = closed_words(plan, on=today)
    may_edit = rules.keep_measures.allows(access, sides) and not closed
    ramps = [
        words.ramp_of(idea, place=place, may_edit=may_edit)
        for place, idea in enumerate(reading.ramps_of(plan), start=1)
    ]
    context = {
        "plan": plan,
        "ramps": [ramp for ramp in ramps if ramp.lines],
        "untested": [ramp for ramp in ramps if not ramp.lines],
        "ceiling": ceilings_of([plan.pk])[plan.pk],
        "closed": closed,
        "may_edit": may_edit,
    }
    return render(request, "improvement_plans/cycles.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def cycle(request: PersonRequest, cycle_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    found, sides = reading.cycle_visible_to(access, cycle_id)
    plan = found.idea.driver.aim.plan
    closed = closed_words(plan, on=today)
    may_edit = rules.keep_measures.allows(access, sides) and not closed
    others = reading.cycles_of_idea(found.idea)
    is_last = bool(others) and others[-1].pk == found.pk
    more = may_edit and is_last and words.can_have_next(found.idea, others)
    context = {
        "cycle": found,
        "plan": plan,
        "closed": closed,
        "may_edit": may_edit,
        "tag": words.tag_of_cycle(found),
        "parts": words.facts_of(found),
        "next_step": words.next_step_of(found) if may_edit else None,
        "is_planned": found.state == CycleState.PLANNED,
        "next_cycle": reverse("cycle_new", args=[plan.pk, found.idea_id]) if more else "",
    }
    return render(request, "improvement_plans/cycle.html", context)


@requires(Permission.UPDATE_ACTIONS)
def cycle_new(request: PersonRequest, plan_id: int, idea_id: int) -> HttpResponse:
    access = access_of(request.user)
    idea, sides = idea_visible_to(access, plan_id, idea_id)
    rules.keep_measures.require(access, sides)
    plan = idea.driver.aim.plan
    there = reverse("cycle_list", args=[plan.pk])
    form = CycleForm(posted(request), plan=plan, back=("Back to the tests", there))

    def save() -> None:
        services.plan_cycle(
            by=request.user, idea=idea, values=form.typed_values(), today=timezone.localdate()
        )

    page = FormPage(
        f"Plan a test of “{idea.text}”",
        "The cycle is planned. Begin it when you do it.",
        there=there,
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.UPDATE_ACTIONS)
def cycle_edit(request: PersonRequest, cycle_id: int) -> HttpResponse:
    found, plan = _cycle_to_keep(request, cycle_id)
    form = CycleForm(posted(request), plan=plan, cycle=found, back=_back(found))

    def save() -> None:
        services.change_cycle(
            by=request.user,
            cycle=found,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=timezone.localdate(),
        )

    page = FormPage("Change the cycle", "The cycle is saved.", thing=found, there=_there(found))
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.UPDATE_ACTIONS)
def cycle_begin(request: PersonRequest, cycle_id: int) -> HttpResponse:
    found, plan = _cycle_to_keep(request, cycle_id)
    form = ConfirmForm(posted(request), submit="Begin to do it", back=_back(found))

    def begin() -> None:
        services.begin_cycle(by=request.user, cycle=found, today=timezone.localdate())

    page = FormPage(
        "Begin this cycle?",
        "The cycle has begun. The prediction is locked.",
        said="Its question and prediction cannot be changed afterwards, by anybody.",
        facts=(("Prediction", found.prediction),),
        there=_there(found),
    )
    return act_or_show(request, form, begin, page, plan=plan)


@requires(Permission.UPDATE_ACTIONS)
def cycle_did(request: PersonRequest, cycle_id: int) -> HttpResponse:
    found, plan = _cycle_to_keep(request, cycle_id)
    form = DidForm(posted(request), back=_back(found))

    def save() -> None:
        services.tell_what_was_done(
            by=request.user, cycle=found, did=form.cleaned_data["did"], today=timezone.localdate()
        )

    page = FormPage(
        "What was done?",
        "Saved. Now study what you found.",
        facts=(("Planned", found.plan_words),),
        there=_there(found),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.UPDATE_ACTIONS)
def cycle_decide(request: PersonRequest, cycle_id: int) -> HttpResponse:
    found, plan = _cycle_to_keep(request, cycle_id)
    form = DecideForm(posted(request), back=_back(found))

    def save() -> None:
        services.decide_cycle(
            by=request.user, cycle=found, today=timezone.localdate(), **form.typed_values()
        )

    page = FormPage(
        "What was found, and what now?",
        "The decision is saved, and the change idea moves with it.",
        facts=(("Question", found.question), ("Prediction", found.prediction)),
        there=_there(found),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.UPDATE_ACTIONS)
def cycle_remove(request: PersonRequest, cycle_id: int) -> HttpResponse:
    found, plan = _cycle_to_keep(request, cycle_id)
    form = ConfirmForm(posted(request), submit="Remove this cycle", back=_back(found))

    def remove() -> None:
        services.remove_cycle(by=request.user, cycle=found, today=timezone.localdate())

    page = FormPage(
        "Remove this planned cycle?",
        "The cycle is removed.",
        said="It has not begun, so nothing that was learnt is lost.",
        there=reverse("cycle_list", args=[plan.pk]),
    )
    return act_or_show(request, form, remove, page, plan=plan)


def _cycle_to_keep(request: PersonRequest, cycle_id: int) -> tuple[PdsaCycle, Plan]:
    access = access_of(request.user)
    found, sides = reading.cycle_visible_to(access, cycle_id)
    rules.keep_measures.require(access, sides)
    return found, found.idea.driver.aim.plan


def _there(cycle: PdsaCycle) -> str:
    return reverse("cycle", args=[cycle.pk])


def _back(cycle: PdsaCycle) -> tuple[str, str]:
    return ("Back to the cycle", _there(cycle))
