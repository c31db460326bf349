"""Whatever is uploaded, the page answers in words, and nothing of it is stored unasked."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.delivery import deliver
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score, SurveyImport, Trust
from trusts.tests.surveys.importing import make_survey
from trusts.tests.surveys.odd_uploads import READ, REFUSED_BY_ROW, REFUSED_WHOLE, TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    person = make_person(Role.PROGRAMME_LEAD)
    client.force_login(person)
    return person


@pytest.fixture
def year():
    return make_survey()


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def upload(client, odd, address="survey_upload", **data):
    name, make, _ = odd
    file = SimpleUploadedFile(name, make())
    return client.post(reverse(address), {**data, "file": file})


def page_after(client, odd, year) -> str:
    """The page of the import; a worker has looked at the file where it is large."""
    answer = upload(client, odd, survey_year=year.pk)
    assert answer.status_code == 302
    for message in Message.objects.filter(done_at=None):
        assert deliver(message.pk)
    return words(client.get(answer["Location"]))


@pytest.mark.parametrize("odd", REFUSED_WHOLE.values(), ids=REFUSED_WHOLE)
def test_file_that_is_no_table_is_refused_with_the_reason_at_the_form(client, lead, year, odd):
    answer = upload(client, odd, survey_year=year.pk)
    assert answer.status_code == 200
    assert odd[2] in words(answer)
    assert not SurveyImport.objects.exists()


@pytest.mark.parametrize("odd", REFUSED_BY_ROW.values(), ids=REFUSED_BY_ROW)
def test_row_that_cannot_be_read_is_named_with_its_reason(client, lead, year, odd):
    page = page_after(client, odd, year)
    (cell, *_) = SurveyImport.objects.get().refused
    assert odd[2] in cell["reason"]
    assert cell["reason"] in page
    assert cell["row"] in {2, 3}
    assert not Score.objects.exists()


@pytest.mark.parametrize("odd", READ.values(), ids=READ)
def test_odd_file_with_a_sound_table_is_read(client, lead, year, odd):
    page_after(client, odd, year)
    found = SurveyImport.objects.get()
    assert (found.state, found.counts["new"], found.refused) == (ImportState.CHECKED, 1, [])


@pytest.mark.parametrize("odd", TEXTS.values(), ids=TEXTS)
def test_file_that_is_no_list_of_trusts_is_refused_at_its_form(client, lead, odd):
    answer = upload(client, odd, "trust_import")
    assert answer.status_code == 200
    assert "There is a problem" in words(answer)
    assert not Trust.objects.exists()


def test_list_of_trusts_lacking_a_column_is_told_of_trusts_not_of_scores(client, lead):
    answer = upload(client, ("t.csv", lambda: b"colour,shape\r\nred,round\r\n", ""), "trust_import")
    assert "Missing: the trust's code (ods_code), the trust's name (name)." in words(answer)
