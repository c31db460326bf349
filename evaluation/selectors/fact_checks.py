"""Fact checks: what a trust checks, and what the programme sees of all of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.todos import Todo
from buddy_portal.prepared import prepared
from evaluation import rules
from evaluation.models import FactCheck, FactComment, Report, ReportState, TrustCheck

NO_SUCH_CHECK = "There is no such fact check."


def trust_check_visible_to(access: Access, check_id: int) -> TrustCheck:
    """A trust's own check with its comments, or NotFound."""
    check = _with_comments(TrustCheck.objects.filter(pk=check_id)).first()
    if check is None or not rules.check_facts.allows(access, check):
        raise NotFound(NO_SUCH_CHECK)
    return check


def fact_check_of(report: Report) -> FactCheck | None:
    """The fact check of a report with every trust's answer and comments; None before it opens."""
    trusts = _with_comments(TrustCheck.objects.all())
    return (
        FactCheck.objects.filter(report=report).prefetch_related(Prefetch("trusts", trusts)).first()
    )


def comment_visible_to(access: Access, comment_id: int) -> FactComment:
    """A comment, for those who reply to it; NotFound for everybody else."""
    found = (
        FactComment.objects.filter(pk=comment_id)
        .select_related("trust_check__fact_check__report")
        .first()
    )
    if found is None or not rules.run_fact_check.allows(
        access, found.trust_check.fact_check.report
    ):
        raise NotFound("There is no such comment.")
    return found


def what_holds_up(report: Report, *, today: datetime.date) -> str:
    """Why the report cannot be signed off yet, in a sentence; nothing where it can."""
    check = FactCheck.objects.filter(report=report).first()
    if check is None:
        return "The trusts have not been asked to check the facts yet."
    counted = check.trusts.aggregate(
        silent=Count("pk", filter=Q(answer=""), distinct=True),
        open=Count(
            "comments__pk",
            filter=Q(comments__pk__isnull=False, comments__reply=""),
            distinct=True,
        ),
    )
    if counted["silent"] and today <= check.answer_by:
        return (
            f"{numbers.counted(counted['silent'], 'trust')} may still check the facts, until "
            f"{dates.day(check.answer_by)}."
        )
    if counted["open"]:
        return f"{numbers.counted(counted['open'], 'comment')} on the facts still need a reply."
    return ""


def facts_to_check(
    access: Access, reports: Iterable[Report], *, today: datetime.date
) -> list[Todo]:
    """What waits for this person: facts of their trusts, comments to reply to, reports to send."""
    return [*_to_answer(access, today), *_to_run(access, reports)]


def _to_answer(access: Access, today: datetime.date) -> list[Todo]:
    if not access.trusts_where(Permission.CHECK_FACTS):
        return []
    return [
        Todo(
            title=f"Check the facts about {check.trust_name}",
            url=reverse("fact_check", args=[check.pk]),
            reason=f"In “{check.fact_check.report.title}”, before it is published.",
            when=f"By {dates.day(check.fact_check.answer_by)}",
            rank=18,
            button="Check the facts",
        )
        for check in _checks_that_wait(access, today)
    ]


@prepared
def _checks_that_wait(access: Access, today: datetime.date) -> QuerySet[TrustCheck, TrustCheck]:
    return TrustCheck.objects.filter(
        trust_code__in=access.trusts_where(Permission.CHECK_FACTS),
        answer="",
        fact_check__answer_by__gte=today,
        fact_check__report__state=ReportState.FACT_CHECK,
    ).select_related("fact_check__report")[:10]


def _to_run(access: Access, reports: Iterable[Report]) -> list[Todo]:
    if not access.may_in_programme(Permission.COMPILE_EVALUATIONS):
        return []
    found = (_report_todo(report) for report in reports)
    return [todo for todo in found if todo is not None]


def _report_todo(report: Report) -> Todo | None:
    if report.state == ReportState.COMPILED:
        return Todo(
            title=f"Send “{report.title}” to its trusts to check",
            url=reverse("report_detail", args=[report.pk]),
            reason=f"Compiled by {report.compiled_by_name}. Each mentee checks its own facts.",
            rank=26,
            button="Read the report",
        )
    if report.state != ReportState.FACT_CHECK or not report.unanswered:  # type: ignore[attr-defined]  # annotated by reports_that_wait
        return None
    return Todo(
        title=f"Reply to comments on “{report.title}”",
        url=reverse("fact_check_overview", args=[report.pk]),
        reason=f"{numbers.counted(report.unanswered, 'comment')} of trusts on its facts.",  # type: ignore[attr-defined]
        rank=22,
        button="Read the comments",
    )


def _with_comments(checks: QuerySet[TrustCheck]) -> QuerySet[TrustCheck]:
    return checks.select_related("fact_check__report").prefetch_related("comments")
