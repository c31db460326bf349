"""The entries of a team's plan that a month's report is built from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils import timezone

from improvement_plans.collaborating.monthly import is_reported, month_after
from improvement_plans.measures.ceiling import Ceiling
from improvement_plans.models import (
    Action,
    ActionState,
    DataPoint,
    Measure,
    PdsaCycle,
    Plan,
    ProgressUpdate,
    ProjectTeam,
)
from improvement_plans.selectors.ceilings import ceilings_of
from improvement_plans.selectors.measures import measures_of
from improvement_plans.states import ENDED_ACTIONS

DONE = (ActionState.CONFIRMED, ActionState.EMBEDDED)


@dataclass(frozen=True)
class MonthEntries:
    """What people wrote about a plan in a month, and how the plan stood on a day."""

    plan: Plan
    on: datetime.date
    ceiling: Ceiling
    updates: int
    figures: int
    actions_done: int
    actions_open: int
    last_entry_on: datetime.date | None
    measures: tuple[Measure, ...]
    cycles: tuple[PdsaCycle, ...]
    help_wanted: tuple[ProgressUpdate, ...]


def may_be_reported(team: ProjectTeam, month: datetime.date, *, on: datetime.date) -> bool:
    """Whether the month is one that the team's cohort has reached."""
    cohort = team.cohort
    return is_reported(month, first=cohort.starts_on, last=cohort.ends_on, on=on)


def month_entries(team: ProjectTeam, *, month: datetime.date, on: datetime.date) -> MonthEntries:
    """The entries of one month, as at a day; a constant number of queries."""
    plan = team.plan
    last = month_after(month) - datetime.timedelta(days=1)
    in_month = {"at__date__gte": month, "at__date__lte": min(last, on)}
    updates = ProgressUpdate.objects.filter(action__plan=plan, **in_month)
    points = DataPoint.objects.filter(measure__plan=plan, **in_month)
    cycles = PdsaCycle.objects.filter(
        Q(ends_on__gte=month) | Q(decided_on__gte=month),
        idea__driver__aim__plan=plan,
        starts_on__lte=min(last, on),
    )
    counts = Action.objects.filter(plan=plan).aggregate(
        done=Count("pk", filter=Q(state__in=DONE)),
        open=Count("pk", filter=~Q(state__in=[*ENDED_ACTIONS, *DONE])),
    )
    asked = updates.filter(help_wanted=True).select_related("action").order_by("-at")
    return MonthEntries(
        plan=plan,
        on=on,
        ceiling=ceilings_of([plan.pk])[plan.pk],
        updates=updates.count(),
        figures=points.count(),
        actions_done=counts["done"],
        actions_open=counts["open"],
        last_entry_on=last_entry_on(plan, on=on),
        measures=tuple(each for each in measures_of(plan) if each.stopped_on is None),
        cycles=tuple(cycles.select_related("idea").order_by("idea", "number")),
        help_wanted=tuple(asked),
    )


def last_entry_on(plan: Plan, *, on: datetime.date) -> datetime.date | None:
    """The day on which anybody last told of an action or entered a figure, up to a day."""
    told = ProgressUpdate.objects.filter(action__plan=plan, at__date__lte=on)
    figures = DataPoint.objects.filter(measure__plan=plan, at__date__lte=on)
    found = [each.aggregate(at=Max("at"))["at"] for each in (told, figures)]
    moments = [moment for moment in found if moment is not None]
    return timezone.localdate(max(moments)) if moments else None
