"""Words, tags and tables of the evaluation's pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from evaluation.models import EvaluationRun, Report, ReportState, RunState
from evaluation.report.view import PairView, ReportView

RUN_TAGS = {
    RunState.QUEUED: Tag("Waiting", "grey", "ring"),
    RunState.COMPILING: Tag("Compiling", "blue", "ring"),
    RunState.COMPILED: Tag("Compiled", "blue", "tick"),
    RunState.FAILED: Tag("Stopped", "amber", "triangle"),
}
REPORT_TAGS = {
    ReportState.COMPILED: Tag("Not signed off", "amber", "triangle"),
    ReportState.FACT_CHECK: Tag("Fact check", "amber", "triangle"),
    ReportState.SIGNED_OFF: Tag("Signed off", "blue", "tick"),
    ReportState.PUBLISHED: Tag("Published", "green", "disc"),
    ReportState.CORRECTED: Tag("Corrected since", "grey", "ring"),
    ReportState.WITHDRAWN: Tag("Withdrawn", "grey", "cross"),
}
_VERDICT_TAGS = {
    "rose_beyond_expected": ("blue", "up"),
    "fell_short_of_expected": ("grey", "down"),
    "few_answers": ("plain", "clock"),
}
FILE_WORDS = {
    "pdf": "Tagged PDF, for reading and printing",
    "data": "All figures as data (JSON)",
    "xlsx": "Workbook",
}


@dataclass(frozen=True)
class FileLine:
    """A form of a report to download, with its checksum."""

    words: str
    href: str
    sha256: str
    kind: str


@dataclass(frozen=True)
class PairSection:
    """A pair's part of the report page."""

    view: PairView
    targets: Table | None
    means: Table | None
    figures: Table | None


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
            Cell(dates.day(run.requested_at.date()), note=str(run.requested_by or "")),
        ]
    )


def table_of(figures: Figures, *, show_caption: bool = False) -> Table:
    """The table beneath a chart."""
    return Table(
        caption=figures.caption,
        columns=[
            Column(label, numeric=numeric)
            for label, numeric in zip(figures.headers, figures.numeric, strict=True)
        ],
        rows=[Row(cells=row) for row in figures.rows],
        show_caption=show_caption,
    )


def pair_sections(view: ReportView) -> list[PairSection]:
    """Every pair with its tables."""
    return [
        PairSection(
            view=pair,
            targets=_targets_table(view, pair) if pair.rows else None,
            means=_means_table(pair) if pair.means else None,
            figures=table_of(pair.chart.figures) if pair.chart else None,
        )
        for pair in view.pairs
    ]


def _targets_table(view: ReportView, pair: PairView) -> Table:
    before, after = view.years
    return Table(
        caption=f"Targets of {pair.title}",
        columns=[
            Column("Target"),
            Column(f"{before} (answers)", numeric=True),
            Column(f"{after} (answers)", numeric=True),
            Column("Change, points (95% interval)", numeric=True),
            Column("Country", numeric=True),
            Column("Expected", numeric=True),
            Column("Beyond expected", numeric=True),
            Column("To reach", numeric=True),
            Column("Verdict"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(row.label, note=row.question),
                    Cell(row.before, note=row.n_before),
                    Cell(row.after, note=row.n_after),
                    Cell(row.change, note=row.interval),
                    row.country,
                    row.expected,
                    Cell(row.beyond, strong=True),
                    row.target,
                    Cell(tag=_verdict_tag(row.verdict, row.verdict_key)),
                ]
            )
            for row in pair.rows
        ],
    )


def _means_table(pair: PairView) -> Table:
    return Table(
        caption="Scored from 0 to 10, kept apart from percentages",
        columns=[
            Column("Question"),
            *(Column(year, numeric=True) for year in pair.mean_years),
            Column("To reach", numeric=True),
            Column("Note"),
        ],
        rows=[
            Row(
                cells=[Cell(row.label, note=row.question), *row.values, row.target, row.note or "-"]
            )
            for row in pair.means
        ],
        show_caption=True,
    )


def _verdict_tag(words: str, key: str) -> Tag:
    colour, shape = _VERDICT_TAGS.get(key, ("grey", "ring"))
    return Tag(words, colour, shape)


def file_lines(report: Report, *, public: bool) -> list[FileLine]:
    """The forms of a report to download."""
    return [
        FileLine(
            words=FILE_WORDS.get(file.kind, file.name),
            href=reverse("public_report_file", args=[report.slug, report.version, file.kind])
            if public
            else reverse("report_file", args=[report.pk, file.kind]),
            sha256=file.sha256,
            kind=file.kind,
        )
        for file in report.files.all()
    ]


def who_answers(report: Report) -> str:
    """When published, compiled and signed off by whom."""
    said = [f"Version {report.version}.", f"Compiled by {report.compiled_by_name or 'the portal'}"]
    if report.signed_off_at:
        said[-1] += f", signed off by {report.signed_off_by_name}"
    said[-1] += "."
    if report.published_at:
        said.insert(0, f"Published {dates.day(report.published_at.date())}.")
    return " ".join(said)


@dataclass(frozen=True)
class ConfirmPage:
    """The words of a page that asks before it acts."""

    heading: str
    said: str
    done: str


SIGN_OFF_PAGE = ConfirmPage(
    heading="Sign off this report",
    said="You answer for it together with the person who compiled it. Nothing is public until the "
    "report is published.",
    done="The report is signed off. It can now be published.",
)
PUBLISH_PAGE = ConfirmPage(
    heading="Publish this report",
    said="Everybody can then read it. Its bytes and checksums never change again; a mistake is "
    "mended by a new version with a reason, or by a withdrawal.",
    done="The report is published.",
)
WITHDRAW_PAGE = ConfirmPage(
    heading="Withdraw this report",
    said="Where it was public its address stays, and says that it was withdrawn and why. This "
    "cannot be undone.",
    done="The report is withdrawn.",
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
