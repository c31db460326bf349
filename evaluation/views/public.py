"""What everybody may read: the list of published reports, and each report at a stable address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buddy_portal.accounts.rules import public
from evaluation import selectors
from evaluation.models import Report, ReportState
from evaluation.views.downloads import file_response
from evaluation.views.programme import report_context


@public
def report_list(request: HttpRequest) -> HttpResponse:
    reports = selectors.published_reports()
    return render(request, "evaluation/report_list.html", {"reports": reports})


@public
def public_report(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    report = selectors.public_report(slug, version)
    if report.state == ReportState.WITHDRAWN:
        return _gone(request, report)
    context = {
        **report_context(report, public=True),
        "versions": selectors.public_versions(slug),
        "is_old": report.state == ReportState.CORRECTED,
    }
    return render(request, "evaluation/public_report.html", context)


@public
def public_report_file(request: HttpRequest, slug: str, version: int, kind: str) -> HttpResponse:
    report = selectors.public_report(slug, version)
    if report.state == ReportState.WITHDRAWN:
        return _gone(request, report)
    return file_response(report, selectors.report_file(report, kind))


def _gone(request: HttpRequest, report: Report) -> HttpResponse:
    return render(request, "evaluation/report_withdrawn.html", {"report": report}, status=410)
