"""Signing off, publishing, correcting and withdrawing a report."""

import pytest
from django.db import ProgrammingError, transaction

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import Report, ReportFile, ReportState
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.services.runs import compile_run
from evaluation.tests.factories import make_evaluable_scheme, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def another():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


def compiled(scheme, by):
    run = make_run(scheme, requested_by=by)
    with transaction.atomic():
        compile_run(run_id=run.pk)()
    return Report.objects.get(run=run)


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
    assert said[-3:] == ["evaluation compiled", "report signed off", "report published"]


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
