"""The smallest valid plans, aims and actions."""

import datetime

from django.utils import timezone

from improvement_plans.models import Action, Aim, Plan, PlanState
from improvement_plans.states import BEING_WRITTEN
from trusts.models import BuddyPair, Question
from trusts.tests.factories import make_pair, make_question, make_scheme, make_trust

# In all other states a plan has been approved, so its baselines are frozen.
_NOT_FROZEN = (*BEING_WRITTEN, PlanState.SUBMITTED, PlanState.WITHDRAWN)


def make_plan(pair: BuddyPair | None = None, **fields: object) -> Plan:
    pair = pair or make_pair(make_scheme(), make_trust(), make_trust())
    scheme = pair.scheme
    values = {
        "title": f"{pair.mentee}: improvement plan",
        "window_from": scheme.implementation_from,
        "window_to": scheme.implementation_to,
        **fields,
    }
    if values.get("state", PlanState.DRAFT) not in _NOT_FROZEN:
        values.setdefault("baselines_frozen_at", timezone.now())
    return Plan.objects.create(pair=pair, **values)


def make_aim(plan: Plan, question: Question | None = None, **fields: object) -> Aim:
    question = question or make_question(plan.pair.scheme.baseline, f"Q{plan.aims.count() + 1}")
    values = {
        "title": question.label,
        "baseline": 63.8,
        "baseline_n": 298,
        "target": 74.0,
        **fields,
    }
    values.setdefault("by_date", plan.window_to)
    return Aim.objects.create(plan=plan, question=question, **values)


def make_action(plan: Plan, aim: Aim | None = None, **fields: object) -> Action:
    due: datetime.date = fields.pop("due", plan.window_to)  # type: ignore[assignment]
    values = {
        "text": "Give every new patient the contact card",
        "starts_on": plan.window_from,
        "state_since": plan.window_from,
        "original_due": due,
        **fields,
    }
    return Action.objects.create(plan=plan, aim=aim, due=due, **values)
