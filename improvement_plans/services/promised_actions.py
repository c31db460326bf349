"""Actions that keep a promise: the commitment and the action of its plan know of each other."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans.listening.states import ANSWERED
from improvement_plans.models import Action, Commitment, Plan
from improvement_plans.services import writing


def add_action(
    *,
    by: User,
    plan: Plan,
    values: dict[str, Any],
    commitment: Commitment | None = None,
    today: datetime.date,
) -> Action:
    """Add an action to a plan; with a `commitment` of that plan it is the one that keeps it."""
    with transaction.atomic():
        action = writing.add_action(by=by, plan=plan, values=values, today=today)
        if commitment is not None:
            _keep_by(by, commitment, action)
    return action


def _keep_by(by: User, commitment: Commitment, action: Action) -> None:
    found = Commitment.objects.select_for_update(of=("self",)).select_related("trust")
    promised = found.get(pk=commitment.pk)
    if promised.plan_id != action.plan_id:
        raise Refusal("This commitment is not one of the plan’s")
    if promised.action_id is not None or promised.state in ANSWERED:
        raise WrongState("This commitment has an action, or an answer, already.")
    promised.action = action
    promised.version += 1
    promised.save(update_fields=["action", "version"])
    record_event(
        by=by,
        action="commitment made an action",
        thing=promised,
        trust_code=promised.trust.ods_code if promised.trust else "",
        changes={"action": ("", action.text)},
    )
