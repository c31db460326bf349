"""Measures and tests of change on paper: for a plan's PDF and workbook, and for meeting packs.

Paper travels, so it never holds a small number of patients, whoever prints it. No queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from buddy_portal.design.charts.control_chart import draw_control_chart
from buddy_portal.design.charts.ramp import draw_ramp
from buddy_portal.design.downloads import Value
from improvement_plans.measures.reading import read_measure
from improvement_plans.models import ChangeIdea, Measure
from improvement_plans.presenters import cycles as cycle_words
from improvement_plans.presenters import measures as words
from improvement_plans.presenters.measure_page import FILE_COLUMNS, file_rows

WIDTH = 680.0
CYCLE_COLUMNS = (
    "Change idea",
    "Cycle",
    "First day",
    "Last day",
    "How small",
    "Question",
    "Prediction",
    "Done",
    "Found",
    "Prediction true?",
    "Decision",
)


@dataclass(frozen=True)
class PrintedChart:
    """A picture with what it says: what a pack, a PDF or a report needs of a measure."""

    title: str
    facts: str
    words: str
    picture: str
    picture_words: str


def printed_measures(measures: Iterable[Measure]) -> tuple[PrintedChart, ...]:
    """Each measure that has figures, with its chart. Load them by `selectors.measures.measures_of`.

    The words hold both verdicts, so that nothing rests on the picture.
    """
    return tuple(_printed(measure) for measure in measures if measure.points.all())


def printed_ramps(ideas: Iterable[ChangeIdea]) -> tuple[PrintedChart, ...]:
    """Each change idea that has been tested. Load them by `selectors.cycles.ramps_of`."""
    ramps = [
        cycle_words.ramp_of(idea, place=place, may_edit=False)
        for place, idea in enumerate(ideas, start=1)
        if idea.cycles.all()
    ]
    return tuple(
        PrintedChart(
            title=ramp.heading,
            facts=f"{ramp.state}. Aim: {ramp.aim}.",
            words=" ".join(f"{line.head} {line.tag.text}. {line.more}" for line in ramp.lines),
            picture=str(draw_ramp(ramp.chart, chart_id=f"ramp-{place}", width=WIDTH)),
            picture_words=f"{ramp.chart.title}. {ramp.chart.description}",
        )
        for place, ramp in enumerate(ramps, start=1)
    )


def measure_sheets(
    measures: Sequence[Measure], ideas: Sequence[ChangeIdea]
) -> dict[str, tuple[Sequence[str], Sequence[Sequence[Value]]]]:
    """The sheets that a plan's workbook gets: every figure and every cycle, if there are any."""
    readings = [read_measure(measure, sees_small=False) for measure in measures]
    sheets = {
        "Measures": (FILE_COLUMNS, file_rows(readings)),
        "Tests of change": (CYCLE_COLUMNS, _cycle_rows(ideas)),
    }
    return {name: (head, rows) for name, (head, rows) in sheets.items() if rows}


def _printed(measure: Measure) -> PrintedChart:
    reading = read_measure(measure, sees_small=False)
    chart = words.chart_of(reading)
    card = words.facts_of(reading, overdue=None)
    variation, assurance = card.variation, card.assurance
    target = f" Target {card.target}." if measure.target is not None else ""
    said = [card.stopped, card.trial, variation.head + ".", variation.words]
    said.append(words.base_words(reading).strip())
    said += [f"{assurance.head}: {assurance.words}"] if measure.target is not None else []
    return PrintedChart(
        title=measure.name,
        facts=f"{card.kind} measure. Latest {card.latest}, {card.latest_on}.{target}",
        words=" ".join(part for part in said if part),
        picture=str(draw_control_chart(chart, chart_id=f"measure-{measure.pk}", width=WIDTH)),
        picture_words=f"{chart.title}. {chart.description}",
    )


def _cycle_rows(ideas: Sequence[ChangeIdea]) -> list[list[Value]]:
    return [
        [
            idea.text,
            cycle.number,
            cycle.starts_on,
            cycle.ends_on,
            cycle.get_scale_display(),
            cycle.question,
            cycle.prediction,
            cycle.did,
            cycle.found,
            cycle.get_prediction_met_display() if cycle.prediction_met else "",
            cycle.get_decision_display() if cycle.decision else cycle.get_state_display(),
        ]
        for idea in ideas
        for cycle in idea.cycles.all()
    ]
