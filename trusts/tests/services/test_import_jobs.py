"""Large files: kept at once, checked and imported by a worker, once."""

import pytest

from buddy_portal.accounts.models import Membership
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.delivery import deliver
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import LONG_AGO, make_person
from trusts.models import ImportState, Score, SurveyImport
from trusts.refusals import FileNotAccepted, RowsRefused
from trusts.services import import_jobs
from trusts.services.import_jobs import bring_file, import_checked_file
from trusts.tests.surveys.importing import ROWS, imported, make_survey, table
from trusts.tests.surveys.making import as_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def year():
    return make_survey()


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(import_jobs, "MOST_BYTES_AT_ONCE", 0)
    monkeypatch.setattr(import_jobs, "MOST_ROWS_AT_ONCE", 0)


def bring(lead, year, *rows):
    content = as_file(table(*(rows or ROWS)))
    return bring_file(by=lead, survey_year=year, file=content, name="scores.csv")


def worked(found: SurveyImport) -> SurveyImport:
    """After a worker has done what waits."""
    deliver(Message.objects.filter(done_at=None).get().pk)
    return SurveyImport.objects.get(pk=found.pk)


def test_a_large_file_waits_until_a_worker_has_checked_it(lead, year):
    found = bring(lead, year)
    assert (found.state, found.counts) == (ImportState.CHECKING, {})
    found = worked(found)
    assert (found.state, found.counts["new"]) == (ImportState.CHECKED, 3)


def test_a_large_import_is_made_by_a_worker_once(lead, year):
    found = worked(bring(lead, year))
    waiting = import_checked_file(by=lead, survey_import=found)
    assert (waiting.state, Score.objects.exists()) == (ImportState.COMMITTING, False)
    found = worked(found)
    assert (found.state, Score.objects.count()) == (ImportState.COMMITTED, 4)
    message = Message.objects.get(job=import_jobs.IMPORT)
    assert not deliver(message.pk)
    assert import_jobs.import_large_file(**message.payload) is None


def test_a_small_file_does_not_wait(lead, year, monkeypatch):
    monkeypatch.setattr(import_jobs, "MOST_BYTES_AT_ONCE", 10_000)
    assert bring(lead, year).state == ImportState.CHECKED


def test_a_file_that_is_no_table_is_refused_at_once(lead, year):
    with pytest.raises(FileNotAccepted):
        bring_file(by=lead, survey_year=year, file=as_file("a,b\r\n1,2\r\n"), name="x.csv")
    assert not Message.objects.exists()


def test_what_the_worker_cannot_read_is_said_on_the_page(lead, year):
    found = worked(bring(lead, year, "NM1,Northmoor,2011,Q1,40,50,False"))
    assert found.state == ImportState.REFUSED
    assert "2016" in found.problem


def test_refused_rows_close_large_imports_too(lead, year):
    found = worked(bring(lead, year, *ROWS, "??,,2016,Q1,40,50,False"))
    with pytest.raises(RowsRefused):
        import_checked_file(by=lead, survey_import=found)


def test_results_that_moved_are_said_and_the_file_stays_checked(lead, year):
    found = worked(bring(lead, year))
    imported(lead, year, ROWS[0].replace("63.8", "10.0"))
    import_checked_file(by=lead, survey_import=found)
    found = worked(found)
    assert found.state == ImportState.CHECKED
    assert "have changed since" in found.problem
    assert Score.objects.count() == 1


def test_a_right_taken_away_meanwhile_stops_the_import(lead, year):
    found = worked(bring(lead, year))
    import_checked_file(by=lead, survey_import=found)
    Membership.objects.filter(user=lead).update(ends_on=LONG_AGO)
    found = worked(found)
    assert (found.state, Score.objects.exists()) == (ImportState.CHECKED, False)
    assert "Only programme leads and analysts" in found.problem


def test_a_worker_that_gave_up_says_so(lead, year):
    found = bring(lead, year)
    import_jobs.check_gave_up(import_id=found.pk, error="killed")
    found.refresh_from_db()
    assert (found.state, found.problem) == (ImportState.REFUSED, import_jobs.FAILED)
