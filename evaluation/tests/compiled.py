"""Compiling in a test: what a run gives, and every text that any form of it prints."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction

from evaluation.models import EvaluationRun
from evaluation.report.view import build_view
from evaluation.services.runs import compile_run


def compiled(run: EvaluationRun) -> EvaluationRun:
    """The run after a worker did it."""
    effect = compile_run(run_id=run.pk)
    if effect is not None:
        with transaction.atomic():
            effect()
    return EvaluationRun.objects.get(pk=run.pk)


def printed(content: dict[str, Any]) -> str:
    """Every text of a report, of its charts and of its figures."""
    return "\n".join([*_texts(asdict(build_view(content))), json.dumps(content)])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def not_finite(value: Any, where: str = "content") -> list[str]:
    """Where a figure is not a number, however deep it lies."""
    if isinstance(value, float):
        return [] if math.isfinite(value) else [where]
    if isinstance(value, dict):
        return [at for name, part in value.items() for at in not_finite(part, f"{where}.{name}")]
    if isinstance(value, list | tuple):
        return [at for n, part in enumerate(value) for at in not_finite(part, f"{where}[{n}]")]
    return []
