"""The fact check of a report: opened by the programme, answered by each mentee, replied to."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.design import dates
from evaluation import rules
from evaluation.models import (
    FactAnswer,
    FactCheck,
    FactComment,
    Report,
    ReportState,
    TrustCheck,
)
from evaluation.refusals import CheckIsOver
from evaluation.services import fact_check_mails as mails
from evaluation.states import check_report_move
from evaluation.working_days import add_working_days, subtract_working_days

DAYS_TO_ANSWER = 10
REMIND_BEFORE = 3


def open_fact_check(*, by: User, report: Report, today: datetime.date) -> FactCheck:
    """Send a compiled report's facts to each of its mentees, with ten working days to answer."""
    with transaction.atomic():
        report = _locked_report(report.pk)
        rules.run_fact_check.require(access_of(by), report)
        check_report_move(report.state, ReportState.FACT_CHECK)
        check = FactCheck.objects.create(
            report=report,
            opened_by=by,
            opened_by_name=by.name,
            opened_on=today,
            answer_by=add_working_days(today, DAYS_TO_ANSWER),
        )
        mentees = {pair["mentee_code"]: pair["mentee"] for pair in report.content["pairs"]}
        trusts = TrustCheck.objects.bulk_create(
            TrustCheck(fact_check=check, trust_code=code, trust_name=name)
            for code, name in sorted(mentees.items())
        )
        before = report.get_state_display()
        report.state = ReportState.FACT_CHECK
        report.save(update_fields=["state"])
        record_event(
            by=by,
            action="report sent to the trusts to check",
            thing=report,
            changes={"state": (before, report.get_state_display())},
            reason=f"Answers are asked for by {dates.day(check.answer_by)}.",
        )
        for trust in trusts:
            mails.facts_to_check(trust)
    return check


def comment_on_fact(
    *, by: User, check: TrustCheck, figure: str, text: str, today: datetime.date
) -> FactComment:
    """A mentee says what is wrong or unclear about one figure."""
    with transaction.atomic():
        check = _open_check(check.pk, by, today)
        comment = FactComment.objects.create(
            trust_check=check, figure=figure, text=text.strip(), by=by, by_name=by.name
        )
        if check.answer == FactAnswer.AGREED:
            _write_answer(check, by, FactAnswer.COMMENTED)
        _record(check, by, "fact commented on", reason=f"{figure}: {comment.text}")
    return comment


def answer_fact_check(
    *, by: User, check: TrustCheck, answer: FactAnswer, today: datetime.date
) -> None:
    """A mentee says whether the facts about it are right. It may be changed until the last day."""
    with transaction.atomic():
        check = _open_check(check.pk, by, today)
        has_comments = check.comments.exists()
        if answer == FactAnswer.COMMENTED and not has_comments:
            raise Refusal("Say first which figure is wrong, in a comment on it", field="answer")
        if answer == FactAnswer.AGREED and check.comments.filter(reply="").exists():
            raise Refusal(
                "Your comments have not been replied to yet. Choose “There is something to put "
                "right”, or wait for the reply",
                field="answer",
            )
        before = check.get_answer_display()
        _write_answer(check, by, answer)
        _record(
            check,
            by,
            "facts answered for",
            changes={"answer": (before, check.get_answer_display())},
        )


def reply_to_comment(*, by: User, comment: FactComment, reply: str) -> None:
    """The programme says what it makes of a comment. The mentee is told."""
    with transaction.atomic():
        comment = (
            FactComment.objects.select_for_update(of=("self",))
            .select_related("trust_check__fact_check__report", "by")
            .get(pk=comment.pk)
        )
        report = comment.trust_check.fact_check.report
        rules.run_fact_check.require(access_of(by), report)
        _refuse_unless_checked(report)
        comment.reply, comment.replied_at = reply.strip(), timezone.now()
        comment.replied_by, comment.replied_by_name = by, by.name
        comment.save()
        _record(comment.trust_check, by, "comment on a fact replied to", reason=comment.reply)
        mails.comment_replied_to(comment)


def remind_fact_checkers(*, today: datetime.date) -> int:
    """Remind, once, every mentee without an answer three working days before the last day."""
    waiting = TrustCheck.objects.filter(
        answer="",
        reminded_at=None,
        fact_check__answer_by__gte=today,
        fact_check__report__state=ReportState.FACT_CHECK,
    ).select_related("fact_check")
    due = [check for check in waiting if _first_reminder(check.fact_check) <= today]
    return sum(_remind(check.pk) for check in due)


def _first_reminder(check: FactCheck) -> datetime.date:
    return subtract_working_days(check.answer_by, REMIND_BEFORE)


def _remind(check_id: int) -> bool:
    with transaction.atomic():
        check = (
            TrustCheck.objects.select_for_update(of=("self",))
            .select_related("fact_check__report")
            .get(pk=check_id)
        )
        if check.answer or check.reminded_at:
            return False
        check.reminded_at = timezone.now()
        check.save(update_fields=["reminded_at"])
        mails.facts_still_to_check(check)
        record_event(
            by=None,
            action="reminded to check facts",
            thing=check,
            name=str(check.fact_check.report),
            trust_code=check.trust_code,
        )
    return True


def _locked_report(report_id: int) -> Report:
    return Report.objects.select_for_update(of=("self",)).get(pk=report_id)


def _open_check(check_id: int, by: User, today: datetime.date) -> TrustCheck:
    """The trust's check, locked, if this person may answer for it today."""
    check = (
        TrustCheck.objects.select_for_update(of=("self",))
        .select_related("fact_check__report")
        .get(pk=check_id)
    )
    rules.check_facts.require(access_of(by), check)
    _refuse_unless_checked(check.fact_check.report)
    if not check.is_open(today):
        raise CheckIsOver(
            f"The facts could be checked until {dates.day(check.fact_check.answer_by)}. "
            "Write to the programme if something is still wrong."
        )
    return check


def _refuse_unless_checked(report: Report) -> None:
    if report.state != ReportState.FACT_CHECK:
        raise WrongState(
            f"This report is “{report.get_state_display().lower()}”: its facts are no longer "
            "being checked."
        )


def _write_answer(check: TrustCheck, by: User, answer: FactAnswer) -> None:
    check.answer, check.answered_at = answer, timezone.now()
    check.answered_by, check.answered_by_name = by, by.name
    check.save()


def _record(
    check: TrustCheck,
    by: User,
    action: str,
    *,
    reason: str = "",
    changes: dict[str, tuple[object, object]] | None = None,
) -> None:
    record_event(
        by=by,
        action=action,
        thing=check,
        name=str(check.fact_check.report),
        trust_code=check.trust_code,
        changes=changes,
        reason=reason,
    )
