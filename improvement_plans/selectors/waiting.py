"""Which kinds of things wait for a person: asked all at once, for on most days there are few."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from improvement_plans.selectors.actions import (
    actions_for_sponsor,
    actions_to_answer,
    actions_to_report_on,
)
from improvement_plans.selectors.escalations import help_wanted, risks_to_review
from improvement_plans.selectors.practices import waiting_for_review
from improvement_plans.selectors.targets import pairs_without_plan


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


def what_waits(access: Access, *, on: datetime.date) -> Waiting:
    """One query for people of trusts; of others only two kinds can wait, and none is asked."""
    if not access.trusts:
        return Waiting(check_in=True, practices=True)
    kinds = {
        "start": pairs_without_plan(access),
        "check_in": actions_to_report_on(access, on=on),
        "answer": actions_to_answer(access),
        "unblock": actions_for_sponsor(access),
        "practices": waiting_for_review(access),
        "help_wanted": help_wanted(access, on=on),
        "risks": risks_to_review(access, on=on),
    }
    asked = User.objects.filter(pk=access.user_id or 0).annotate(
        **{f"has_{name}": Exists(found) for name, found in kinds.items()}
    )
    row = asked.values(*(f"has_{name}" for name in kinds)).first()
    return Waiting(**{name: row[f"has_{name}"] for name in kinds}) if row else Waiting()
