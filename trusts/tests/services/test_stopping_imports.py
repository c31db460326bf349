"""A large file whose check or import is stopped leaves nothing behind."""

import io
from contextlib import contextmanager

import pytest
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score
from trusts.services import import_jobs, import_progress
from trusts.services.import_jobs import bring_file, check_large_file, import_large_file
from trusts.services.import_progress import Progress
from trusts.services.stopping_imports import stop_import
from trusts.services.survey_files import unpacked
from trusts.tests.surveys.importing import checked, make_survey, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def waiting(lead, monkeypatch):
    """A file that a worker is to check."""
    monkeypatch.setattr(import_jobs, "MOST_BYTES_AT_ONCE", 0)
    content = io.BytesIO(table("NM1,Northmoor,2016,Q1,1204,63.8,False").encode())
    return bring_file(by=lead, survey_year=make_survey(), file=content, name="large.csv")


@pytest.fixture
def importing(lead, monkeypatch):
    """A checked file that a worker is to import."""
    monkeypatch.setattr(import_jobs, "MOST_ROWS_AT_ONCE", 0)
    found = checked(lead, make_survey())
    return import_jobs.import_checked_file(by=lead, survey_import=found)


def test_a_check_that_is_stopped_keeps_nothing_the_worker_read(lead, waiting):
    effect = check_large_file(import_id=waiting.pk)
    stop_import(by=lead, survey_import=waiting)
    effect()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.counts) == (ImportState.REFUSED, {})
    assert "Nothing was saved" in waiting.problem


def test_an_import_that_is_stopped_stores_no_score(lead, importing):
    effect = import_large_file(import_id=importing.pk, by_id=lead.pk)
    stop_import(by=lead, survey_import=importing)
    effect()
    importing.refresh_from_db()
    assert importing.state == ImportState.CHECKED
    assert not Score.objects.exists()


@pytest.fixture
def stopped_while_unpacked(lead, monkeypatch):
    """Somebody stops the work just when the worker begins to read."""

    @contextmanager
    def stopping(found):
        stop_import(by=lead, survey_import=found)
        with unpacked(found) as file:
            yield file

    monkeypatch.setattr(import_jobs, "unpacked", stopping)


@pytest.mark.usefixtures("stopped_while_unpacked")
def test_a_check_stopped_while_the_file_is_read_goes_no_further(waiting):
    assert check_large_file(import_id=waiting.pk) is None
    waiting.refresh_from_db()
    assert waiting.state == ImportState.REFUSED


@pytest.mark.usefixtures("stopped_while_unpacked")
def test_an_import_stopped_while_the_file_is_read_goes_no_further(lead, importing):
    assert import_large_file(import_id=importing.pk, by_id=lead.pk) is None
    importing.refresh_from_db()
    assert importing.state == ImportState.CHECKED


def said_at(client, found) -> str:
    return client.get(reverse("import_detail", args=[found.pk])).content.decode()


def test_the_page_says_how_far_a_check_is(client, lead, waiting, monkeypatch):
    client.force_login(lead)
    assert "It waits for its turn." in said_at(client, waiting)
    progress = Progress(waiting)
    monkeypatch.setattr(import_progress, "ROWS_BETWEEN", 3)
    for rows, percent in ((2, 10), (4, 20), (6, 30)):
        progress(rows, percent)
    assert "6 rows read so far." in said_at(client, waiting)
    assert 'value="30"' in said_at(client, waiting)
    progress.all_read()
    assert "compared with what is stored" in said_at(client, waiting)


def test_a_check_that_is_done_says_no_more_of_its_progress(client, lead, waiting):
    check_large_file(import_id=waiting.pk)()
    waiting.refresh_from_db()
    assert (waiting.state, "progress" in waiting.notes) == (ImportState.CHECKED, False)


def test_an_import_tells_how_far_it_is_and_forgets_it_when_done(lead, importing):
    effect = import_large_file(import_id=importing.pk, by_id=lead.pk)
    importing.refresh_from_db()
    assert importing.notes["progress"] == {"rows": None, "percent": None}
    effect()
    importing.refresh_from_db()
    assert (importing.state, "progress" in importing.notes) == (ImportState.COMMITTED, False)


def test_what_is_finished_cannot_be_stopped(lead, importing):
    import_large_file(import_id=importing.pk, by_id=lead.pk)()
    with pytest.raises(WrongState):
        stop_import(by=lead, survey_import=importing)
    assert Score.objects.exists()


def test_who_may_not_import_does_not_stop_an_import(importing):
    with pytest.raises(NotAllowed):
        stop_import(by=make_person(Role.ADMINISTRATOR), survey_import=importing)


def test_the_page_has_a_button_that_stops(client, lead, waiting):
    client.force_login(lead)
    here = reverse("import_detail", args=[waiting.pk])
    assert "Stop, and save nothing" in client.get(here).content.decode()
    answer = client.post(reverse("import_stop", args=[waiting.pk]), follow=True)
    assert "Stopped. Nothing was saved." in answer.content.decode()
    again = client.post(reverse("import_stop", args=[waiting.pk]), follow=True)
    assert "nothing left to stop" in again.content.decode()
