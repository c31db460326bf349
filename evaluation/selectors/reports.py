"""Runs and reports, each starting from what the person may see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.design.todos import Todo
from buddy_portal.prepared import prepared
from evaluation import rules
from evaluation.models import EvaluationRun, Report, ReportFile, ReportState, RunState
from evaluation.selectors.fact_checks import what_holds_up
from evaluation.states import WAS_PUBLIC
from trusts.models import Scheme, SurveyYear

NO_SUCH_REPORT = "There is no such report, or it has not been published."
MOST_REPORTS = 40


def runs_visible_to(access: Access) -> QuerySet[EvaluationRun]:
    """Runs with their scheme, years, people and report: the programme sees all, others none."""
    runs = EvaluationRun.objects.select_related(
        "scheme", "baseline", "follow_up", "requested_by", "report"
    )
    if access.may_in_programme(Permission.SEE_EVALUATIONS):
        return runs
    return runs.none()


def run_visible_to(access: Access, run_id: int) -> EvaluationRun:
    """One run, or NotFound."""
    run = runs_visible_to(access).filter(pk=run_id).first()
    if run is None:
        raise NotFound("There is no such evaluation.")
    return run


def report_visible_to(access: Access, report_id: int) -> Report:
    """One report, whatever its state, for the programme; NotFound for everybody else."""
    if access.may_in_programme(Permission.SEE_EVALUATIONS):
        report = _with_files(Report.objects.filter(pk=report_id)).first()
        if report is not None:
            return report
    raise NotFound(NO_SUCH_REPORT)


def published_reports() -> QuerySet[Report]:
    """What the public list shows: the newest published version of each report."""
    return (
        Report.objects.filter(state=ReportState.PUBLISHED)
        .select_related("scheme")
        .defer("content")
        .order_by("-published_at")
    )


def public_report(slug: str, version: int | None = None) -> Report:
    """A report at its stable address: the published version, or an older public one by number.

    A report that was public and is withdrawn is still found, so that its page can say why.
    """
    was_public = Report.objects.filter(slug=slug, published_at__isnull=False).filter(
        state__in=[*WAS_PUBLIC, ReportState.WITHDRAWN]
    )
    if version is not None:
        was_public = was_public.filter(version=version)
    report = _with_files(was_public.order_by("-version")).first()
    if report is None:
        raise NotFound(NO_SUCH_REPORT)
    return report


def public_versions(slug: str) -> QuerySet[Report]:
    """All versions of a report that were ever public, newest first."""
    return (
        Report.objects.filter(slug=slug, published_at__isnull=False)
        .defer("content")
        .order_by("-version")
    )


def report_file(report: Report, kind: str) -> ReportFile:
    """One form of a report with its bytes, or NotFound."""
    found = ReportFile.objects.filter(report=report, kind=kind).first()
    if found is None:
        raise NotFound("There is no such form of this report.")
    return found


def choices_for_evaluation(
    access: Access,
) -> tuple[QuerySet[Scheme], QuerySet[SurveyYear]]:
    """The schemes and survey years that an evaluation can be asked for."""
    if not access.may_in_programme(Permission.COMPILE_EVALUATIONS):
        return Scheme.objects.none(), SurveyYear.objects.none()
    schemes = Scheme.objects.select_related("baseline", "follow_up")
    return schemes, SurveyYear.objects.select_related("survey").order_by("survey__name", "year")


def reports_to_move_on(
    access: Access, reports: Iterable[Report], *, today: datetime.date
) -> list[Todo]:
    """Reports that wait for this person, to sign off or to publish, and their runs that stopped."""
    if access.user_id is None or not access.may_in_programme(Permission.SIGN_OFF_REPORTS):
        return []
    found = (_report_todo(access, report, today) for report in reports)
    return [todo for todo in found if todo is not None] + [
        _stopped_todo(run) for run in _stopped_runs(access.user_id)
    ]


@prepared
def reports_that_wait() -> QuerySet[Report, Report]:
    """Reports that somebody of the programme moves on, the oldest first, each with `unanswered`:
    how many comments of trusts on its facts have no reply.
    """
    states = [ReportState.COMPILED, ReportState.FACT_CHECK, ReportState.SIGNED_OFF]
    comments = "fact_check__trusts__comments"
    unanswered = Count(comments, filter=Q(**{f"{comments}__reply": ""}))
    found = Report.objects.filter(state__in=states).defer("content")
    return found.annotate(unanswered=unanswered).order_by("compiled_at")[:MOST_REPORTS]


@prepared
def _stopped_runs(user_id: int) -> QuerySet[EvaluationRun, EvaluationRun]:
    stopped = EvaluationRun.objects.filter(state=RunState.FAILED, requested_by=user_id)
    return stopped.select_related("scheme", "baseline", "follow_up")[:3]


def _report_todo(access: Access, report: Report, today: datetime.date) -> Todo | None:
    address = reverse("report_detail", args=[report.pk])
    if report.state == ReportState.SIGNED_OFF:
        return Todo(
            title=f"Publish “{report.title}”",
            url=address,
            reason=f"Signed off by {report.signed_off_by_name}.",
            when=_days(report.signed_off_at, today),
            rank=30,
            button="Look at the report",
        )
    if report.state != ReportState.FACT_CHECK or report.unanswered:  # type: ignore[attr-defined]  # annotated above
        return None
    if not rules.sign_off_report.allows(access, report) or what_holds_up(report, today=today):
        return None
    return Todo(
        title=f"Sign off “{report.title}”",
        url=address,
        reason=f"Compiled by {report.compiled_by_name}. Another lead than the compiler signs off.",
        when=_days(report.compiled_at, today),
        rank=25,
        button="Read the report",
    )


def _stopped_todo(run: EvaluationRun) -> Todo:
    return Todo(
        title=f"Look at the evaluation of {run.scheme} that stopped",
        url=reverse("run_detail", args=[run.pk]),
        reason=run.error,
        rank=20,
        button="See why",
    )


def _days(since: datetime.datetime | None, today: datetime.date) -> str:
    if since is None:
        return ""
    days = (today - timezone.localdate(since)).days
    return "Today" if days <= 0 else f"Waiting {days} day{'' if days == 1 else 's'}"


def _with_files(reports: QuerySet[Report]) -> QuerySet[Report]:
    files = ReportFile.objects.defer("content")
    return reports.select_related("scheme", "run").prefetch_related(Prefetch("files", files))
