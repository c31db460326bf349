"""Measures in words and pictures: what a chart says, its marks, its table. No queries."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.charts.control_chart import (
    ControlChart,
    ControlPoint,
    draw_control_chart,
)
from buddy_portal.design.charts.numbers import Unit, counted, short_month
from buddy_portal.design.charts.verdict_marks import KIND_WORDS
from improvement_plans.charts.spc import Kind, Label
from improvement_plans.charts.xmr_chart import NO_LIMITS_BELOW
from improvement_plans.measures.icons import assurance_icon, variation_icon
from improvement_plans.measures.protection import HIDDEN
from improvement_plans.measures.reading import Reading, fixed_limits, standing
from improvement_plans.measures.scale import UNITS
from improvement_plans.models import (
    DataPoint,
    Direction,
    Frequency,
    Measure,
    MeasureDefinition,
    MeasureUnit,
    Rebase,
)

ONE_DAY = datetime.timedelta(days=1)
_ASSURANCE = {
    "pass": ("Meets the target", "Even its ordinary lows and highs meet the target."),
    "fail": (
        "Misses the target",
        "Its ordinary ups and downs do not reach the target: something has to change.",
    ),
    "inconsistent": (
        "Hit or miss",
        "It meets the target now and then, by chance alone.",
    ),
}
_VARIATION = {
    "improvement": "The latest figure is better than ordinary ups and downs explain.",
    "concern": "The latest figure is worse than ordinary ups and downs explain.",
    "neutral_high": "The latest figure is higher than ordinary ups and downs explain.",
    "neutral_low": "The latest figure is lower than ordinary ups and downs explain.",
    "common_cause": "Nothing in the latest figure points to a change.",
}


@dataclass(frozen=True)
class Verdict:
    """One of the two icons with its words: never the icon alone."""

    icon: Markup
    head: str
    words: str


@dataclass(frozen=True)
class MeasureFacts:
    """The words of a measure that stand beside its chart."""

    name: str
    href: str
    kind: str
    latest: str
    latest_on: str
    target: str
    variation: Verdict
    assurance: Verdict
    trial: str
    stopped: str
    overdue: str


def unit_of(measure: Measure) -> Unit:
    """How figures of the measure are written."""
    return UNITS[MeasureUnit(measure.unit)]


def facts_of(reading: Reading, *, overdue: datetime.date | None) -> MeasureFacts:
    """A measure in words; `overdue` is the date of a figure that should be there by now."""
    measure, unit = reading.measure, unit_of(reading.measure)
    last = reading.seen[-1] if reading.seen else None
    return MeasureFacts(
        name=measure.name,
        href=reverse("measure", args=[measure.pk]),
        kind=measure.get_kind_display(),
        latest=unit.exact(last.value if last else None),
        latest_on=label_of(last, measure) if last else "no figure yet",
        target=unit.exact(measure.target),
        variation=variation_of(reading),
        assurance=assurance_of(reading),
        trial=trial_words(reading),
        stopped=stopped_words(measure),
        overdue=overdue_words(measure, overdue),
    )


def small_picture(reading: Reading, *, width: float = 540) -> Markup:
    """The chart of a measure for a page of many."""
    chart = chart_of(reading, brief=True)
    return draw_control_chart(chart, chart_id=f"measure-{reading.measure.pk}", width=width)


def variation_of(reading: Reading) -> Verdict:
    """Is it changing?"""
    if not reading.seen:
        return Verdict(variation_icon(None, rising=False), "No figure yet", "Add the first one.")
    if not reading.is_xmr:
        return _run_verdict(reading)
    count = len(reading.last_segment)
    if count < NO_LIMITS_BELOW:
        words = (
            f"{counted(count, 'figure')} so far. Limits are worked out from {NO_LIMITS_BELOW} on."
        )
        return Verdict(variation_icon(None, rising=False), "Too early to say", words)
    if reading.is_constant:
        words = f"All {count} figures are the same, so there are no ups and downs to judge."
        return Verdict(variation_icon("common_cause", rising=False), "No variation", words)
    point = reading.xmr.points[-1]
    why = why_words(point.labels[:1], reading.measure)
    said = f"{_VARIATION[point.kind]}{f' Why: {why}.' if why else ''}"
    rising = point.value > point.mean
    return Verdict(variation_icon(point.kind, rising=rising), KIND_WORDS[point.kind], said)


def _run_verdict(reading: Reading) -> Verdict:
    part = reading.run.parts[-1]
    if not part.enough:
        words = f"{counted(part.n_useful, 'figure')} off the median so far. The tests need 10."
        return Verdict(variation_icon(None, rising=False), "Too early to say", words)
    if not part.signal:
        words = "Runs and crossings of the median are as chance would have them."
        return Verdict(
            variation_icon("common_cause", rising=False), KIND_WORDS["common_cause"], words
        )
    rising = part.median is not None and reading.seen[-1].value > part.median
    words = (
        f"Longest run {part.longest_run} (expected at most {part.longest_run_max}), "
        f"{counted(part.crossings or 0, 'crossing')} (expected at least {part.crossings_min})."
    )
    if reading.measure.direction == Direction.NEUTRAL:
        higher: Kind = "neutral_high" if rising else "neutral_low"
        return Verdict(variation_icon(higher, rising=rising), "More than chance", words)
    kind: Kind = "improvement" if reading.improves else "concern"
    return Verdict(variation_icon(kind, rising=rising), KIND_WORDS[kind], words)


def assurance_of(reading: Reading) -> Verdict:
    """Will it meet the target?"""
    if reading.measure.target is None:
        return Verdict(assurance_icon(None), "No target", "Without a target there is none to meet.")
    found = reading.xmr.assurance if reading.is_xmr else None
    if found is None:
        return Verdict(
            assurance_icon(None),
            "Target: cannot be said",
            "It takes limits, and a direction that is better, to hold figures against a target.",
        )
    head, words = _ASSURANCE[found]
    return Verdict(assurance_icon(found), head, words)


def why_words(labels: Sequence[Label], measure: Measure) -> str:
    """Which rule a figure broke."""
    words = {
        "outside": "outside the limits",
        "trend": f"one of {measure.trend} or more in a row that go one way",
        "two_of_three": "one of two close to a limit, out of three",
        "shift": f"one of {measure.shift} or more in a row on one side of the mean",
    }
    return ", ".join(words[label] for label in labels)


def trial_words(reading: Reading) -> str:
    """Where limits rest on few figures."""
    if not reading.is_trial or reading.is_constant:
        return ""
    count = len(reading.last_segment)
    return f"Trial limits: they rest on {count} figures, and settle from 13 on."


def stopped_words(measure: Measure) -> str:
    """Since when and why a measure is not followed any more."""
    if measure.stopped_on is None:
        return ""
    return f"Not followed since {dates.day(measure.stopped_on)}: {measure.stopped_why}"


def overdue_words(measure: Measure, day: datetime.date | None) -> str:
    """Which figure should be there by now."""
    if day is None or measure.stopped_on is not None:
        return ""
    return f"The figure for {day_label(day, measure)} is overdue."


def chart_of(reading: Reading, *, brief: bool = False) -> ControlChart:
    """The chart of a measure; a brief one leaves the words of its events to the page."""
    measure = reading.measure
    return ControlChart(
        title=measure.name,
        description=description_of(reading),
        points=_chart_points(reading),
        unit=unit_of(measure),
        centre_name="Mean" if reading.is_xmr else "Median",
        target=measure.target,
        events=() if brief else _events(reading),
        trial=reading.is_trial,
        note="" if brief else trial_words(reading),
        when="Date",
    )


def description_of(reading: Reading) -> str:
    """What the picture shows, in a sentence or two."""
    if not reading.seen:
        return f"{reading.measure.name}: no figure yet."
    first, last = reading.seen[0], reading.seen[-1]
    measure, unit = reading.measure, unit_of(reading.measure)
    span = label_of(first, measure)
    if first is not last:
        span = f"{span} to {label_of(last, measure)}"
    verdict = variation_of(reading)
    return (
        f"{counted(len(reading.seen), 'figure')}, {span}. The latest is {unit.exact(last.value)}. "
        f"{verdict.head}. {verdict.words}{base_words(reading)}"
    )


def base_words(reading: Reading) -> str:
    """ " The limits rest on ..." where they are fixed for the latest part of the chart."""
    start = reading.starts[-1] if reading.starts else 0
    last = next((place for place in reading.bases if place >= start), None)
    if last is None or not reading.is_xmr:
        return ""
    until = label_of(reading.seen[last], reading.measure)
    return f" The limits rest on the first {last - start + 1} figures, up to {until}."


def _chart_points(reading: Reading) -> tuple[ControlPoint, ...]:
    judged = iter(_judged(reading))
    return tuple(
        next(judged)
        if is_shown
        else ControlPoint(label=label_of(point, reading.measure), value=None)
        for point, is_shown in zip(reading.points, reading.shown, strict=True)
    )


def _judged(reading: Reading) -> list[ControlPoint]:
    measure = reading.measure
    if reading.is_xmr:
        return [
            ControlPoint(
                label=label_of(point, measure),
                value=point.value,
                centre=judged.mean,
                lower=judged.lower,
                upper=judged.upper,
                kind=judged.kind,
                segment=judged.segment,
                why=why_words(judged.labels, measure),
            )
            for point, judged in zip(reading.seen, reading.xmr.points, strict=True)
        ]
    return [
        ControlPoint(
            label=label_of(point, measure), value=point.value, centre=part.median, segment=number
        )
        for number, part in enumerate(reading.run.parts)
        for point in reading.seen[part.start : part.end]
    ]


def _events(reading: Reading) -> tuple[tuple[int, str], ...]:
    """Where the chart starts anew and where another definition begins, in order of time."""
    days = [point.on for point in reading.points]
    marks = [(rebase.on, f"Starts anew: {rebase.reason}") for rebase in standing(reading.measure)]
    marks += [
        # The line of an event stands before its figure, and the last of the base belongs to it.
        (each.on + ONE_DAY, f"Limits rest on the figures up to here: {each.reason}")
        for each in _fixed_for(reading)
    ]
    marks += [
        (each.from_date, f"Definition {each.number} begins")
        for each in reading.measure.definitions.all()
        if each.from_date is not None
    ]
    found = []
    for on, words in sorted(marks):
        place = next((i for i, day in enumerate(days) if day >= on), None)
        if place is not None:
            found.append((place, words))
    return tuple(found)


def _fixed_for(reading: Reading) -> list[Rebase]:
    """The dates up to which limits of this chart are fixed for this reader, who may see too few of
    the figures; a run chart has no limits."""
    days = [point.on for point in reading.seen]
    return [
        each
        for each in (fixed_limits(reading.measure) if reading.is_xmr else ())
        if bisect_right(days, each.on) - 1 in reading.bases
    ]


def label_of(point: DataPoint, measure: Measure) -> str:
    """The date of a figure as the axis says it."""
    return day_label(point.on, measure)


def day_label(day: datetime.date, measure: Measure) -> str:
    """ "Feb 2015" for what is counted by month, else "9 Feb 2015"."""
    if measure.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY):
        return short_month(day)
    return f"{day.day} {short_month(day)}"


def figure_words(reading: Reading, point: DataPoint, *, is_shown: bool) -> str:
    """A figure, or that it is not shown."""
    return unit_of(reading.measure).exact(point.value) if is_shown else HIDDEN


def definition_words(definition: MeasureDefinition) -> list[tuple[str, str]]:
    """A definition as terms and words."""
    facts = [
        ("What is counted", definition.definition),
        ("How many", definition.numerator),
        ("Out of how many", definition.denominator),
    ]
    return [(term, words) for term, words in facts if words]
