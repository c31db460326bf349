"""The smallest valid plans, aims and actions."""

import datetime
import hashlib

from django.utils import timezone

from improvement_plans.models import (
    Action,
    Aim,
    ChangeIdea,
    Contact,
    ContactKind,
    Driver,
    Evidence,
    EvidenceContent,
    Plan,
    PlanState,
    Risk,
)
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
    return Plan.objects.create(pair=pair, trust=pair.mentee, scheme=scheme, **values)


def make_aim(plan: Plan, question: Question | None = None, **fields: object) -> Aim:
    question = question or make_question(plan.scheme.baseline, f"Q{plan.aims.count() + 1}")
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


def make_driver(aim: Aim, label: str = "A named contact", **idea: object) -> Driver:
    """A driver with one idea, which has not been tried unless the fields say otherwise."""
    driver = Driver.objects.create(aim=aim, label=label)
    ChangeIdea.objects.create(driver=driver, **{"text": "A card with a number", **idea})
    return driver


def make_contact(plan: Plan, **fields: object) -> Contact:
    values = {
        "on": plan.window_from,
        "kind": ContactKind.CALL,
        "minutes": 45,
        "who": "Both lead nurses",
        "agreed": "We try the card on two wards",
        **fields,
    }
    return Contact.objects.create(plan=plan, **values)


def make_risk(plan: Plan, **fields: object) -> Risk:
    values = {
        "text": "The clinic moves in spring",
        "likelihood": 3,
        "impact": 4,
        "mitigation": "We plan the move with the ward",
        "review_on": plan.window_to,
        **fields,
    }
    return Risk.objects.create(plan=plan, **values)


def make_evidence(action: Action, **fields: object) -> Evidence:
    content = b"%PDF-1.7 smallest"
    evidence = Evidence.objects.create(
        action=action,
        shows="7 wards have the card",
        file_name="audit.pdf",
        file_kind="pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        no_patient_data=True,
        **fields,
    )
    EvidenceContent.objects.create(evidence=evidence, content=content)
    return evidence
