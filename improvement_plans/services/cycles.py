"""PDSA cycles: planning one, beginning it, saying what was done, deciding what comes of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans.models import (
    ChangeIdea,
    CycleDecision,
    CycleState,
    IdeaState,
    PdsaCycle,
    Plan,
)
from improvement_plans.services.measures import plan_to_measure
from improvement_plans.states import check_cycle_move, check_idea_move

BECOMES = {
    CycleDecision.ADOPT: IdeaState.ADOPTED,
    CycleDecision.ADAPT: IdeaState.ADAPTED,
    CycleDecision.ABANDON: IdeaState.ABANDONED,
}
LONGEST_LEARNT = 500


def plan_cycle(
    *, by: User, idea: ChangeIdea, values: dict[str, Any], today: datetime.date
) -> PdsaCycle:
    """Plan the next cycle of a change idea; it has at most one that is not decided."""
    with transaction.atomic():
        plan = plan_to_measure(idea.driver.aim.plan_id, by=by, today=today)
        idea = _locked_idea(idea.pk)
        _check_testable(idea)
        if idea.cycles.exclude(state=CycleState.DECIDED).exists():
            raise WrongState("This idea has a cycle that is not decided yet. Finish it first.")
        _check_words(plan, values)
        number = (idea.cycles.aggregate(last=Max("number"))["last"] or 0) + 1
        cycle = PdsaCycle.objects.create(idea=idea, number=number, by=by, **values)
        _record(cycle, plan, by=by, action="cycle planned")
    return cycle


def change_cycle(
    *, by: User, cycle: PdsaCycle, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Reword a cycle that has not begun, if nobody else did in between."""
    with transaction.atomic():
        plan, locked = _to_work_on(cycle, by=by, today=today)
        if locked.state != CycleState.PLANNED:
            raise WrongState(
                "This cycle has begun, so its plan and its prediction stay as they are."
            )
        _check_words(plan, values)
        changes = changed_fields(locked, values)
        save_version(cycle, read_at=read_at, values=values)
        if changes:
            _record(locked, plan, by=by, action="cycle changed", changes=changes)


def remove_cycle(*, by: User, cycle: PdsaCycle, today: datetime.date) -> None:
    """Remove a cycle that has not begun."""
    with transaction.atomic():
        plan, locked = _to_work_on(cycle, by=by, today=today)
        if locked.state != CycleState.PLANNED:
            raise WrongState("This cycle has begun: what it found belongs to the plan.")
        _record(locked, plan, by=by, action="cycle removed")
        locked.delete()


def begin_cycle(*, by: User, cycle: PdsaCycle, today: datetime.date) -> None:
    """Begin to do what was planned: the prediction is locked, the idea is being tested."""
    with transaction.atomic():
        plan, locked = _to_work_on(cycle, by=by, today=today)
        check_cycle_move(locked.state, CycleState.DOING)
        _check_testable(locked.idea)
        if locked.idea.state != IdeaState.TESTING:
            _move_idea(locked.idea, IdeaState.TESTING, learnt=locked.idea.learnt)
        locked.state, locked.begun_on = CycleState.DOING, today
        _save(locked, plan, by=by, action="cycle begun")


def tell_what_was_done(*, by: User, cycle: PdsaCycle, did: str, today: datetime.date) -> None:
    """Say what was really done, also where it was not as planned."""
    with transaction.atomic():
        plan, locked = _to_work_on(cycle, by=by, today=today)
        check_cycle_move(locked.state, CycleState.STUDYING)
        locked.state, locked.did = CycleState.STUDYING, did
        _save(locked, plan, by=by, action="cycle done")


def decide_cycle(
    *,
    by: User,
    cycle: PdsaCycle,
    found: str,
    prediction_met: str,
    decision: str,
    today: datetime.date,
) -> None:
    """Hold what was found against the prediction and decide; the idea moves with the decision."""
    with transaction.atomic():
        plan, locked = _to_work_on(cycle, by=by, today=today)
        check_cycle_move(locked.state, CycleState.DECIDED)
        becomes = BECOMES[CycleDecision(decision)]
        if locked.idea.state != becomes:
            _move_idea(locked.idea, becomes, learnt=found[:LONGEST_LEARNT])
        locked.state, locked.decided_on = CycleState.DECIDED, today
        locked.found, locked.prediction_met, locked.decision = found, prediction_met, decision
        _save(locked, plan, by=by, action="cycle decided", changes={"idea": ("", becomes.label)})


def _to_work_on(cycle: PdsaCycle, *, by: User, today: datetime.date) -> tuple[Plan, PdsaCycle]:
    """The plan, the idea and the cycle, locked in this order."""
    idea_id = cycle.idea_id
    plan_id = ChangeIdea.objects.values_list("driver__aim__plan", flat=True).get(pk=idea_id)
    plan = plan_to_measure(plan_id, by=by, today=today)
    idea = _locked_idea(idea_id)
    locked = PdsaCycle.objects.select_for_update().get(pk=cycle.pk)
    locked.idea = idea
    return plan, locked


def _locked_idea(idea_id: int) -> ChangeIdea:
    return ChangeIdea.objects.select_for_update().get(pk=idea_id)


def _check_testable(idea: ChangeIdea) -> None:
    if idea.state != IdeaState.TESTING:
        check_idea_move(idea.state, IdeaState.TESTING)


def _check_words(plan: Plan, values: dict[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise Refusal("The cycle must end on or after the day it starts", field="ends_on")
    measure = values.get("measure")
    if measure is not None and measure.plan_id != plan.pk:
        raise Refusal("Choose a measure of this plan", field="measure")


def _move_idea(idea: ChangeIdea, to: IdeaState, *, learnt: str) -> None:
    check_idea_move(idea.state, to)
    idea.state, idea.learnt = to, learnt
    idea.version += 1
    idea.save()


def _save(cycle: PdsaCycle, plan: Plan, *, by: User, action: str, **more: Any) -> None:
    cycle.version += 1
    cycle.save()
    _record(cycle, plan, by=by, action=action, **more)


def _record(cycle: PdsaCycle, plan: Plan, *, by: User, action: str, **more: Any) -> None:
    record_event(by=by, action=action, thing=cycle, trust_code=plan.trust.ods_code, **more)
