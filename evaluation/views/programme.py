"""The programme's pages: ask for an evaluation, watch it, read it, sign it off, publish it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from evaluation import rules
from evaluation.forms.reports import EvaluationForm, PublishForm, ReasonForm, SignOffForm
from evaluation.models import Report, ReportState, RunState
from evaluation.presenters import confirm, fact_checks, tags
from evaluation.presenters import reports as pages
from evaluation.presenters import runs as run_pages
from evaluation.report.pictures import SHOWN_WIDTH
from evaluation.report.view import build_view
from evaluation.selectors import reports as selectors
from evaluation.selectors.fact_checks import fact_check_of, what_holds_up
from evaluation.services import reports, runs
from evaluation.states import OPEN_RUNS, REPORT_MOVES
from evaluation.views.compiling import begun
from evaluation.views.downloads import file_response
from evaluation.views.sending import taken_once

PER_PAGE = 50


@requires(Permission.SEE_EVALUATIONS)
def evaluation_list(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    page = Paginator(selectors.runs_visible_to(access), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "table": run_pages.runs_table(page.object_list),
        "pages": page_links(page, request.GET.dict(), noun="evaluations"),
        "may_compile": access.may_in_programme(Permission.COMPILE_EVALUATIONS),
    }
    return render(request, "evaluation/evaluation_list.html", context)


@requires(Permission.COMPILE_EVALUATIONS)
def evaluation_new(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    if request.method == "POST":
        form = EvaluationForm(request.POST, access=access)
        if form.is_valid() and (answer := begun(request, form, **form.cleaned_data)):
            return answer
    else:
        form = EvaluationForm(access=access, initial=request.GET.dict())
    return render(request, "evaluation/evaluation_new.html", {"form": form})


@requires(Permission.SEE_EVALUATIONS)
def run_detail(request: PersonRequest, run_id: int) -> HttpResponse:
    run = selectors.run_visible_to(access_of(request.user), run_id)
    context = {
        "run": run,
        "report": getattr(run, "report", None),
        "tag": tags.RUN_TAGS[RunState(run.state)],
        "is_open": run.state in OPEN_RUNS,
        "may_cancel": rules.cancel_run.allows(access_of(request.user), run.scheme),
        "progress": run_pages.progress_of(run, runs.STEPS),
    }
    answer = render(request, "evaluation/run_detail.html", context)
    if request.htmx and not context["is_open"]:
        answer["HX-Refresh"] = "true"  # the work has ended: show the page with its result
    return answer


@requires(Permission.SEE_EVALUATIONS)
def report_detail(request: PersonRequest, report_id: int) -> HttpResponse:
    access = access_of(request.user)
    report = selectors.report_visible_to(access, report_id)
    moves = REPORT_MOVES[ReportState(report.state)]
    may_sign_off = rules.sign_off_report.allows(access, report)
    may_publish = rules.publish_report.allows(access, report)
    is_checked = ReportState.SIGNED_OFF in moves
    holds_up = what_holds_up(report, today=timezone.localdate()) if is_checked else ""
    context = {
        **report_context(report, public=False),
        "tag": tags.REPORT_TAGS[ReportState(report.state)],
        "may_check_facts": ReportState.FACT_CHECK in moves
        and rules.run_fact_check.allows(access, report),
        "holds_up": holds_up,
        "may_sign_off": is_checked and not holds_up and may_sign_off,
        "waits_for_another": is_checked and not holds_up and not may_sign_off,
        "may_publish": ReportState.PUBLISHED in moves and may_publish,
        "may_withdraw": ReportState.WITHDRAWN in moves and may_publish,
        "sign_off_sentence": rules.sign_off_report.sentence,
    }
    return render(request, "evaluation/report_detail.html", context)


def report_context(report: Report, *, public: bool) -> dict[str, Any]:
    """What the body of a report's page needs, for the programme and for the public alike."""
    view = build_view(report.content, chart_width=SHOWN_WIDTH)
    check = fact_check_of(report)
    checked = fact_checks.checked_by_trust(check) if public else {}
    return {
        "report": report,
        "view": view,
        "contents": pages.contents(view),
        "key_points": pages.key_points(view),
        "limit_columns": pages.limit_columns(view),
        "pairs": pages.pair_sections(view, checked=checked, content=report.content),
        "files": pages.file_lines(report, public=public),
        "who": " ".join(
            part
            for part in (
                pages.who_answers(report),
                fact_checks.public_sentence(check) if report.signed_off_at else "",
            )
            if part
        ),
    }


@requires(Permission.SEE_EVALUATIONS)
def report_file(request: PersonRequest, report_id: int, kind: str) -> HttpResponse:
    report = selectors.report_visible_to(access_of(request.user), report_id)
    return file_response(report, selectors.report_file(report, kind))


@requires(Permission.SIGN_OFF_REPORTS)
def report_sign_off(request: PersonRequest, report_id: int) -> HttpResponse:
    report = selectors.report_visible_to(access_of(request.user), report_id)
    rules.sign_off_report.require(access_of(request.user), report)

    def sign_off(values: dict[str, Any]) -> None:
        reports.sign_off_report(by=request.user, report=report, **_signed(values))

    form = SignOffForm(posted(request), back=back_to(report))
    return _confirm(request, report, form=form, act=sign_off, page=confirm.SIGN_OFF_PAGE)


def _signed(values: dict[str, Any]) -> dict[str, Any]:
    return {"note": values["note"], "not_before": values["not_before"]}


@requires(Permission.SIGN_OFF_REPORTS)
def report_publish(request: PersonRequest, report_id: int) -> HttpResponse:
    report = selectors.report_visible_to(access_of(request.user), report_id)
    replaces = selectors.published_reports().filter(slug=report.slug).exists()

    def publish(values: dict[str, Any]) -> None:
        reports.publish_report(by=request.user, report=report, reason=values.get("reason", ""))

    form = PublishForm(posted(request), replaces=replaces, back=back_to(report))
    return _confirm(request, report, form=form, act=publish, page=confirm.PUBLISH_PAGE)


@requires(Permission.SIGN_OFF_REPORTS)
def report_withdraw(request: PersonRequest, report_id: int) -> HttpResponse:
    report = selectors.report_visible_to(access_of(request.user), report_id)

    def withdraw(values: dict[str, Any]) -> None:
        reports.withdraw_report(by=request.user, report=report, reason=values["reason"])

    form = ReasonForm(posted(request), back=back_to(report))
    return _confirm(request, report, form=form, act=withdraw, page=confirm.WITHDRAW_PAGE)


def posted(request: PersonRequest) -> QueryDict | None:
    """What was posted, even if it is empty: an empty post shows errors too."""
    return request.POST if request.method == "POST" else None


def back_to(report: Report) -> tuple[str, str]:
    return "Back to the report", reverse("report_detail", args=[report.pk])


def _confirm(
    request: PersonRequest,
    report: Report,
    *,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    page: confirm.ConfirmPage,
) -> HttpResponse:
    """Ask before an act that cannot be taken back; show a refusal where it belongs."""
    if taken_once(request, form, act):
        messages.success(request, page.done)
        return redirect("report_detail", report.pk)
    rows = pages.confirm_rows(report)
    context = {"report": report, "form": form, "page": page, "rows": rows}
    return render(request, "evaluation/report_confirm.html", context)
