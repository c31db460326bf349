"""A large file whose check or import is stopped leaves nothing behind."""

import io

import pytest
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score
from trusts.services import import_jobs
from trusts.services.import_jobs import bring_file, check_large_file, import_large_file
from trusts.services.stopping_imports import stop_import
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
