"""Reading actions: one with its history, a person's own, and those that wait for somebody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.prepared import prepared
from improvement_plans import rules
from improvement_plans.models import (
    Action,
    ActionState,
    Claim,
)
from improvement_plans.selectors import action_parts
from improvement_plans.selectors.visibility import (
    answered_by,
    carried_out_by,
    plans_visible_to,
    seen_plan,
    sides_for,
)
from improvement_plans.states import ENDED_ACTIONS, UNDER_WAY
from improvement_plans.status import ActionFacts, Status, action_status

LONDON = timezone.get_default_timezone()
NO_SUCH_ACTION = "There is no such action, or it is not in one of your plans."


@dataclass(frozen=True)
class StatedAction:
    """An action with its status worked out as at a day."""

    action: Action
    status: Status


def action_visible_to(
    access: Access, action_id: int, *, with_history: bool = True
) -> tuple[Action, rules.ActionSides]:
    """One action with its history, of a plan that the person may see, or NotFound.

    A form that shows nothing of the history does without it: six queries fewer.
    """
    read = action_parts.action_to_tell if with_history else action_parts.action_by_key
    action = next(iter(read(action_id)), None)
    plan = seen_plan(access, action.plan_id) if action else None
    if action is None or plan is None:
        raise NotFound(NO_SUCH_ACTION)
    action.plan = plan
    if with_history:
        action_parts.hold_history(action)
    return action, rules.ActionSides(sides_for(access, plan), action.owner_id)


def actions_to_update(access: Access, *, on: datetime.date) -> list[Action]:
    """A person's own open actions in plans under way: the monthly check-in.

    What is claimed done waits for somebody else, so it is not asked about again.
    """
    if access.user_id is None:
        return []
    actions = _actions_to_update(access, on)
    action_parts.hold_reports(actions)
    return actions


@prepared
def _actions_to_update(access: Access, on: datetime.date) -> QuerySet[Action, Action]:
    found = actions_to_report_on(access, on=on)
    found = found.select_related("plan__trust", "plan__team", "plan__pair__mentor", "aim")
    return found.order_by("due", "pk")


@prepared
def days_due(access: Access, on: datetime.date) -> QuerySet[Any, datetime.date]:
    """When each of the actions to update is due."""
    return actions_to_report_on(access, on=on).order_by("due").values_list("due", flat=True)


def actions_to_report_on(access: Access, *, on: datetime.date) -> QuerySet[Action]:
    """The same, in no order and with nothing beside them."""
    return Action.objects.filter(
        owner_id=access.user_id,
        plan__state__in=UNDER_WAY,
        plan__window_from__lte=on,
        plan__window_to__gte=on,
        plan__in=plans_visible_to(access, on=on).order_by().values("pk"),
    ).exclude(state__in=[*ENDED_ACTIONS, ActionState.CLAIMED_DONE])


def actions_to_answer(access: Access) -> QuerySet[Action]:
    """Claimed done, for those who answer as the buddy; never one's own. Longest waiting first."""
    return (
        Action.objects.filter(
            state=ActionState.CLAIMED_DONE,
            plan__state__in=UNDER_WAY,
        )
        .filter(answered_by(access, "plan"))
        .filter(~Q(owner_id=access.user_id) | Q(owner_id=None))
        .select_related("plan__trust")
        .order_by("state_since", "pk")
    )


def actions_for_sponsor(access: Access) -> QuerySet[Action]:
    """Blocked and outside the team's control, in plans that trusts of this sponsor carry out."""
    return (
        Action.objects.filter(
            carried_out_by(access.trusts_where(Permission.SPONSOR_PLANS), "plan"),
            state=ActionState.BLOCKED,
            within_our_control=False,
            plan__state__in=UNDER_WAY,
        )
        .select_related("plan__trust", "owner")
        .order_by("state_since", "pk")
    )


def stated(action: Action, *, on: datetime.date) -> StatedAction:
    """An action with its status as at a day."""
    return StatedAction(action, action_status(facts_of(action), on=on))


def facts_of(action: Action) -> ActionFacts:
    """What the status of a stored action is worked out from."""
    updated = action.last_update_at
    return ActionFacts(
        state=action.get_state(),
        starts_on=action.starts_on,
        due=action.due,
        state_since=action.state_since,
        last_update_on=timezone.localdate(updated, LONDON) if updated else None,
        due_changes=action.due_changes,
        claim=Claim(action.claim) if action.claim else None,
    )
