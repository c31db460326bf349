"""What was said and done about one action, each kind by a statement that is put together once."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from buddy_portal.prepared import hold, prepared
from improvement_plans.models import (
    Action,
    ActionStep,
    Commitment,
    DueDateChange,
    Evidence,
    ProgressUpdate,
    Review,
    SponsorReply,
)


def hold_history(action: Action) -> None:
    """Load everything that the page of an action tells, of an action from `action_to_tell`."""
    for name, rows in _HISTORY.items():
        hold(action, name, rows(action.pk) if getattr(action, f"has_{name}") else [])


def hold_reports(actions: list[Action]) -> None:
    """Load what was reported of several actions, and what sponsors answered; newest first."""
    keys = [action.pk for action in actions]
    updates, replies = updates_of(keys), _replies_to(keys)
    for action in actions:
        hold(action, "updates", [each for each in updates if each.action_id == action.pk])
        hold(action, "sponsor_replies", [each for each in replies if each.action_id == action.pk])


@prepared
def updates_of(actions: list[int]) -> QuerySet[ProgressUpdate, ProgressUpdate]:
    return ProgressUpdate.objects.filter(action__in=actions).select_related("by")


@prepared
def _replies_to(actions: list[int]) -> QuerySet[SponsorReply, SponsorReply]:
    return SponsorReply.objects.filter(action__in=actions).select_related("by")


@prepared
def action_by_key(action_id: int) -> QuerySet[Action, Action]:
    """One action, with `has_promises`: whether any commitment is to be kept by it."""
    promises = Commitment.objects.filter(action=OuterRef("pk"))
    found = Action.objects.filter(pk=action_id).annotate(has_promises=Exists(promises))
    return found.select_related("aim", "owner", "carried_from__plan__scheme").order_by()


@prepared
def action_to_tell(action_id: int) -> QuerySet[Action, Action]:
    """The same with whether there is something of each kind of its history; mostly there is not."""
    found = action_by_key.put_together(action_id)
    for name in _HISTORY:
        kind: Any = Action._meta.get_field(name)
        rows = kind.related_model.objects.filter(**{kind.field.name: OuterRef("pk")})
        found = found.annotate(**{f"has_{name}": Exists(rows)})
    return found


@prepared
def _carried_on(action_id: int) -> QuerySet[Action, Action]:
    return Action.objects.filter(carried_from=action_id).select_related("plan__scheme")


@prepared
def _updates(action_id: int) -> QuerySet[ProgressUpdate, ProgressUpdate]:
    return ProgressUpdate.objects.filter(action=action_id).select_related("by")


@prepared
def _reviews(action_id: int) -> QuerySet[Review, Review]:
    return Review.objects.filter(action=action_id).select_related("by")


@prepared
def _steps(action_id: int) -> QuerySet[ActionStep, ActionStep]:
    return ActionStep.objects.filter(action=action_id).select_related("by")


@prepared
def _date_changes(action_id: int) -> QuerySet[DueDateChange, DueDateChange]:
    return DueDateChange.objects.filter(action=action_id).select_related("by")


@prepared
def _evidence(action_id: int) -> QuerySet[Evidence, Evidence]:
    found = Evidence.objects.filter(action=action_id)
    return found.select_related("by", "verified_by", "removed_by")


@prepared
def _sponsor_replies(action_id: int) -> QuerySet[SponsorReply, SponsorReply]:
    return SponsorReply.objects.filter(action=action_id).select_related("by")


# The name of each kind on an action -> how it is read.
_HISTORY: dict[str, Any] = {
    "carried_on": _carried_on,
    "updates": _updates,
    "reviews": _reviews,
    "steps": _steps,
    "date_changes": _date_changes,
    "evidence": _evidence,
    "sponsor_replies": _sponsor_replies,
}
