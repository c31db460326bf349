"""Files of a report: nothing of who or which machine made them, and none after its withdrawal."""

import io
import zipfile

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from evaluation.models import Report, ReportFile
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.tests.checked import facts_agreed

pytestmark = pytest.mark.django_db
# What a cache or a program that goes on with a download asks by.
ASKED = [
    {},
    {"If-None-Match": "*"},
    {"If-None-Match": 'W/"1"'},
    {"If-Modified-Since": "Fri, 31 Dec 2100 23:59:59 GMT"},
    {"Range": "bytes=0-99"},
    {"If-Range": '"1"', "Range": "bytes=0-"},
]


@pytest.fixture
def public(report, lead, another) -> Report:
    found = facts_agreed(report, by=lead)
    sign_off_report(by=another, report=found)
    publish_report(by=another, report=found)
    return found


def said_of_itself(kind: str, content: bytes) -> str:
    """What a PDF or an archive says of itself, and every part of an archive."""
    if kind in ("pdf", "summary"):
        with pikepdf.open(io.BytesIO(content)) as book:
            kept = [f"{key}={value}" for key, value in book.docinfo.items()]
            return "\n".join([*kept, bytes(book.Root.Metadata.read_bytes()).decode()])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [f"{name}\n{archive.read(name).decode()}" for name in archive.namelist()]
    return "\n".join([archive.comment.decode(), *parts])


@pytest.mark.parametrize("kind", ["pdf", "summary", "xlsx", "data"])
def test_a_file_tells_neither_machine_nor_person(public, lead, another, kind):
    said = said_of_itself(kind, bytes(ReportFile.objects.get(report=public, kind=kind).content))
    surprises = [str(settings.BASE_DIR), "/home/", "/tmp/", ".typ", "localhost", "Author="]  # noqa: S108 - looked for, not written to
    surprises += [lead.name, lead.email, another.name, another.email]
    assert [each for each in surprises if each in said] == []


def test_the_workbook_hides_no_sheet_and_names_no_author(public):
    said = said_of_itself("xlsx", bytes(public.files.get(kind="xlsx").content))
    assert "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in said
    assert "2000-01-01T00:00:00Z" in said
    assert [word for word in ('state="hidden"', "veryHidden", "xl/comments") if word in said] == []


@pytest.mark.parametrize("headers", ASKED)
@pytest.mark.parametrize("kind", ["pdf", "summary", "xlsx", "data"])
def test_a_file_goes_with_the_report_however_it_is_asked_for(public, another, kind, headers):
    address = reverse("public_report_file", args=[public.slug, public.version, kind])
    before = Client().get(address, headers=headers)
    assert (before.status_code, before["Cache-Control"]) == (200, "no-cache")
    assert not before.has_header("ETag")
    withdraw_report(by=another, report=public, reason="Wrong scores were used")
    for after in (Client().get(address, headers=headers), Client().head(address, headers=headers)):
        assert (after.status_code, after["Cache-Control"]) == (410, "no-cache")
        assert after["Content-Type"].startswith("text/html")
