"""Drivers and change ideas: the picture and the list, and writing them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.forms.drivers import DriverForm, IdeaForm, NewIdeaForm
from improvement_plans.models import Driver, IdeaState, Plan
from improvement_plans.presenters.drivers import aims_with_drivers
from improvement_plans.selectors import rooms
from improvement_plans.services import drivers
from improvement_plans.time_box import may_report, may_write
from improvement_plans.views.showing import FormPage, act_or_show, posted


@requires(Permission.SEE_PLANS, guests=True)
def driver_list(request: PersonRequest, plan_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    open_now = may_write(plan, on=today) or may_report(plan, on=today)
    context = {
        "plan": plan,
        "aims": aims_with_drivers(rooms.drivers_of(plan)),
        "may_edit": open_now and rules.write_plan.allows(access, sides),
    }
    return render(request, "improvement_plans/drivers.html", context)


@requires(Permission.WRITE_PLANS)
def driver_new(request: PersonRequest, plan_id: int, aim_id: int) -> HttpResponse:
    access = access_of(request.user)
    aim, sides = selectors.aim_visible_to(access, plan_id, aim_id)
    rules.write_plan.require(access, sides)
    form = DriverForm(posted(request), aim=aim, back=_back(aim.plan))

    def save() -> None:
        drivers.add_driver(
            by=request.user,
            aim=aim,
            label=form.cleaned_data["label"],
            parent=form.cleaned_data["parent"],
            today=timezone.localdate(),
        )

    title = f"Add a driver to “{aim.title}”"
    page = FormPage(title, "The driver is added.", there=_there(aim.plan))
    return act_or_show(request, form, save, page, plan=aim.plan)


@requires(Permission.WRITE_PLANS)
def driver_edit(request: PersonRequest, plan_id: int, driver_id: int) -> HttpResponse:
    driver = _driver_to_write(request, plan_id, driver_id)
    plan = driver.aim.plan
    form = DriverForm(posted(request), aim=driver.aim, driver=driver, back=_back(plan))

    def save() -> None:
        drivers.change_driver(
            by=request.user,
            driver=driver,
            read_at=form.read_at(),
            label=form.cleaned_data["label"],
            today=timezone.localdate(),
        )

    page = FormPage("Reword the driver", "The driver is saved.", thing=driver, there=_there(plan))
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def driver_remove(request: PersonRequest, plan_id: int, driver_id: int) -> HttpResponse:
    driver = _driver_to_write(request, plan_id, driver_id)
    plan = driver.aim.plan
    form = ConfirmForm(posted(request), submit="Remove this driver", back=_back(plan))

    def remove() -> None:
        drivers.remove_driver(by=request.user, driver=driver, today=timezone.localdate())

    page = FormPage(
        f"Remove the driver “{driver.label}”?",
        "The driver is removed.",
        said="Its parts and their untried ideas go with it. Actions stay in the plan.",
        there=_there(plan),
    )
    return act_or_show(request, form, remove, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def idea_new(request: PersonRequest, plan_id: int, driver_id: int) -> HttpResponse:
    driver = _driver_to_write(request, plan_id, driver_id)
    plan = driver.aim.plan
    form = NewIdeaForm(posted(request), back=_back(plan))

    def save() -> None:
        drivers.add_idea(
            by=request.user, driver=driver, today=timezone.localdate(), **form.typed_values()
        )

    page = FormPage(
        f"Add a change idea to “{driver.label}”",
        "The idea is added. Give it an action when you try it.",
        there=_there(plan),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def idea_edit(request: PersonRequest, plan_id: int, idea_id: int) -> HttpResponse:
    access = access_of(request.user)
    idea, sides = rooms.idea_visible_to(access, plan_id, idea_id)
    rules.write_plan.require(access, sides)
    plan = idea.driver.aim.plan
    form = IdeaForm(posted(request), idea=idea, back=_back(plan))

    def save() -> None:
        drivers.change_idea(
            by=request.user,
            idea=idea,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=timezone.localdate(),
        )

    untried = idea.state == IdeaState.IDEA
    remove = (reverse("idea_remove", args=[plan_id, idea_id]), "Remove this idea")
    page = FormPage(
        "Change the idea",
        "The idea is saved.",
        thing=idea,
        there=_there(plan),
        other=remove if untried else None,
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def idea_remove(request: PersonRequest, plan_id: int, idea_id: int) -> HttpResponse:
    access = access_of(request.user)
    idea, sides = rooms.idea_visible_to(access, plan_id, idea_id)
    rules.write_plan.require(access, sides)
    plan = idea.driver.aim.plan
    form = ConfirmForm(posted(request), submit="Remove this idea", back=_back(plan))

    def remove() -> None:
        drivers.remove_idea(by=request.user, idea=idea, today=timezone.localdate())

    page = FormPage(
        f"Remove the idea “{idea.text}”?",
        "The idea is removed.",
        said="Its actions stay in the plan, without an idea. This cannot be undone.",
        there=_there(plan),
    )
    return act_or_show(request, form, remove, page, plan=plan)


def _driver_to_write(request: PersonRequest, plan_id: int, driver_id: int) -> Driver:
    access = access_of(request.user)
    driver, sides = rooms.driver_visible_to(access, plan_id, driver_id)
    rules.write_plan.require(access, sides)
    return driver


def _there(plan: Plan) -> str:
    return reverse("driver_list", args=[plan.pk])


def _back(plan: Plan) -> tuple[str, str]:
    return ("Back to the drivers", _there(plan))
