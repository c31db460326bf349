"""How far each plan can be said to be, from what there is to show for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from buddy_portal.prepared import prepared
from improvement_plans.measures.ceiling import Ceiling, Evidence, ceiling_of
from improvement_plans.models import (
    ChangeIdea,
    CycleState,
    DataPoint,
    IdeaState,
    Measure,
    PdsaCycle,
    Plan,
)

HELD = tuple(field.name for field in fields(Evidence))


def ceilings_of(plans: Iterable[int]) -> dict[int, Ceiling]:
    """The stage of each plan by its key, in one query however many there are."""
    return {key: ceiling_of(Evidence(*held)) for key, *held in _evidence_of(list(plans))}


@prepared
def _evidence_of(plans: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    found = Plan.objects.filter(pk__in=plans).order_by()
    return found.values_list("pk", *evidence().values())


def evidence() -> dict[str, Exists]:
    """What there is to show for a plan, to annotate plans with, in the order of `Evidence`."""
    here = OuterRef("pk")
    tried = ChangeIdea.objects.filter(driver__aim__plan=here).exclude(state=IdeaState.IDEA)
    decided = PdsaCycle.objects.filter(idea__driver__aim__plan=here, state=CycleState.DECIDED)
    better = Measure.objects.filter(plan=here, improves=True, stopped_on=None)
    return {
        "is_testing": Exists(tried),
        "has_data": Exists(DataPoint.objects.filter(measure__plan=here)),
        "has_tested": Exists(decided),
        "has_signal": Exists(better),
    }
