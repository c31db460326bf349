"""The filters above the actions of a plan."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from buddy_portal.accounts.models import User
from improvement_plans.models import ActionState
from improvement_plans.presenters.plans import is_overdue
from improvement_plans.selectors import PlanPage, StatedAction
from improvement_plans.states import ENDED_ACTIONS
from improvement_plans.status import StatusKind

DUE_SOON = datetime.timedelta(days=14)


@dataclass(frozen=True)
class ShownActions:
    """The actions that a plan's page shows, with its filters."""

    actions: list[StatedAction]
    filters: list[dict[str, Any]]


def actions_shown(page: PlanPage, show: str, *, user: User) -> ShownActions:
    """The actions of a plan under the filter asked for."""
    today = page.today
    kinds: dict[str, tuple[str, Callable[[StatedAction], bool]]] = {
        "": ("All", lambda _each: True),
        "waiting": ("Waiting for an answer", _claimed_done),
        "overdue": ("Overdue", lambda each: is_overdue(each.action, today)),
        "soon": ("Due in 14 days", lambda each: _due_soon(each, today)),
        "mine": ("Mine", lambda each: each.action.owner_id == user.pk),
        "open": ("Open", _is_open),
        "complete": ("Complete", lambda each: each.status.kind is StatusKind.COMPLETE),
    }
    show = show if show in kinds else ""
    counts = {key: sum(wanted(each) for each in page.actions) for key, (_, wanted) in kinds.items()}
    return ShownActions(
        actions=[each for each in page.actions if kinds[show][1](each)],
        filters=[
            {
                "text": text,
                "count": counts[key],
                "href": (f"?show={key}" if key else "?") + "#actions",
                "current": key == show,
            }
            for key, (text, _wanted) in kinds.items()
            if counts[key] or key in ("", show)
        ],
    )


def _claimed_done(each: StatedAction) -> bool:
    return each.action.state == ActionState.CLAIMED_DONE


def _is_open(each: StatedAction) -> bool:
    return each.action.state not in ENDED_ACTIONS


def _due_soon(each: StatedAction, today: datetime.date) -> bool:
    return _is_open(each) and today <= each.action.due <= today + DUE_SOON
