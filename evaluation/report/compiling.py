"""From inputs to every form of a report as bytes. The same inputs give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from evaluation.inputs import Inputs
from evaluation.refusals import CannotEvaluate
from evaluation.report.content import build_content
from evaluation.report.package import make_package
from evaluation.report.pdf import make_pdf, make_summary_pdf
from evaluation.report.public_summary import public_summary
from evaluation.report.view import build_view, title_of
from evaluation.report.workbook import make_workbook
from evaluation.statistics import PanelError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """One form of a report, ready to be kept."""

    kind: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class CompiledReport:
    """What a run leaves behind."""

    title: str
    content: dict[str, Any]
    forms: tuple[Form, ...]


def compile_report(inputs: Inputs, *, progress: Callable[[int], None]) -> CompiledReport:
    """Work out the figures and make every form. Raises CannotEvaluate with a sentence."""
    progress(1)
    try:
        content = build_content(inputs)
    except PanelError as error:
        raise CannotEvaluate(str(error)) from error
    progress(2)
    view = build_view(content)
    progress(3)
    pdf = make_pdf(view)
    title = title_of(content)
    return CompiledReport(
        title=title,
        content=content,
        forms=(
            Form("pdf", "report.pdf", "application/pdf", pdf),
            Form("xlsx", "report.xlsx", XLSX, make_workbook(content, view)),
            Form(
                "summary",
                "summary.pdf",
                "application/pdf",
                make_summary_pdf(public_summary(content)),
            ),
            Form("data", "data.zip", "application/zip", make_package(inputs, content, title)),
        ),
    )
