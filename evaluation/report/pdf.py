"""The report as a tagged PDF (PDF/UA-1), set by typst from data, never from built source text."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from evaluation.report.view import ReportView

TEMPLATE = Path(__file__).with_name("report.typ")


def make_pdf(view: ReportView) -> bytes:
    """Set the report. No date of making goes in, so that the same report gives the same bytes."""
    import typst  # loaded by the worker only: a web process never sets a page

    facts: dict[str, Any] = asdict(view)
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[settings.PDF_FONTS_DIR],
        ignore_system_fonts=settings.PDF_FONTS_DIR.exists(),
        sys_inputs={"report": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
