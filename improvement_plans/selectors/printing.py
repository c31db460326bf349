"""What is printed beside a plan's aims and actions, for the person who prints it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from improvement_plans.models import Aim, Contact, Evidence, ProgressUpdate, Risk
from improvement_plans.selectors.plans import PlanPage
from improvement_plans.selectors.rooms import contacts_of, drivers_of, risks_of


@dataclass(frozen=True)
class PrintedRooms:
    """Drivers, evidence, contacts and risks, loaded. A guest's copy has no contacts and risks."""

    drivers: list[Aim]
    evidence: list[Evidence]
    contacts: list[Contact]
    risks: list[Risk]


def rooms_to_print(page: PlanPage) -> PrintedRooms:
    """What the person of this page may take along on paper: at most 9 queries."""
    is_guest = page.sides.is_guest
    newest = ProgressUpdate.objects.select_related("by")
    actions = [each.action for each in page.actions]
    prefetch_related_objects(actions, Prefetch("updates", newest))
    evidence = Evidence.objects.filter(action__plan=page.plan, removed_at=None)
    return PrintedRooms(
        drivers=drivers_of(page.plan),
        evidence=list(evidence.select_related("action", "by", "verified_by")),
        contacts=[] if is_guest else contacts_of(page.plan),
        risks=[] if is_guest else risks_of(page.plan),
    )
