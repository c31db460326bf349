"""The report as a tagged PDF, and its summary for patients on one page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from buddy_portal.design.printing import set_pdf
from evaluation.report.public_summary import PublicSummary
from evaluation.report.view import ReportView

TEMPLATE = Path(__file__).with_name("report.typ")
SUMMARY = Path(__file__).with_name("summary.typ")


def make_pdf(view: ReportView) -> bytes:
    """Set the report: the same report gives the same bytes."""
    return set_pdf(TEMPLATE, asdict(view))


def make_summary_pdf(summary: PublicSummary) -> bytes:
    """Set the summary, which keeps to one page: the same summary gives the same bytes."""
    return set_pdf(SUMMARY, asdict(summary))
