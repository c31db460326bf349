"""Signing off, publishing, correcting and withdrawing a report."""

import datetime
import hashlib

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from evaluation.models import Report, ReportFile, ReportState
from evaluation.refusals import TooEarly
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.services.runs import compile_run
from evaluation.tests.checked import facts_agreed
from evaluation.tests.factories import make_evaluable_scheme, make_run
from trusts.models import Score

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


def only_compiled(scheme, by):
    run = make_run(scheme, requested_by=by)
    with transaction.atomic():
        compile_run(run_id=run.pk)()
    return Report.objects.get(run=run)


def compiled(scheme, by):
    """Compiled, and its facts agreed: ready to be signed off."""
    return facts_agreed(only_compiled(scheme, by), by=by)


def published(scheme, compiler, another, reason=""):
    report = compiled(scheme, compiler)
    sign_off_report(by=another, report=report)
    publish_report(by=another, report=report, reason=reason)
    report.refresh_from_db()
    return report


def test_another_lead_signs_off(scheme, compiler, another):
    report = compiled(scheme, compiler)
    sign_off_report(by=another, report=report)
    report.refresh_from_db()
    assert report.state == ReportState.SIGNED_OFF
    assert report.signed_off_by == another


def test_the_compiler_cannot_sign_off(scheme, compiler):
    report = compiled(scheme, compiler)
    with pytest.raises(NotAllowed, match="another programme lead"):
        sign_off_report(by=compiler, report=report)


def test_the_database_refuses_a_sign_off_by_the_compiler(scheme, compiler):
    report = compiled(scheme, compiler)
    with pytest.raises(Exception, match="report_signed_off_by_another"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(signed_off_by=compiler)


def test_an_analyst_signs_nothing_off(scheme, compiler):
    report = compiled(scheme, compiler)
    with pytest.raises(NotAllowed):
        sign_off_report(by=make_person(Role.PROGRAMME_ANALYST), report=report)


def test_a_report_is_not_published_before_it_is_signed_off(scheme, compiler, another):
    with pytest.raises(WrongState, match="cannot become “published”"):
        publish_report(by=another, report=compiled(scheme, compiler))


def test_publishing_a_new_version_needs_a_reason_and_marks_the_old_one(scheme, compiler, another):
    first = published(scheme, compiler, another)
    with pytest.raises(Refusal, match="what this version corrects"):
        published(scheme, compiler, another)
    second = Report.objects.get(slug=first.slug, version=2)
    publish_report(by=another, report=second, reason="A trust's scores were corrected.")
    first.refresh_from_db()
    assert first.state == ReportState.CORRECTED


def test_withdrawing_needs_a_reason(scheme, compiler, another):
    report = published(scheme, compiler, another)
    with pytest.raises(Refusal, match="why the report is withdrawn"):
        withdraw_report(by=another, report=report, reason=" ")
    withdraw_report(by=another, report=report, reason="Wrong scores")
    report.refresh_from_db()
    assert report.state == ReportState.WITHDRAWN


def test_every_step_is_on_record(scheme, compiler, another):
    published(scheme, compiler, another)
    said = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert said[-4:] == [
        "evaluation compiled",
        "report sent to the trusts to check",
        "report signed off",
        "report published",
    ]


def test_a_report_is_not_signed_off_before_its_facts_are_checked(scheme, compiler, another):
    report = only_compiled(scheme, compiler)
    with pytest.raises(WrongState, match="cannot become “signed off”"):
        sign_off_report(by=another, report=report)


@pytest.mark.parametrize("change", [{"content": {}}, {"title": "Other"}, {"version": 9}])
def test_the_database_never_changes_what_was_compiled(scheme, compiler, change):
    report = compiled(scheme, compiler)
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**change)


def test_the_database_never_changes_or_deletes_a_form(scheme, compiler):
    report = compiled(scheme, compiler)
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        ReportFile.objects.filter(report=report).update(content=b"other")
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        ReportFile.objects.filter(report=report).delete()


def test_a_report_is_not_published_before_its_day(scheme, compiler, another):
    report = compiled(scheme, compiler)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    sign_off_report(by=another, report=report, not_before=tomorrow)
    with pytest.raises(TooEarly, match="not published before"):
        publish_report(by=another, report=report)
    with time_machine.travel(datetime.datetime.combine(tomorrow, datetime.time(12))):
        publish_report(by=another, report=report)
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


def mails_about(step):
    return Message.objects.filter(job="send_mail", key__startswith=f"evaluation-{step}:")


def test_publication_tells_the_trusts_in_it_and_nobody_else(scheme, compiler, another):
    told = [
        make_person(Role.TRUST_LEAD, "MEE"),
        make_person(Role.SPONSOR, "MOR"),
        compiler,
        another,
    ]
    make_person(Role.TRUST_LEAD, "C01"), make_person(Role.OBSERVER, "MEE")
    published(scheme, compiler, another)
    addresses = sorted(mail.payload["to"] for mail in mails_about("published"))
    assert addresses == sorted(person.email for person in told)


def test_a_withdrawal_is_told_only_where_the_report_was_public(scheme, compiler, another):
    withdraw_report(by=another, report=compiled(scheme, compiler), reason="Wrong years")
    assert not mails_about("withdrawn").exists()
    withdraw_report(by=another, report=published(scheme, compiler, another), reason="Wrong scores")
    assert "Wrong scores" in mails_about("withdrawn").first().payload["text"]


def test_a_score_that_changes_after_publication_changes_no_byte(scheme, compiler, another):
    report = published(scheme, compiler, another)
    before = {file.kind: file.sha256 for file in report.files.all()}
    Score.objects.update(score=50)
    kept = {f.kind: hashlib.sha256(bytes(f.content)).hexdigest() for f in report.files.all()}
    assert kept == before


@pytest.mark.parametrize("act", [sign_off_report, publish_report, withdraw_report])
@pytest.mark.parametrize("role", [Role.PROGRAMME_ANALYST, Role.ADMINISTRATOR, Role.TRUST_LEAD])
def test_only_programme_leads_move_a_report(scheme, compiler, act, role):
    report = compiled(scheme, compiler)
    reason = {"reason": "x"} if act is withdraw_report else {}
    with pytest.raises(NotAllowed):
        act(by=make_person(role, "MEE"), report=report, **reason)


def test_what_is_withdrawn_or_corrected_moves_no_more(scheme, compiler, another):
    report = published(scheme, compiler, another)
    withdraw_report(by=another, report=report, reason="Wrong scores")
    for act in (sign_off_report, publish_report):
        with pytest.raises(WrongState):
            act(by=another, report=report)
