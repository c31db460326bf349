"""A list of trusts is checked, shown and imported; whatever is sent instead is refused in words."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.checked_lists import GOOD_FOR, CheckedList, seal
from trusts.models import Trust
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
GOOD = b"org_code,trust_name,region\nZA01,Amber Vale,North\nZA02,Birch Down,South\n"


@pytest.fixture
def lead(client):
    person = make_person(Role.PROGRAMME_LEAD)
    client.force_login(person)
    return person


def check(client, content, name="trusts.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("trust_import"), {"file": file})


def confirm(client, checked):
    return client.post(reverse("trust_import_confirm"), {"checked": checked}, follow=True)


def test_a_check_says_what_would_change_and_saves_nothing(client, lead):
    make_trust("ZA01", name="Amber Vale")
    page = check(client, GOOD).content.decode()
    assert "Nothing has been saved yet" in page
    assert "Import 2 rows" in page
    assert Trust.objects.count() == 1


def test_the_checked_list_is_imported(client, lead):
    page = check(client, GOOD).content.decode()
    (checked,) = re.findall('name="checked" value="([^"]+)"', page)
    answer = confirm(client, checked)
    assert "2 rows of the list were imported." in answer.content.decode()
    assert list(Trust.objects.values_list("ods_code", "region")) == [
        ("ZA01", "North"),
        ("ZA02", "South"),
    ]
    assert AuditEvent.objects.filter(actor_id=lead.pk, action__startswith="imported list").exists()


def test_a_list_that_is_stored_already_has_nothing_to_import(client, lead):
    confirm(client, seal(CheckedList("trusts.csv", GOOD)))
    page = check(client, GOOD).content.decode()
    assert "Everything in this list is stored already" in page
    assert 'name="checked"' not in page


def test_a_refused_row_is_named_and_the_list_stays_out(client, lead):
    page = check(client, GOOD + b"?!,Cedar Moor,East\n").content.decode()
    assert "An ODS code has three to six letters and digits" in page
    assert "Import 2 rows" not in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trusts.csv", b"", "empty"),
        ("trusts.pdf", GOOD, "The file must be a CSV or XLSX file"),
        ("trusts.csv", b"x" * (1024 * 1024 + 1), "smaller than 1 MB"),
        ("trusts.csv", b"colour,shape\nred,round\n", "column"),
        ("trusts.xlsx", b"PK\x03\x04 not a workbook", "workbook"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(client, lead, name, content, sentence):
    answer = check(client, content, name)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Trust.objects.exists()


@pytest.mark.parametrize("checked", ["", "not sealed", "\u0000", "x" * 10_000])
def test_a_list_that_was_not_checked_here_is_not_imported(client, lead, checked):
    assert "Choose the list again" in confirm(client, checked).content.decode()
    assert not Trust.objects.exists()


def test_a_check_is_good_for_an_hour(client, lead):
    sealed = seal(CheckedList("trusts.csv", GOOD))
    with time_machine.travel(timezone.now() + GOOD_FOR * 1.1, tick=False):
        client.force_login(lead)
        assert "The check was too long ago" in confirm(client, sealed).content.decode()
    assert not Trust.objects.exists()


def test_only_who_looks_after_trusts_finds_the_page(client):
    client.force_login(make_person(Role.TRUST_LEAD, make_trust().ods_code))
    assert client.get(reverse("trust_import")).status_code == 403
