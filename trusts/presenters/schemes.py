"""A scheme in words: its phases, what it could detect, and what stands in the way of a reading."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.charts import timeline as chart
from buddy_portal.design.charts.numbers import plain
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.comparability import Answer
from trusts.models import Scheme
from trusts.power import DetectableEffect
from trusts.sample_window import SampleWindowVerdict, sample_window_verdict
from trusts.selectors.comparability import ComparabilityRow
from trusts.selectors.schemes import SchemeCounts

State = Literal["done", "now", "later"]


def phase_state(first: datetime.date, last: datetime.date, today: datetime.date) -> State:
    if last < today:
        return "done"
    return "now" if first <= today else "later"


def phase_now(scheme: Scheme, today: datetime.date) -> str:
    """The phases that hold today, in words."""
    names = [phase.name.lower() for phase in scheme.phases if phase.holds(today)]
    if names:
        return " and ".join(names).capitalize()
    if today < scheme.volunteering_from:
        return f"Begins {day(scheme.volunteering_from)}"
    return "Ended" if today > scheme.evaluation_to else "Between phases"


def timeline_steps(scheme: Scheme, today: datetime.date) -> list[dict[str, str]]:
    """The phases as a list: what a phone and a screen reader get."""
    steps = [
        {
            "name": phase.name,
            "text": f"{day(phase.first_day)} to {day(phase.last_day)}",
            "state": phase_state(phase.first_day, phase.last_day, today),
        }
        for phase in scheme.phases
    ]
    due = "done" if scheme.publish_by < today else "later"
    return [*steps, {"name": "Publish by", "text": day(scheme.publish_by), "state": due}]


def timeline_chart(scheme: Scheme, today: datetime.date) -> Markup:
    """The phases drawn, with the survey windows under them."""
    windows = tuple(
        chart.SampleWindow(f"{year.year} survey asks", year.sample_from, year.sample_to)
        for year in (scheme.baseline, scheme.follow_up)
        if year.sample_from and year.sample_to
    )
    data = chart.Timeline(
        title=f"Phases of {scheme}",
        description="The phases of the scheme and the days whose patients the surveys ask.",
        phases=tuple(
            chart.Phase(
                phase.name,
                phase.first_day,
                phase.last_day,
                phase_state(phase.first_day, phase.last_day, today),
            )
            for phase in scheme.phases
        ),
        windows=windows,
        today=today if scheme.volunteering_from <= today <= scheme.publish_by else None,
        publish_by=scheme.publish_by,
    )
    return chart.draw_timeline(data, chart_id="scheme-timeline")


def window_verdict(scheme: Scheme) -> SampleWindowVerdict:
    """Where the follow-up survey's patients stand to the implementation."""
    return sample_window_verdict(
        (scheme.implementation_from, scheme.implementation_to),
        (scheme.follow_up.sample_from, scheme.follow_up.sample_to),
    )


WINDOW_HEADINGS = {
    "before": "The follow-up survey is too early.",
    "during": "The follow-up survey overlaps the plans.",
    "unknown": "The follow-up survey’s patients are not known.",
    "after": "The follow-up survey comes after the plans.",
}


def detectable_words(effect: DetectableEffect | None, mentees: int) -> str:
    """The minimum detectable effect as a sentence."""
    if effect is None:
        if not mentees:
            return (
                "What the scheme could detect can be said once mentees have been accepted and the "
                "baseline survey has been imported."
            )
        return "What the scheme could detect can be said once the baseline survey is imported."
    trusts = "1 mentee" if effect.mentees == 1 else f"{effect.mentees} mentees"
    return (
        f"With {trusts}, {effect.comparators} other trusts and about {effect.answers} answers a "
        f"question, the scheme could at best detect a change of about "
        f"{plain(effect.points, 1)} percentage points on one question. Smaller changes may be "
        "real and still not show."
    )


def scheme_table(schemes: list[Any], today: datetime.date) -> Table:
    """The list of schemes."""
    return Table(
        caption="Schemes",
        columns=[
            Column("Scheme"),
            Column("Now"),
            Column("Surveys"),
            Column("To decide", numeric=True),
            Column("Taking part", numeric=True),
            Column("Live pairs", numeric=True),
        ],
        rows=[
            Row(
                [
                    Cell(
                        scheme.name,
                        href=reverse("scheme_detail", kwargs={"scheme_id": scheme.pk}),
                        note=scheme.get_kind_display(),
                    ),
                    phase_now(scheme, today),
                    f"{scheme.baseline.year} and {scheme.follow_up.year}",
                    str(scheme.waiting),
                    str(scheme.taking_part),
                    str(scheme.live),
                ]
            )
            for scheme in schemes
        ],
    )


def scheme_numbers(scheme: Scheme, counts: SchemeCounts, *, office: bool) -> list[dict[str, Any]]:
    """The summary numbers of a scheme; links for those who may open what is behind them."""
    numbers: list[dict[str, Any]] = [
        {"number": str(counts.mentees), "label": "mentees taking part"},
        {
            "number": str(counts.mentors),
            "label": "mentors taking part",
            "note": f"{counts.places} places",
        },
        {"number": str(counts.live_pairs), "label": "proposed or active pairs"},
        {"number": str(counts.waiting_applications), "label": "applications to decide"},
    ]
    if office:
        here = {"scheme_id": scheme.pk}
        listed = reverse("participation_list", kwargs=here)
        numbers[0]["href"] = f"{listed}?state=accepted&role=mentee"
        numbers[1]["href"] = f"{listed}?state=accepted&role=mentor"
        numbers[2]["href"] = reverse("pairing", kwargs=here)
        numbers[3]["href"] = f"{listed}?state=applied"
    return numbers


def comparability_table(scheme: Scheme, rows: list[ComparabilityRow], *, can_change: bool) -> Table:
    """The comparability map of a scheme's two survey years."""
    columns = [Column("Question"), Column("May be compared"), Column("Why"), Column("Said by")]
    here = {"scheme_id": scheme.pk}

    def link(row: ComparabilityRow) -> str:
        if not can_change or row.verdict.is_fixed:
            return ""
        return reverse("comparability_edit", kwargs={**here, "number": row.number})

    return Table(
        caption="Comparability of questions",
        columns=columns,
        rows=[
            Row(
                [
                    Cell(f"{row.number} {row.label}", href=link(row), note=row.section),
                    ANSWERS[row.verdict.answer],
                    row.verdict.reason,
                    "Programme" if row.verdict.by_person else "Default rule",
                ]
            )
            for row in rows
        ],
        empty="Neither survey year has questions yet. Import the survey results first.",
    )


ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.CHANGED: "With care, wording changed"}


def day(value: datetime.date) -> str:
    return dates.day(value)
