"""Drivers and change ideas: how an aim should come about, and what is tried."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from buddy_portal.accounts.audit import changed_fields
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans.models import Aim, ChangeIdea, CycleState, Driver, IdeaState
from improvement_plans.services.moves import plan_to_work_on, record_on_plan
from improvement_plans.states import check_idea_move

NEEDS_LEARNT = (IdeaState.ADAPTED, IdeaState.ABANDONED)


def add_driver(
    *, by: User, aim: Aim, label: str, parent: Driver | None, today: datetime.date
) -> Driver:
    """Add a driver to an aim, or a part to one of the aim's drivers."""
    with transaction.atomic():
        plan = plan_to_work_on(aim.plan_id, by=by, today=today)
        if parent is not None and (parent.aim_id != aim.pk or parent.parent_id is not None):
            raise Refusal("Choose a primary driver of this aim", field="parent")
        driver = Driver.objects.create(aim=aim, label=label, parent=parent)
        record_on_plan(plan, by=by, action="driver added", changes={"driver": ("", label)})
    return driver


def change_driver(
    *, by: User, driver: Driver, read_at: int, label: str, today: datetime.date
) -> None:
    """Reword a driver, if nobody else did in between."""
    with transaction.atomic():
        plan = plan_to_work_on(driver.aim.plan_id, by=by, today=today)
        changes = changed_fields(driver, {"label": label})
        save_version(driver, read_at=read_at, values={"label": label})
        if changes:
            record_on_plan(plan, by=by, action="driver changed", changes=changes)


def remove_driver(*, by: User, driver: Driver, today: datetime.date) -> None:
    """Remove a driver with its parts and ideas, unless one of them has been tried."""
    with transaction.atomic():
        plan = plan_to_work_on(driver.aim.plan_id, by=by, today=today)
        below = ChangeIdea.objects.filter(driver=driver) | ChangeIdea.objects.filter(
            driver__parent=driver
        )
        if below.exclude(state=IdeaState.IDEA).exists():
            raise WrongState(
                "An idea of this driver has been tried, so the driver stays: what was learnt "
                "from it belongs to the plan."
            )
        label = driver.label
        driver.delete()
        record_on_plan(plan, by=by, action="driver removed", changes={"driver": (label, "")})


def add_idea(
    *, by: User, driver: Driver, text: str, source: str, today: datetime.date
) -> ChangeIdea:
    """Add an idea to a driver; it has not been tried yet."""
    with transaction.atomic():
        plan = plan_to_work_on(driver.aim.plan_id, by=by, today=today)
        idea = ChangeIdea.objects.create(driver=driver, text=text, source=source)
        record_on_plan(plan, by=by, action="change idea added", changes={"idea": ("", text)})
    return idea


def change_idea(
    *, by: User, idea: ChangeIdea, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save an idea and how far it has got; what was adapted or abandoned says what was learnt."""
    with transaction.atomic():
        plan = plan_to_work_on(idea.driver.aim.plan_id, by=by, today=today)
        idea.refresh_from_db(fields=["state"])
        to = IdeaState(values["state"])
        if to != idea.state:
            check_idea_move(idea.state, to)
            _check_no_cycle_runs(idea)
        if to in NEEDS_LEARNT and not values["learnt"].strip():
            raise Refusal("Say what was learnt", field="learnt")
        changes = changed_fields(idea, values)
        save_version(idea, read_at=read_at, values=values)
        if changes:
            record_on_plan(plan, by=by, action="change idea changed", changes=changes)


def _check_no_cycle_runs(idea: ChangeIdea) -> None:
    """What becomes of an idea under test is decided in its cycle, held against the prediction."""
    running = idea.cycles.filter(state__in=(CycleState.DOING, CycleState.STUDYING)).first()
    if running is not None:
        raise WrongState(
            f"Cycle {running.number} of this idea is under way. Decide there what becomes of it",
            field="state",
        )


def remove_idea(*, by: User, idea: ChangeIdea, today: datetime.date) -> None:
    """Remove an idea that was never tried; its actions stay, without it."""
    with transaction.atomic():
        plan = plan_to_work_on(idea.driver.aim.plan_id, by=by, today=today)
        idea.refresh_from_db(fields=["state"])
        if idea.state != IdeaState.IDEA:
            raise WrongState("This idea has been tried. Mark it as abandoned instead.")
        text = idea.text
        idea.delete()
        record_on_plan(plan, by=by, action="change idea removed", changes={"idea": (text, "")})
