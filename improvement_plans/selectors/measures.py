"""Reading measures and their figures; queries do not grow with the number of rows."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.prepared import hold, prepared
from improvement_plans import time_box
from improvement_plans.measures.due import next_due, overdue_since
from improvement_plans.models import (
    DataPoint,
    Frequency,
    Measure,
    MeasureDefinition,
    Plan,
    Rebase,
)
from improvement_plans.rules import PlanSides
from improvement_plans.selectors.visibility import plan_visible_to, plans_visible_to
from improvement_plans.states import UNDER_WAY

NO_SUCH = "There is no such measure, or it is not one of your plans’."


def measures_of(plan: Plan) -> list[Measure]:
    """The measures of a plan with figures, rebases and definitions; those followed come first."""
    found = list(_measures(plan.pk))
    parts: dict[str, list[Any]] = {
        "points": list(_points(plan.pk)),
        "rebases": list(_rebases(plan.pk)),
        "definitions": list(_definitions(plan.pk)),
    }
    for measure in found:
        measure.plan = plan
        for name, rows in parts.items():
            hold(measure, name, [row for row in rows if row.measure_id == measure.pk])
    return sorted(found, key=lambda measure: measure.stopped_on is not None)


@prepared
def _measures(plan_id: int) -> QuerySet[Measure]:
    found = Measure.objects.filter(plan=plan_id).select_related("aim", "keeper")
    return found.order_by("pk")


@prepared
def _points(plan_id: int) -> QuerySet[DataPoint]:
    """Without who entered each: pages of many measures do not tell."""
    return DataPoint.objects.filter(measure__plan=plan_id).order_by("on")


@prepared
def _rebases(plan_id: int) -> QuerySet[Rebase]:
    found = Rebase.objects.filter(measure__plan=plan_id).select_related("by", "undone_by")
    return found.order_by("on", "pk")


@prepared
def _definitions(plan_id: int) -> QuerySet[MeasureDefinition]:
    found = MeasureDefinition.objects.filter(measure__plan=plan_id).select_related("by")
    return found.order_by("number")


def with_figures(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with everything that their charts need, in four queries."""
    return measures.select_related("aim", "keeper").prefetch_related(
        Prefetch("points", DataPoint.objects.select_related("by").order_by("on")),
        Prefetch("rebases", Rebase.objects.select_related("by", "undone_by").order_by("on", "pk")),
        Prefetch("definitions", MeasureDefinition.objects.select_related("by").order_by("number")),
    )


def measure_visible_to(access: Access, measure_id: int) -> tuple[Measure, PlanSides]:
    """One measure with its figures, of a plan that the person may see, or NotFound."""
    seen = plans_visible_to(access).values("pk")
    found = with_figures(Measure.objects.filter(plan__in=seen, pk=measure_id)).first()
    if found is None:
        raise NotFound(NO_SUCH)
    plan, sides = plan_visible_to(access, found.plan_id)
    found.plan = plan
    return found, sides


def point_visible_to(access: Access, measure_id: int, point_id: int) -> tuple[DataPoint, PlanSides]:
    """One figure of a measure that the person may see, or NotFound."""
    measure, sides = measure_visible_to(access, measure_id)
    point = next((each for each in measure.points.all() if each.pk == point_id), None)
    if point is None:
        raise NotFound("There is no such figure.")
    point.measure = measure
    return point, sides


def rebase_visible_to(access: Access, measure_id: int, rebase_id: int) -> tuple[Rebase, PlanSides]:
    """One date at which a chart starts anew, or NotFound."""
    measure, sides = measure_visible_to(access, measure_id)
    rebase = next((each for each in measure.rebases.all() if each.pk == rebase_id), None)
    if rebase is None:
        raise NotFound("This chart does not start anew there.")
    rebase.measure = measure
    return rebase, sides


def figures_due(access: Access, *, on: datetime.date) -> list[tuple[Measure, datetime.date]]:
    """Measures that this person keeps and whose next figure is overdue, with the date it is for.

    The plan's lead keeps those that nobody else does.
    """
    if access.user_id is None:
        return []
    dated = (
        (each, overdue_date(each, each.last_on, on=on))  # type: ignore[attr-defined]  # annotated
        for each in _measures_with_last_day(access, on)
    )
    return [(measure, day) for measure, day in dated if day is not None]


def measures_kept(access: Access, *, on: datetime.date) -> QuerySet[Measure, Measure]:
    """The measures of plans under way whose figures this person enters."""
    mine = Q(keeper_id=access.user_id) | Q(keeper=None, plan__lead_id=access.user_id)
    return Measure.objects.filter(
        mine,
        stopped_on=None,
        plan__in=plans_visible_to(access, on=on).order_by().values("pk"),
        plan__state__in=UNDER_WAY,
        plan__window_from__lte=on,
        plan__window_to__gte=on,
    )


@prepared
def _measures_with_last_day(access: Access, on: datetime.date) -> QuerySet[Measure, Measure]:
    points = DataPoint.objects.filter(measure=OuterRef("pk")).order_by("-on")
    return (
        measures_kept(access, on=on)
        .select_related("plan__trust", "plan__team", "plan__pair__mentor", "plan__lead")
        .annotate(last_on=Subquery(points.values("on")[:1]))
        .order_by("plan__trust__name", "pk")
    )


def overdue_date(
    measure: Measure, last: datetime.date | None, *, on: datetime.date
) -> datetime.date | None:
    """The date of the figure that should be there by now."""
    began = measure.plan.window_from
    return overdue_since(last, Frequency(measure.frequency), began=began, on=on)


def overdue_of(measure: Measure, *, on: datetime.date) -> datetime.date | None:
    """The same for a measure whose figures are loaded, while its plan is under way."""
    if measure.stopped_on or not time_box.may_report(measure.plan, on=on):
        return None
    last = max((point.on for point in measure.points.all()), default=None)
    return overdue_date(measure, last, on=on)


def date_to_fill(measure: Measure, *, on: datetime.date) -> datetime.date:
    """The date that a new figure most likely is for: the next of its series, not in the future."""
    last = max((point.on for point in measure.points.all()), default=None)
    due = next_due(last, Frequency(measure.frequency), began=measure.plan.window_from)
    return min(due, on)
