"""Handing out the bytes of a report as they were kept."""

from __future__ import annotations

from django.http import HttpResponse

from evaluation.models import Report, ReportFile


def file_response(report: Report, file: ReportFile) -> HttpResponse:
    """The bytes as an attachment, named after the report and its version."""
    ending = file.name.rsplit(".", 1)[-1]
    part = "-summary" if file.kind == "summary" else ""
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = (
        f'attachment; filename="{report.slug}-v{report.version}{part}.{ending}"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
