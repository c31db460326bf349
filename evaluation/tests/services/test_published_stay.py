"""A published report is corrected or withdrawn; nothing else of it changes, whoever asks."""

import pytest
from django.db import DatabaseError, connection

from evaluation.models import Report, ReportState
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.tests.checked import facts_agreed

pytestmark = pytest.mark.django_db
FAULTS = [
    "UPDATE evaluation_report SET state = 'compiled'",
    "UPDATE evaluation_report SET state = 'signed_off'",
    "UPDATE evaluation_report SET reason = 'Another'",
    "UPDATE evaluation_report SET published_at = published_at - interval '1 day'",
    "UPDATE evaluation_report SET published_at = NULL",
    "UPDATE evaluation_report SET signed_off_by_name = 'Somebody'",
    "UPDATE evaluation_report SET signed_off_at = now()",
    "UPDATE evaluation_report SET compiled_by_name = 'Somebody'",
    "UPDATE evaluation_report SET signed_off_by_id = compiled_by_id",
    "UPDATE evaluation_report SET not_before = '2030-01-01'",
]


@pytest.fixture
def published(report, lead, another):
    sign_off_report(by=another, report=facts_agreed(report, by=lead))
    publish_report(by=another, report=report)
    report.refresh_from_db()
    return report


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(faults):
    """Those of the statements that the database refuses; whatever they did is undone."""
    found = []
    for fault in faults:
        run("SAVEPOINT before")
        try:
            run(fault)
        except DatabaseError as error:
            found += [fault] if "never changed" in str(error) else []
        run("ROLLBACK TO SAVEPOINT before")
    return found


def test_nothing_of_a_published_report_changes_in_the_database(published):
    assert refused(FAULTS) == FAULTS


def test_a_withdrawn_report_stays_withdrawn_with_its_reason(published, another):
    withdraw_report(by=another, report=published, reason="Wrong scores")
    back = "UPDATE evaluation_report SET state = 'published'"
    assert refused([*FAULTS, back]) == [*FAULTS, back]
    published.refresh_from_db()
    assert (published.state, published.reason) == (ReportState.WITHDRAWN, "Wrong scores")


def test_people_who_compiled_and_signed_off_may_be_forgotten(published):
    run("UPDATE evaluation_report SET compiled_by_id = NULL, signed_off_by_id = NULL")
    assert Report.objects.get().signed_off_by_name


def test_without_the_trigger_every_fault_would_go_through(published):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE evaluation_report DISABLE TRIGGER published_reports_frozen")
    # The sign-off by the compiler is refused by a constraint as well.
    assert refused(fault for fault in FAULTS if "compiled_by_id" not in fault) == []
