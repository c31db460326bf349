"""Figures of a measure: adding one, pasting a column, correcting and removing with a reason."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from buddy_portal.design.charts.numbers import MISSING, counted, uk_date
from improvement_plans.measures.column import Column, ColumnRefusedError, Fate, Wanted, read_column
from improvement_plans.measures.figures import EARLIEST, DateStyle
from improvement_plans.measures.protection import HIDDEN, may_show_value
from improvement_plans.measures.rebasing import why_base_keeps
from improvement_plans.measures.scale import UNITS, why_not
from improvement_plans.models import (
    DataPoint,
    EnteredAs,
    Frequency,
    Measure,
    MeasureUnit,
    RebaseKind,
)
from improvement_plans.services.measures import (
    days_of_chart,
    judge_again,
    measure_to_keep,
    record_on_measure,
)

_HELD = {
    RebaseKind.ANEW: "The chart starts anew at this figure. Undo that first.",
    RebaseKind.FIXED: "The limits rest on the figures up to this one. Free them first.",
}


@dataclass(frozen=True)
class Figure:
    """What a person typed: one figure, or how many out of how many."""

    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Paste:
    """A pasted column and what the person said about it."""

    text: str
    style: DateStyle | None = None
    first: datetime.date | None = None


def add_figure(
    *, by: User, measure: Measure, on: datetime.date, figure: Figure, today: datetime.date
) -> DataPoint:
    """Add the figure of a date that has none yet; one that is there is shown, not overwritten."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        _check_day(on, today)
        values = _values_of(locked, figure)
        there = locked.points.filter(on=on).select_related("by").first()
        if there is not None:
            raise Refusal(_there_already(locked, there), field=_field_of(locked))
        point = DataPoint.objects.create(measure=locked, on=on, by=by, **values)
        judge_again(locked)
        record_on_measure(
            measure=locked,
            by=by,
            action="figure added",
            changes={f"{on}": ("", _told(locked, point))},
        )
    return point


def correct_figure(
    *,
    by: User,
    point: DataPoint,
    read_at: int,
    figure: Figure,
    reason: str,
    today: datetime.date,
) -> None:
    """Save another figure or note for a date, if nobody else did in between."""
    with transaction.atomic():
        locked = measure_to_keep(point.measure, by=by, today=today)
        values = _values_of(locked, figure)
        now = DataPoint.objects.get(pk=point.pk)
        counts = (now.numerator, now.denominator)
        is_other = (now.value, *counts) != (
            values["value"],
            values["numerator"],
            values["denominator"],
        )
        if is_other and not reason.strip():
            raise Refusal("Say why the figure changes", field="reason")
        before = _told(locked, now)
        save_version(point, read_at=read_at, values=values)
        judge_again(locked)
        record_on_measure(
            measure=locked,
            by=by,
            action="figure corrected" if is_other else "note on a figure changed",
            changes={f"{point.on}": (before, _told(locked, point))} if is_other else None,
            reason=reason,
        )


def remove_figure(*, by: User, point: DataPoint, reason: str, today: datetime.date) -> None:
    """Remove a figure that should not be there, with the reason on record."""
    with transaction.atomic():
        locked = measure_to_keep(point.measure, by=by, today=today)
        held = locked.rebases.filter(on=point.on, undone_at=None).order_by("kind").first()
        if held is not None:
            raise WrongState(_HELD[RebaseKind(held.kind)])
        days, rebased, fixed = days_of_chart(locked)
        if sentence := why_base_keeps(point.on, days=days, rebased=rebased, fixed=fixed):
            raise WrongState(sentence)
        before = _told(locked, point)
        DataPoint.objects.get(pk=point.pk).delete()
        judge_again(locked)
        record_on_measure(
            measure=locked,
            by=by,
            action="figure removed",
            changes={f"{point.on}": (before, "")},
            reason=reason,
        )


def look_at_column(*, measure: Measure, paste: Paste, today: datetime.date) -> Column:
    """What would become of each pasted row. Nothing is saved."""
    there = dict(measure.points.values_list("on", "value"))
    try:
        return read_column(
            paste.text,
            Wanted(
                unit=MeasureUnit(measure.unit),
                entered_as=EnteredAs(measure.entered_as),
                frequency=Frequency(measure.frequency),
                today=today,
                there=there,
                style=paste.style,
                first=paste.first,
            ),
        )
    except ColumnRefusedError as error:
        raise Refusal(error.sentence, field=error.field) from error


def add_column(*, by: User, measure: Measure, paste: Paste, today: datetime.date) -> int:
    """Add all new rows of a pasted column and say how many; a refused row keeps all of them out."""
    with transaction.atomic():
        locked = measure_to_keep(measure, by=by, today=today)
        column = look_at_column(measure=locked, paste=paste, today=today)
        if refused := column.having(Fate.REFUSED):
            first = refused[0]
            raise Refusal(f"Nothing was saved. Row {first.number}: {first.reason}", field="text")
        new = column.having(Fate.NEW)
        if not new:
            raise Refusal("There is no new figure in these rows", field="text")
        points = [
            DataPoint(
                measure=locked,
                on=row.on,
                value=row.value,
                numerator=row.numerator,
                denominator=row.denominator,
                note=row.note,
                by=by,
            )
            for row in new
            if row.on is not None and row.value is not None
        ]
        bulk_create_with_history(points, DataPoint)
        judge_again(locked)
        record_on_measure(
            measure=locked,
            by=by,
            action="column of figures added",
            changes={"figures": ("", counted(len(points), "figure"))},
        )
    return len(points)


def _check_day(on: datetime.date, today: datetime.date) -> None:
    if on > today:
        raise Refusal("The date is in the future", field="on")
    if on < EARLIEST:
        raise Refusal("The date is before 1 January 2000", field="on")


def _values_of(measure: Measure, figure: Figure) -> dict[str, float | int | str | None]:
    """What is stored, worked out from two numbers where the measure asks for them."""
    field = _field_of(measure)
    numerator, denominator, value = figure.numerator, figure.denominator, figure.value
    if measure.entered_as == EnteredAs.COUNTS:
        if numerator is None or not denominator:
            raise Refusal("Enter both numbers, the second above 0", field=field)
        if numerator > denominator:
            raise Refusal("The first number cannot be more than the second", field=field)
        value = 100 * numerator / denominator
    else:
        numerator = denominator = None
    if value is None:
        raise Refusal("Enter the figure", field=field)
    if sentence := why_not(value, MeasureUnit(measure.unit)):
        raise Refusal(sentence, field=field)
    counts = {"numerator": numerator, "denominator": denominator}
    return {"value": value, **counts, "note": figure.note}


def _field_of(measure: Measure) -> str:
    return "numerator" if measure.entered_as == EnteredAs.COUNTS else "value"


def _told(measure: Measure, point: DataPoint | None) -> str:
    """The figure as the audit trail tells it: the programme reads that, so no small numbers."""
    if point is None:
        return MISSING
    if not may_show_value(measure, point):
        return HIDDEN
    return UNITS[MeasureUnit(measure.unit)].exact(point.value)


def _there_already(measure: Measure, there: DataPoint) -> str:
    figure = UNITS[MeasureUnit(measure.unit)].exact(there.value)
    who = f", entered by {there.by}" if there.by else ""
    return (
        f"There is a figure for {uk_date(there.on)} already: {figure}{who}. Yours was not saved. "
        "Correct the one that is there, or choose another date"
    )
