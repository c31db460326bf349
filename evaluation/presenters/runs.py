"""The list of evaluations, and how far a compile is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.tables import Cell, Column, Row, Table
from evaluation.models import EvaluationRun, Report, ReportState, RunState
from evaluation.presenters.tags import REPORT_TAGS, RUN_TAGS


def runs_table(runs: Iterable[EvaluationRun]) -> Table:
    """Every evaluation that was asked for, newest first."""
    return Table(
        caption="Evaluations",
        columns=[
            Column("Scheme"),
            Column("From and to", card="Years"),
            Column("Compile"),
            Column("Report"),
            Column("Asked for"),
        ],
        rows=[_run_row(run) for run in runs],
        empty="No evaluation has been asked for yet.",
    )


def _run_row(run: EvaluationRun) -> Row:
    report: Report | None = getattr(run, "report", None)
    page, pk = ("report_detail", report.pk) if report else ("run_detail", run.pk)
    return Row(
        cells=[
            Cell(run.scheme.name, href=reverse(page, args=[pk]), strong=True),
            f"{run.baseline.year} to {run.follow_up.year}",
            Cell(tag=RUN_TAGS[RunState(run.state)]),
            Cell(tag=REPORT_TAGS[ReportState(report.state)], note=f"Version {report.version}")
            if report
            else "-",
            Cell(dates.day(run.requested_at), note=str(run.requested_by or "")),
        ]
    )


@dataclass(frozen=True)
class Progress:
    """How far a compile is: the step at work, and every step with its state."""

    now: str
    percent: int
    steps: tuple[tuple[str, str], ...]


def progress_of(run: EvaluationRun, words: tuple[str, ...]) -> Progress:
    """Each step as ("words", "done" | "now" | "to do")."""
    begun = run.state != RunState.QUEUED
    return Progress(
        now=run.step or "Waiting for a worker",
        percent=100 * min(run.steps_done, len(words)) // len(words),
        steps=tuple(
            (step, "done" if place < run.steps_done else _now_or_later(place, run, begun))
            for place, step in enumerate(words)
        ),
    )


def _now_or_later(place: int, run: EvaluationRun, begun: bool) -> str:
    return "now" if begun and place == run.steps_done else "to do"
