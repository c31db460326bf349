"""The parts of one plan by its key, each by a statement that is put together once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet

from buddy_portal.prepared import hold, prepared
from improvement_plans.models import (
    Action,
    Aim,
    ChangeIdea,
    Evidence,
    ExtensionRequest,
    Plan,
    PlanComment,
    PlanGuest,
    PlanStep,
)
from improvement_plans.selectors.action_parts import updates_of

Part = TypeVar("Part", bound=Any)


def belonging_to(plan: Plan, parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with the plan itself at hand, so that nobody asks for it again."""
    found = tuple(parts)
    for each in found:
        each.plan = plan
    return found


@prepared
def actions_of(plan_id: int) -> QuerySet[Action, Action]:
    found = Action.objects.filter(plan=plan_id).select_related("owner", "aim")
    return found.order_by("due", "pk")


def hold_claims(actions: list[Action]) -> None:
    """Load what was said of actions that wait for an answer, newest first, and what proves it."""
    keys = [action.pk for action in actions]
    updates, evidence = updates_of(keys), _evidence_of(keys)
    for action in actions:
        hold(action, "updates", [each for each in updates if each.action_id == action.pk])
        hold(action, "evidence", [each for each in evidence if each.action_id == action.pk])


@prepared
def _evidence_of(actions: list[int]) -> QuerySet[Evidence, Evidence]:
    return Evidence.objects.filter(action__in=actions)


@prepared
def aims_of(plan_id: int) -> QuerySet[Aim, Aim]:
    found = Aim.objects.filter(plan=plan_id).select_related("question", "own_measure")
    return found.order_by("position", "pk")


@prepared
def ideas_of(plan_id: int) -> QuerySet[ChangeIdea, ChangeIdea]:
    return ChangeIdea.objects.filter(driver__aim__plan=plan_id)


@prepared
def comments_of(plan_id: int) -> QuerySet[PlanComment, PlanComment]:
    return PlanComment.objects.filter(plan=plan_id).select_related("by")


@prepared
def steps_of(plan_id: int) -> QuerySet[PlanStep, PlanStep]:
    return PlanStep.objects.filter(plan=plan_id).select_related("by")


@prepared
def guests_of(plan_id: int) -> QuerySet[PlanGuest, PlanGuest]:
    return PlanGuest.objects.filter(plan=plan_id).select_related("user")


@prepared
def requests_of(plan_id: int) -> QuerySet[ExtensionRequest, ExtensionRequest]:
    return ExtensionRequest.objects.filter(plan=plan_id).select_related("asked_by", "decided_by")
