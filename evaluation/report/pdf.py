"""The report as a tagged PDF."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from buddy_portal.design.printing import set_pdf
from evaluation.report.view import ReportView

TEMPLATE = Path(__file__).with_name("report.typ")


def make_pdf(view: ReportView) -> bytes:
    """Set the report: the same report gives the same bytes."""
    return set_pdf(TEMPLATE, asdict(view))
