"""What everybody may read: the list of published reports, and each report at a stable address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from buddy_portal.accounts.rules import public
from evaluation.models import Report, ReportState
from evaluation.presenters import reports as pages
from evaluation.report.public_summary import public_summary as summary_of
from evaluation.selectors import reports as selectors
from evaluation.views.downloads import file_response
from evaluation.views.programme import report_context

MOST_IN_FEED = 50


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
        "citation": pages.citation(report, _stable_address(report)),
    }
    return render(request, "evaluation/public_report.html", context)


@public
def public_summary(request: HttpRequest, slug: str) -> HttpResponse:
    """One page in plain words, from the figures of the published report."""
    report = selectors.public_report(slug)
    if report.state == ReportState.WITHDRAWN:
        return _gone(request, report)
    context = {
        "report": report,
        "summary": summary_of(report.content),
        "files": pages.file_lines(report, public=True),
        "who": pages.who_answers(report),
    }
    return render(request, "evaluation/public_summary.html", context)


@public
def public_report_file(request: HttpRequest, slug: str, version: int, kind: str) -> HttpResponse:
    report = selectors.public_report(slug, version)
    if report.state == ReportState.WITHDRAWN:
        return _gone(request, report)
    return file_response(report, selectors.report_file(report, kind))


@public
def report_feed(request: HttpRequest) -> HttpResponse:
    """An Atom feed of the published reports, newest first."""
    feed = Atom1Feed(
        title="Published reports",
        link=settings.PORTAL_URL + reverse("report_list"),
        description="What changed for patients in each scheme, and how sure we are.",
        language="en-gb",
        feed_url=settings.PORTAL_URL + reverse("report_feed"),
        author_name=settings.SERVICE_NAME,
    )
    for report in selectors.published_reports()[:MOST_IN_FEED]:
        address = _stable_address(report)
        feed.add_item(
            title=report.title,
            link=address,
            description=f"Version {report.version}. {report.reason}".strip(),
            unique_id=address,
            pubdate=report.published_at,
            updateddate=report.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


def _stable_address(report: Report) -> str:
    return settings.PORTAL_URL + reverse("public_version", args=[report.slug, report.version])


def _gone(request: HttpRequest, report: Report) -> HttpResponse:
    return render(request, "evaluation/report_withdrawn.html", {"report": report}, status=410)
