"""From inputs to every form of a report as bytes. The same inputs give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from evaluation.inputs import Inputs
from evaluation.refusals import CannotEvaluate
from evaluation.report.content import build_content
from evaluation.report.pdf import make_pdf
from evaluation.report.view import build_view, title_of
from evaluation.statistics import PanelError


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
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()
    return CompiledReport(
        title=title_of(content),
        content=content,
        forms=(
            Form("pdf", "report.pdf", "application/pdf", pdf),
            Form("data", "figures.json", "application/json", data),
        ),
    )
