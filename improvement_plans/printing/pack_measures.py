"""The measures and tests of change in a meeting's pack, with the figures behind. No queries."""

from __future__ import annotations

from improvement_plans.measures.reading import Reading
from improvement_plans.models import MeasureKind
from improvement_plans.presenters.measures import figure_words, label_of
from improvement_plans.printing.measures import printed_measures, printed_ramps
from improvement_plans.printing.pack_sections import PackSource, Section


def measures_section(source: PackSource) -> Section:
    return _measure_section(source, "Measures", outcome_only=False)


def outcome_measures(source: PackSource) -> Section:
    return _measure_section(source, "Outcome measures", outcome_only=True)


def figures_section(source: PackSource) -> Section:
    """The figures behind the charts of all measures."""
    return _figure_section(source, outcome_only=False)


def outcome_figures(source: PackSource) -> Section:
    """The figures behind the charts of outcome measures."""
    return _figure_section(source, outcome_only=True)


def _measure_section(source: PackSource, heading: str, *, outcome_only: bool) -> Section:
    readings = _readings(source, outcome_only=outcome_only)
    charts = printed_measures([reading.measure for reading in readings])
    return Section(
        heading=heading,
        sentence="" if charts else "No measure has figures yet.",
        head=("Measure", "What it is", "What its chart says") if charts else (),
        rows=tuple((chart.title, chart.facts, chart.words) for chart in charts),
        widths=(1.4, 1.6, 3),
        charts=charts,
    )


def _figure_section(source: PackSource, *, outcome_only: bool) -> Section:
    """Small numbers are not shown, as in the charts."""
    rows = tuple(
        (
            reading.measure.name,
            label_of(point, reading.measure),
            figure_words(reading, point, is_shown=is_shown),
        )
        for reading in _readings(source, outcome_only=outcome_only)
        for point, is_shown in zip(reading.points, reading.shown, strict=True)
    )
    return Section(
        heading="Figures behind the charts",
        head=("Measure", "Date", "Figure"),
        rows=rows,
        widths=(2, 1, 1),
        folded=True,
    )


def _readings(source: PackSource, *, outcome_only: bool) -> list[Reading]:
    return [
        reading
        for plan in source.entries.plans
        for reading in plan.readings
        if not outcome_only or reading.measure.kind == MeasureKind.OUTCOME
    ]


def tests_section(source: PackSource) -> Section:
    charts = printed_ramps(source.tested)
    sentence = "" if charts else "No change has been tested yet."
    return Section(heading="Tests of change", sentence=sentence, charts=charts)
