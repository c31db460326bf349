"""The fact checks of the two evaluations: one is over, in the other most mentees still read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from buddy_portal.accounts.models import User
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import Day
from evaluation.models import FactAnswer, FactComment, Report, TrustCheck
from evaluation.services import fact_checks
from evaluation.working_days import add_working_days

ReportOf = Callable[[], Report]
WRONG = "Something else"
COMMENT = "Our matron led the second half of the plan. Please name the post, not the person."
REPLY = "The report names no person. The plan’s own page names the post now."
SILENT_EVERY = 6
COMMENTED_AT = 1


def tell_fact_check(
    enrolment: Enrolment, opened: Day, report: ReportOf, answering: Iterable[str]
) -> Day:
    """Open the check; the mentees named answer, one of them with a comment. Gives the last day."""
    schedule, staff = enrolment.schedule, enrolment.people.staff
    schedule.add(
        opened,
        lambda day: fact_checks.open_fact_check(
            by=enrolment.people.lead, report=report(), today=day
        ),
    )
    for place, mentee in enumerate(answering):
        day = add_working_days(opened, 1 + place % 8)
        nurse = staff[mentee].lead
        if place == COMMENTED_AT:
            schedule.add(day, _commented(report, mentee, nurse, enrolment.people.lead), hour=9)
        else:
            schedule.add(day, _agreed(report, mentee, nurse), hour=9 + place % 6)
    return add_working_days(opened, fact_checks.DAYS_TO_ANSWER)


def most_of(mentees: Iterable[str]) -> list[str]:
    """All but a few, who never answer."""
    return [code for place, code in enumerate(mentees) if place % SILENT_EVERY != SILENT_EVERY - 1]


def _check(report: ReportOf, mentee: str) -> TrustCheck:
    return TrustCheck.objects.get(fact_check__report=report(), trust_code=mentee)


def _agreed(report: ReportOf, mentee: str, nurse: User) -> Callable[[Day], object]:
    return lambda day: fact_checks.answer_fact_check(
        by=nurse,
        check=_check(report, mentee),
        answer=FactAnswer.AGREED,
        today=day,
    )


def _commented(report: ReportOf, mentee: str, nurse: User, lead: User) -> Callable[[Day], object]:
    def comment(day: Day) -> FactComment:
        said = fact_checks.comment_on_fact(
            by=nurse,
            check=_check(report, mentee),
            figure=WRONG,
            text=COMMENT,
            today=day,
        )
        fact_checks.answer_fact_check(
            by=nurse,
            check=said.trust_check,
            answer=FactAnswer.COMMENTED,
            today=day,
        )
        fact_checks.reply_to_comment(
            by=lead,
            comment=said,
            reply=REPLY,
        )
        return said

    return comment
