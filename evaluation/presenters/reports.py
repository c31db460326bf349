"""The page of a report: contents, tables, files, and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from evaluation.models import Report
from evaluation.report.pair_pages import PairView
from evaluation.report.view import ReportView

_VERDICT_TAGS = {
    "rose_beyond_expected": ("blue", "up"),
    "fell_short_of_expected": ("grey", "down"),
    "few_answers": ("plain", "clock"),
}
FILE_WORDS = {
    "pdf": "Tagged PDF, for reading and printing",
    "summary": "Summary in plain words on one page, tagged PDF",
    "xlsx": "Workbook, each table on a sheet",
    "data": "Open data package, to recompute the figures (CSV and JSON)",
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
    code: str = ""
    checked: str = ""


def contents(view: ReportView) -> list[tuple[str, str]]:
    """The sections of the page, numbered, with their anchors."""
    found = [
        ("Key points", "key-points"),
        ("The scheme", "scheme"),
        ("What could be detected", "detectable"),
        ("How we judged", "methods"),
        ("Headline result", "headline"),
        ("Pair by pair", "pairs"),
        ("All questions", "others"),
        ("Variation between trusts", "variation"),
        ("Gaps between groups", "gaps"),
        *([("Listening", "listening")] if view.listening else []),
        ("Other ways of looking", "sensitivity"),
        ("How it went", "how-it-went"),
        ("Limits", "limits"),
        ("Data and how to recompute", "data"),
    ]
    return [(f"{n}. {words}", f"#{anchor}") for n, (words, anchor) in enumerate(found, 1)]


def key_points(view: ReportView) -> list[Markup | str]:
    """The key points, the first of them strong."""
    first, *others = view.key_points
    return [Markup("<strong>{}</strong>").format(first), *others]


def limit_columns(view: ReportView) -> list[tuple[tuple[str, str], ...]]:
    """The limits in two columns, to be read one after the other."""
    half = (len(view.limits) + 1) // 2
    return [view.limits[:half], view.limits[half:]]


def pair_sections(
    view: ReportView, *, content: dict[str, Any], checked: Mapping[str, str] | None = None
) -> list[PairSection]:
    """Every pair with its tables; `checked` says by mentee whether it has checked its facts."""
    codes = [pair["mentee_code"] for pair in content["pairs"]]
    return [
        PairSection(
            view=pair,
            targets=_targets_table(view, pair) if pair.rows else None,
            means=_means_table(pair) if pair.means else None,
            code=code,
            checked=(checked or {}).get(code, ""),
        )
        for code, pair in zip(codes, view.pairs, strict=True)
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
                    Cell(tag=_verdict_tag(row.verdict, row.verdict_key), note=row.note),
                ]
            )
            for row in pair.rows
        ],
    )


def _means_table(pair: PairView) -> Table:
    return Table(
        caption=f"{pair.title}: scored from 0 to 10, kept apart from percentages",
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
        said.insert(0, f"Published {dates.day(report.published_at)}.")
    return " ".join(said)


def citation(report: Report, address: str) -> str:
    """How to cite a published report: who, when, what, where."""
    published = dates.day(report.published_at)
    return (
        f"{settings.SERVICE_NAME}. {report.title}. Version {report.version}, published "
        f"{published}. {address}"
    )


def confirm_rows(report: Report) -> list[tuple[str, str]]:
    """Which report is about to be acted on."""
    rows = [
        ("Report", report.title),
        ("Version", str(report.version)),
        ("Compiled", f"{report.compiled_by_name or 'The portal'}, {dates.day(report.compiled_at)}"),
    ]
    if report.signed_off_at:
        rows.append(
            ("Signed off", f"{report.signed_off_by_name}, {dates.day(report.signed_off_at)}")
        )
    if report.not_before and not report.published_at:
        rows.append(("Not before", dates.day(report.not_before)))
    return rows
