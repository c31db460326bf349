"""The fact check: opened, commented on, answered, replied to, reminded of, and over."""

import datetime

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from evaluation.models import FactAnswer, ReportState, TrustCheck
from evaluation.refusals import CheckIsOver, FactsNotChecked
from evaluation.services import fact_checks as services
from evaluation.services.reports import sign_off_report, withdraw_report

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
LAST_DAY = datetime.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def mails(step):
    return Message.objects.filter(job="send_mail", key__startswith=f"fact-check-{step}:")


def test_each_mentee_gets_ten_working_days(check):
    assert check.trust_code == "MEE"
    assert check.fact_check.answer_by == LAST_DAY


def test_the_mentee_s_lead_and_sponsor_are_asked_and_nobody_else(report, lead, nurse):
    told = [nurse.email, make_person(Role.SPONSOR, "MEE").email]
    make_person(Role.TRUST_LEAD, "MOR"), make_person(Role.OBSERVER, "MEE")
    services.open_fact_check(today=timezone.localdate(), by=lead, report=report)
    assert sorted(mail.payload["to"] for mail in mails("asked")) == sorted(told)
    assert "15 June 2026" in mails("asked").first().payload["text"]


def test_the_state_moves_and_the_step_is_on_record(check, report, lead):
    report.refresh_from_db()
    assert report.state == ReportState.FACT_CHECK
    event = AuditEvent.objects.get(action="report sent to the trusts to check")
    assert event.actor_id == lead.pk


def test_a_report_is_sent_to_its_trusts_once(check, report, lead):
    with pytest.raises(WrongState):
        services.open_fact_check(today=timezone.localdate(), by=lead, report=report)


@pytest.mark.parametrize("role", [Role.TRUST_LEAD, Role.ADMINISTRATOR, Role.OBSERVER])
def test_only_leads_and_analysts_open_it(report, role):
    with pytest.raises(NotAllowed):
        services.open_fact_check(
            today=timezone.localdate(), by=make_person(role, "MEE"), report=report
        )


def test_sign_off_is_refused_while_a_mentee_may_still_answer(check, report, another):
    with pytest.raises(FactsNotChecked, match="1 trust may still check the facts, until 15 June"):
        sign_off_report(by=another, report=report)


def test_sign_off_is_free_once_every_mentee_has_agreed(check, report, nurse, another):
    services.answer_fact_check(
        today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED
    )
    sign_off_report(by=another, report=report)
    report.refresh_from_db()
    assert report.state == ReportState.SIGNED_OFF


def test_without_an_answer_sign_off_is_free_after_the_last_day(check, report, another, clock):
    clock.move_to(MONDAY + datetime.timedelta(days=14))
    with pytest.raises(FactsNotChecked):
        sign_off_report(by=another, report=report)
    clock.move_to(MONDAY + datetime.timedelta(days=15))
    sign_off_report(by=another, report=report)


def test_a_comment_without_reply_holds_the_sign_off_up(check, report, nurse, lead, another):
    said = services.comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure="Q1 Easy", text=" 71, not 70 "
    )
    services.answer_fact_check(
        today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.COMMENTED
    )
    with pytest.raises(FactsNotChecked, match="1 comment on the facts still need"):
        sign_off_report(by=another, report=report)
    services.reply_to_comment(by=lead, comment=said, reply="The published table says 70.")
    sign_off_report(by=another, report=report)


def test_the_writer_of_a_comment_is_told_of_the_reply(check, nurse, lead):
    said = services.comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure="Q1 Easy", text="Wrong"
    )
    services.reply_to_comment(by=lead, comment=said, reply="We will mend it.")
    assert [mail.payload["to"] for mail in mails("replied")] == [nurse.email]


def test_a_comment_takes_an_agreement_back(check, nurse):
    services.answer_fact_check(
        today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED
    )
    services.comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure="Q1 Easy", text="Wrong after all"
    )
    check.refresh_from_db()
    assert check.answer == FactAnswer.COMMENTED


def test_something_to_put_right_needs_a_comment(check, nurse):
    with pytest.raises(Refusal, match="Say first which figure"):
        services.answer_fact_check(
            today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.COMMENTED
        )


def test_agreeing_with_an_open_comment_is_refused(check, nurse):
    services.comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure="Q1 Easy", text="Wrong"
    )
    with pytest.raises(Refusal, match="have not been replied to"):
        services.answer_fact_check(
            today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED
        )


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.TRUST_LEAD, "MOR"),
        (Role.OBSERVER, "MEE"),
        (Role.TEAM_MEMBER, "MEE"),
        (Role.PROGRAMME_LEAD, ""),
    ],
)
def test_nobody_answers_for_another_trust(check, role, code):
    person = make_person(role, code)
    with pytest.raises(NotAllowed):
        services.answer_fact_check(
            today=timezone.localdate(), by=person, check=check, answer=FactAnswer.AGREED
        )
    with pytest.raises(NotAllowed):
        services.comment_on_fact(
            today=timezone.localdate(), by=person, check=check, figure="x", text="x"
        )


def test_after_the_last_day_nothing_more_is_taken(check, nurse, clock):
    clock.move_to(MONDAY + datetime.timedelta(days=15))
    with pytest.raises(CheckIsOver, match="until 15 June 2026"):
        services.answer_fact_check(
            today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED
        )


def test_a_withdrawn_report_is_no_longer_checked(check, report, nurse, another):
    withdraw_report(by=another, report=report, reason="Wrong years")
    with pytest.raises(WrongState, match="no longer being checked"):
        services.answer_fact_check(
            today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED
        )


def test_the_reminder_goes_out_once_three_working_days_before(check):
    assert services.remind_fact_checkers(today=datetime.date(2026, 6, 9)) == 0
    assert services.remind_fact_checkers(today=datetime.date(2026, 6, 10)) == 1
    assert services.remind_fact_checkers(today=datetime.date(2026, 6, 11)) == 0
    assert mails("reminded").count() == 1


def test_who_has_answered_is_not_reminded(check, nurse):
    services.answer_fact_check(
        today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED
    )
    assert services.remind_fact_checkers(today=datetime.date(2026, 6, 11)) == 0


def test_the_database_refuses_an_answer_without_its_time(check):
    with pytest.raises(Exception, match="fact_answer_has_its_time"), transaction.atomic():
        TrustCheck.objects.filter(pk=check.pk).update(answer=FactAnswer.AGREED)


def test_the_database_refuses_a_check_that_ends_before_it_opens(check):
    day = timezone.localdate()
    with pytest.raises(Exception, match="fact_check_ends_after_it_opens"), transaction.atomic():
        type(check.fact_check).objects.update(answer_by=day)
