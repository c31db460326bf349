"""The fact check: the programme opens it and replies, each mentee comments and answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.accounts.views.posting import filled
from evaluation import rules
from evaluation.forms.fact_checks import (
    FactAnswerForm,
    FactCommentForm,
    OpenFactCheckForm,
    ReplyForm,
)
from evaluation.models import ReportState, TrustCheck
from evaluation.presenters import confirm
from evaluation.presenters import fact_checks as words
from evaluation.presenters import reports as pages
from evaluation.report.pictures import SHOWN_WIDTH
from evaluation.report.view import build_view
from evaluation.selectors import fact_checks as selectors
from evaluation.selectors.reports import report_visible_to
from evaluation.services import fact_checks as services
from evaluation.views.programme import back_to
from evaluation.views.sending import keep_what_is_typed, taken_once

COMMENT = "comment"


@requires(Permission.COMPILE_EVALUATIONS)
def fact_check_open(request: PersonRequest, report_id: int) -> HttpResponse:
    """Ask first: every mentee's lead nurse and sponsor gets a mail."""
    access = access_of(request.user)
    report = report_visible_to(access, report_id)
    form = filled(request, OpenFactCheckForm, back=back_to(report))

    def act(_values: dict[str, Any]) -> None:
        services.open_fact_check(by=request.user, report=report, today=timezone.localdate())
        messages.success(request, confirm.FACT_CHECK_PAGE.done)

    if taken_once(request, form, act):
        return redirect("fact_check_overview", report.pk)
    context = {
        "report": report,
        "form": form,
        "page": confirm.FACT_CHECK_PAGE,
        "rows": pages.confirm_rows(report),
    }
    return render(request, "evaluation/report_confirm.html", context)


@requires(Permission.SEE_EVALUATIONS)
def fact_check_overview(request: PersonRequest, report_id: int) -> HttpResponse:
    """Every trust's answer and comments, for the programme."""
    access = access_of(request.user)
    report = report_visible_to(access, report_id)
    check, today = selectors.fact_check_of(report), timezone.localdate()
    may_run = rules.run_fact_check.allows(access, report)
    may_reply = may_run and report.state == ReportState.FACT_CHECK
    context = {
        "report": report,
        "may_open": may_run and report.state == ReportState.COMPILED,
        "said": words.state_sentence(check, today) if check else "",
        "table": words.trusts_table(check, today) if check else None,
        "trusts": [
            (trust.trust_name, words.comment_lines(trust.comments.all(), may_reply=may_reply))
            for trust in (check.trusts.all() if check else ())
        ],
    }
    return render(request, "evaluation/fact_check_overview.html", context)


@requires(Permission.COMPILE_EVALUATIONS)
def fact_comment_reply(request: PersonRequest, comment_id: int) -> HttpResponse:
    comment = selectors.comment_visible_to(access_of(request.user), comment_id)
    report = comment.trust_check.fact_check.report
    form = filled(request, ReplyForm, back=back_to(report), initial={"reply": comment.reply})

    def act(values: dict[str, Any]) -> None:
        services.reply_to_comment(by=request.user, comment=comment, reply=values["reply"])
        messages.success(request, "The reply is saved and on its way.")

    if taken_once(request, form, act):
        return redirect("fact_check_overview", report.pk)
    keep_what_is_typed(request, form)
    context = {"report": report, "comment": comment, "form": form}
    return render(request, "evaluation/fact_comment_reply.html", context)


@requires(Permission.CHECK_FACTS)
def fact_check(request: PersonRequest, check_id: int) -> HttpResponse:
    """A mentee's own part of a report, with its comments and its answer."""
    check = selectors.trust_check_visible_to(access_of(request.user), check_id)
    report = check.fact_check.report
    view = build_view(report.content, chart_width=SHOWN_WIDTH)
    every = pages.pair_sections(view, content=report.content)
    sections = [section for section in every if section.code == check.trust_code]
    comment, answer = _forms(request, check, [section.view for section in sections])
    if _acted(request, check, comment, answer):
        return redirect("fact_check", check.pk)
    keep_what_is_typed(request, comment)
    today = timezone.localdate()
    context = {
        "check": check,
        "report": report,
        "view": view,
        "pairs": sections,
        "is_open": check.is_open(today) and report.state == ReportState.FACT_CHECK,
        "answer_words": words.answer_words(check, today),
        "tag": words.answer_tag(check, today),
        "comments": words.comment_lines(check.comments.all(), may_reply=False),
        "comment_form": comment,
        "answer_form": answer,
        "forms": [comment, answer],
    }
    return render(request, "evaluation/fact_check.html", context)


def _forms(
    request: PersonRequest, check: TrustCheck, pairs: list[Any]
) -> tuple[FactCommentForm, FactAnswerForm]:
    """Both forms of the page; the one that was posted holds what was typed."""
    posted = request.POST if request.method == "POST" else None
    comments = posted is not None and COMMENT in request.GET
    figures = words.figures_of(pairs)
    return (
        FactCommentForm(posted if comments else None, figures=figures, action=f"?{COMMENT}"),
        FactAnswerForm(
            posted if not comments else None,
            initial={"answer": check.answer},
            action="?answer",
            auto_id="id_own_%s",
        ),
    )


def _acted(
    request: PersonRequest, check: TrustCheck, comment: FactCommentForm, answer: FactAnswerForm
) -> bool:
    """Whether the posted form went through."""
    today = timezone.localdate()

    def add(values: dict[str, Any]) -> None:
        services.comment_on_fact(by=request.user, check=check, today=today, **values)
        messages.success(request, "Your comment is saved.")

    def answered(values: dict[str, Any]) -> None:
        services.answer_fact_check(
            by=request.user, check=check, answer=values["answer"], today=today
        )
        messages.success(request, "Thank you. Your answer is saved.")

    if comment.is_bound:
        return taken_once(request, comment, add)
    return taken_once(request, answer, answered)
