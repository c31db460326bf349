"""The smallest valid measures with their figures, and PDSA cycles."""

import datetime
from collections.abc import Iterable

from improvement_plans.measures.due import next_date
from improvement_plans.models import (
    ChangeIdea,
    CycleState,
    DataPoint,
    Frequency,
    Measure,
    MeasureDefinition,
    PdsaCycle,
    Plan,
    Rebase,
)
from improvement_plans.tests.factories import make_aim, make_driver

FIRST = datetime.date(2014, 1, 1)


def make_measure(
    plan: Plan,
    values: Iterable[float] = (),
    *,
    first: datetime.date = FIRST,
    definition: str = "Patients with a named contact, of all new patients of the month",
    **fields: object,
) -> Measure:
    """A monthly percentage with one figure a month from `first` on."""
    made = {
        "name": f"Patients with a named contact {plan.measures.count() + 1}",
        "kind": "process",
        "unit": "percent",
        "direction": "increase",
        **fields,
    }
    measure = Measure.objects.create(plan=plan, **made)
    MeasureDefinition.objects.create(measure=measure, number=1, definition=definition)
    on, points = first, []
    for value in values:
        points.append(DataPoint(measure=measure, on=on, value=value))
        on = next_date(on, Frequency(measure.frequency))
    DataPoint.objects.bulk_create(points)
    return measure


def make_rebase(measure: Measure, *, position: int) -> Rebase:
    on = measure.points.order_by("on")[position].on
    return Rebase.objects.create(measure=measure, on=on, reason="The card came to all wards")


def make_idea(plan: Plan) -> ChangeIdea:
    return make_driver(plan.aims.first() or make_aim(plan)).ideas.get()


def make_cycle(idea: ChangeIdea, **fields: object) -> PdsaCycle:
    start = idea.driver.aim.plan.window_from
    made = {
        "number": idea.cycles.count() + 1,
        "question": "Do patients keep the card?",
        "prediction": "Four of five patients still have it after a week",
        "scale": "clinic",
        "plan_words": "The clinic nurse hands it out on Tuesday",
        "starts_on": start,
        "ends_on": start + datetime.timedelta(days=7),
        **fields,
    }
    if made.get("state", CycleState.PLANNED) != CycleState.PLANNED:
        made.setdefault("begun_on", start)
    if made.get("state") in (CycleState.STUDYING, CycleState.DECIDED):
        made.setdefault("did", "It was handed out to every new patient of the day")
    if made.get("state") == CycleState.DECIDED:
        made.setdefault("found", "Most had it in their purse")
        made.setdefault("prediction_met", "yes")
        made.setdefault("decision", "adopt")
        made.setdefault("decided_on", start + datetime.timedelta(days=8))
    return PdsaCycle.objects.create(idea=idea, **made)
