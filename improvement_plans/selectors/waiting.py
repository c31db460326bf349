"""Which kinds of things wait for a person: asked all at once, for on most days there are few."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.asking import whether
from buddy_portal.accounts.permissions import Permission
from buddy_portal.prepared import prepared
from improvement_plans.collaborating.monthly import month_of
from improvement_plans.selectors.actions import (
    actions_for_sponsor,
    actions_to_answer,
    actions_to_report_on,
)
from improvement_plans.selectors.commitments import commitments_owned, waiting_to_be_published
from improvement_plans.selectors.engagement import events_to_finish
from improvement_plans.selectors.escalations import help_wanted, risks_to_review
from improvement_plans.selectors.measures import measures_kept
from improvement_plans.selectors.meetings import meetings_that_wait
from improvement_plans.selectors.plans import waiting_plans
from improvement_plans.selectors.practices import waiting_for_review
from improvement_plans.selectors.recommendations import unanswered
from improvement_plans.selectors.sustaining import closing_plans
from improvement_plans.selectors.targets import pairs_without_plan
from improvement_plans.selectors.team_duties import (
    abstracts_to_answer,
    month_to_report,
    reports_due,
)


@dataclass(frozen=True)
class Waiting:
    """Whether there is anything of a kind; what it is, is asked only where there is."""

    start: bool = False
    check_in: bool = False
    answer: bool = False
    unblock: bool = False
    practices: bool = False
    help_wanted: bool = False
    risks: bool = False
    commitments: bool = False
    events: bool = False
    kept: bool = False
    unanswered: bool = False
    meetings: bool = False
    move: bool = False
    looks: bool = False
    figures: bool = False
    reports: bool = False
    abstracts: bool = False


# Who may have something waiting where people were listened to.
_LISTENING = frozenset(
    {
        *(Permission.UPDATE_ACTIONS, Permission.WRITE_PLANS),
        *(Permission.APPROVE_PLANS, Permission.SPONSOR_PLANS),
    }
)
_KINDS = tuple(field.name for field in fields(Waiting))


def what_waits(access: Access, *, on: datetime.date) -> Waiting:
    """One query, whatever the person may do."""
    if access.user_id is None:
        return Waiting()
    asked = _asked(access, on, month_to_report(on), month_of(on))
    return next((Waiting(*row) for row in asked), Waiting())


@prepared
def _asked(
    access: Access, on: datetime.date, month: datetime.date, after: datetime.date
) -> QuerySet[Any, Any]:
    """Yes or no for each kind, in order. Kinds that cannot wait for the person cost nothing.

    `month` is the one that teams report on, `after` the first day after it.
    """
    kinds: dict[str, QuerySet[Any]] = {
        "check_in": actions_to_report_on(access, on=on),
        "move": waiting_plans(access, on=on),
        "figures": measures_kept(access, on=on),
        "practices": waiting_for_review(access),
        "meetings": meetings_that_wait(access, on=on),
        "abstracts": abstracts_to_answer(access),
        **(_of_trusts(access, on) if access.trusts else {}),
        **(_of_teams(access, month, after) if access.trusts else {}),
        **(_of_listening(access, on) if _LISTENING & access.permissions else {}),
    }
    return whether(access, (kinds.get(name) for name in _KINDS))


def _of_trusts(access: Access, on: datetime.date) -> dict[str, QuerySet[Any]]:
    return {
        "start": pairs_without_plan(access),
        "answer": actions_to_answer(access),
        "unblock": actions_for_sponsor(access),
        "help_wanted": help_wanted(access, on=on),
        "risks": risks_to_review(access, on=on),
        "looks": closing_plans(access, on=on),
    }


def _of_teams(
    access: Access, month: datetime.date, after: datetime.date
) -> dict[str, QuerySet[Any]]:
    if Permission.WRITE_PLANS not in access.permissions:
        return {}
    return {"reports": reports_due(access, month=month, after=after)}


def _of_listening(access: Access, on: datetime.date) -> dict[str, QuerySet[Any]]:
    return {
        "commitments": commitments_owned(access),
        "events": events_to_finish(access, on=on),
        "kept": waiting_to_be_published(access),
        "unanswered": unanswered(access, on=on),
    }
