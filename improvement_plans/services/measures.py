"""Following a measure: defining it, redefining it, stopping, and starting its chart anew."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from buddy_portal.design.charts.numbers import uk_date
from improvement_plans import time_box
from improvement_plans.measures import rules
from improvement_plans.measures.reading import read_measure
from improvement_plans.measures.rebasing import (
    base_of,
    begin_of,
    why_no_base,
    why_no_limits,
    why_no_rebase,
)
from improvement_plans.measures.scale import why_not
from improvement_plans.models import (
    ChartKind,
    EnteredAs,
    Measure,
    MeasureDefinition,
    MeasureUnit,
    Plan,
    Rebase,
    RebaseKind,
)
from improvement_plans.rules import PlanSides
from improvement_plans.services.approval import comment_on_plan
from improvement_plans.services.moves import locked_plan

# What the figures mean: not changed once there is one.
_FIXED = ("unit", "entered_as")


def plan_to_measure(plan_id: int, *, by: User, today: datetime.date) -> Plan:
    """The plan, locked, for those who keep its measures: being written or under way, in time."""
    plan = locked_plan(plan_id)
    rules.keep_measures.require(access_of(by), PlanSides.of(plan))
    time_box.check_may_measure(plan, on=today)
    return plan


def start_measure(
    *, by: User, plan: Plan, values: dict[str, Any], meaning: dict[str, str], today: datetime.date
) -> Measure:
    """Begin to follow a measure. `meaning` holds definition, numerator and denominator."""
    with transaction.atomic():
        plan = plan_to_measure(plan.pk, by=by, today=today)
        measure = Measure(plan=plan, **values)
        _check_measure(measure)
        measure.save()
        MeasureDefinition.objects.create(measure=measure, number=1, by=by, **meaning)
        record_on_measure(
            measure=measure, by=by, action="measure started", changes={"name": ("", measure.name)}
        )
    return measure


def change_measure(
    *, by: User, measure: Measure, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save a measure's settings, if nobody else did in between."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        changes = changed_fields(locked, values)
        if locked.points.exists() and any(name in changes for name in _FIXED):
            field = next(name for name in _FIXED if name in changes)
            raise Refusal(
                "There are figures in this unit already. Start another measure", field=field
            )
        for name, value in values.items():
            setattr(locked, name, value)
        _check_measure(locked)
        save_version(measure, read_at=read_at, values=values)
        judge_again(locked)
        if changes:
            record_on_measure(measure=locked, by=by, action="measure changed", changes=changes)


def redefine_measure(
    *,
    by: User,
    measure: Measure,
    meaning: dict[str, str],
    from_date: datetime.date,
    reason: str,
    today: datetime.date,
) -> MeasureDefinition:
    """Say from when on something else is counted: a new version, marked on the chart."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        newest = locked.definitions.order_by("number").last()
        number = newest.number + 1 if newest else 1
        if newest is not None and newest.from_date and from_date <= newest.from_date:
            raise Refusal(
                f"The definition in use begins on {uk_date(newest.from_date)}. Give a later date",
                field="from_date",
            )
        made = MeasureDefinition.objects.create(
            measure=locked, number=number, by=by, from_date=from_date, reason=reason, **meaning
        )
        changes = {"definition": (newest.definition if newest else "", made.definition)}
        record_on_measure(
            measure=locked, by=by, action="measure defined anew", changes=changes, reason=reason
        )
    return made


def stop_measure(*, by: User, measure: Measure, reason: str, today: datetime.date) -> None:
    """Follow a measure no longer; its figures stay."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        if locked.stopped_on:
            raise WrongState("This measure is not followed any more already.")
        locked.stopped_on, locked.stopped_why = today, reason
        locked.version += 1
        locked.save()
        record_on_measure(measure=locked, by=by, action="measure stopped", reason=reason)


def resume_measure(*, by: User, measure: Measure, today: datetime.date) -> None:
    """Follow a stopped measure again."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        if not locked.stopped_on:
            raise WrongState("This measure is being followed already.")
        locked.stopped_on, locked.stopped_why = None, ""
        locked.version += 1
        locked.save()
        record_on_measure(measure=locked, by=by, action="measure followed again")


def remove_measure(*, by: User, measure: Measure, today: datetime.date) -> None:
    """Remove a measure that has no figure yet."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        if locked.points.exists():
            raise WrongState("This measure has figures. Stop following it instead: they stay.")
        if locked.own_aims.exists():
            raise WrongState("An aim is read from this measure. Remove the aim first.")
        record_on_measure(
            measure=locked, by=by, action="measure removed", changes={"name": (locked.name, "")}
        )
        locked.delete()


def rebase_chart(
    *, by: User, measure: Measure, on: datetime.date, reason: str, today: datetime.date
) -> Rebase:
    """Let the chart start anew at a figure, with the reason on record."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        days, rebased, fixed = days_of_chart(locked)
        if sentence := why_no_rebase(on, days=days, rebased=rebased, fixed=fixed):
            raise Refusal(sentence, field="on")
        return _based_anew(Rebase(measure=locked, on=on, reason=reason), by=by)


def fix_limits(
    *, by: User, measure: Measure, until: datetime.date, reason: str, today: datetime.date
) -> Rebase:
    """Let the limits rest on the figures up to a date from now on, with the reason on record."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        if locked.chart != ChartKind.XMR:
            raise Refusal("A run chart has no limits to fix. Choose the XmR chart first")
        days, rebased, fixed = days_of_chart(locked)
        if sentence := why_no_base(until, days=days, rebased=rebased, fixed=fixed):
            raise Refusal(sentence, field="on")
        base = locked.points.filter(on__in=base_of(until, days, rebased))
        if sentence := why_no_limits(list(base.values_list("value", flat=True))):
            raise Refusal(sentence, field="on")
        made = Rebase(measure=locked, on=until, reason=reason, kind=RebaseKind.FIXED)
        return _based_anew(made, by=by)


def _based_anew(rebase: Rebase, *, by: User) -> Rebase:
    """Keep what the limits rest on from now on, judge the figures again, and write it down."""
    rebase.by = by
    rebase.save()
    judge_again(rebase.measure)
    starts = rebase.kind == RebaseKind.ANEW
    record_on_measure(
        measure=rebase.measure,
        by=by,
        action="chart started anew" if starts else "limits of chart fixed",
        changes={"from" if starts else "up to": ("", rebase.on)},
        reason=rebase.reason,
    )
    return rebase


def days_of_chart(
    measure: Measure,
) -> tuple[list[datetime.date], set[datetime.date], set[datetime.date]]:
    """The days of the figures, those at which the chart starts anew, and those to which its
    limits are fixed."""
    days = list(measure.points.order_by("on").values_list("on", flat=True))
    dated = list(measure.rebases.filter(undone_at=None).values_list("kind", "on"))
    rebased = {on for kind, on in dated if kind == RebaseKind.ANEW}
    return days, rebased, {on for kind, on in dated if kind == RebaseKind.FIXED}


def _check_part_is_free(rebase: Rebase) -> None:
    days, rebased, fixed = days_of_chart(rebase.measure)
    if rebase.kind == RebaseKind.ANEW and any(
        begin_of(day, days, rebased) == rebase.on for day in fixed
    ):
        raise WrongState("The limits of the part that starts here are fixed. Free them first.")


def undo_rebase(*, by: User, rebase: Rebase, reason: str, today: datetime.date) -> None:
    """Let the chart go on over a date at which it started anew, or free its limits again; the log
    keeps both."""
    with transaction.atomic():
        locked = measure_to_keep(rebase.measure, by=by, today=today)
        found = locked.rebases.select_for_update().get(pk=rebase.pk)
        if found.undone_at:
            raise WrongState("This was undone already.")
        _check_part_is_free(found)
        found.undone_at, found.undone_by, found.undone_why = timezone.now(), by, reason
        found.save()
        judge_again(locked)
        record_on_measure(
            measure=locked,
            by=by,
            action="chart start undone"
            if found.kind == RebaseKind.ANEW
            else "limits of chart freed",
            changes={"from": (found.on, "")},
            reason=reason,
        )


def comment_on_measure(*, by: User, measure: Measure, text: str) -> None:
    """A comment on the plan that says which measure it is about."""
    comment_on_plan(by=by, plan=measure.plan, text=f"On the measure “{measure.name}”: {text}")


def measure_to_keep(measure: Measure, *, by: User, today: datetime.date) -> Measure:
    """The measure with its plan, both locked, the plan first."""
    plan = plan_to_measure(measure.plan_id, by=by, today=today)
    locked = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    locked.plan = plan
    return locked


def judge_again(measure: Measure) -> None:
    """Keep whether the latest figures of a locked measure show an improvement.

    Everybody sees the stage that follows from it, so only what everybody sees goes into it.
    """
    Measure.objects.filter(pk=measure.pk).update(
        improves=read_measure(measure, sees_small=False).improves
    )


def record_on_measure(*, measure: Measure, by: User, action: str, **more: Any) -> None:
    """Write an event about a measure."""
    record_event(
        by=by, action=action, thing=measure, trust_code=measure.plan.trust.ods_code, **more
    )


def _check_measure(measure: Measure) -> None:
    others = Measure.objects.filter(plan=measure.plan, name__iexact=measure.name)
    if others.exclude(pk=measure.pk).exists():
        raise Refusal("This plan has a measure of this name already", field="name")
    if measure.entered_as == EnteredAs.COUNTS and measure.unit != MeasureUnit.PERCENT:
        raise Refusal("Only a percentage is entered as two numbers", field="entered_as")
    if measure.aim is not None and measure.aim.plan_id != measure.plan.pk:
        raise Refusal("Choose an aim of this plan", field="aim")
    unit = MeasureUnit(measure.unit)
    if measure.target is not None and (sentence := why_not(measure.target, unit)):
        raise Refusal(sentence, field="target")
