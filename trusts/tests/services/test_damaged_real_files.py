"""Damaged copies of the published tables: never an error, never half an import, always a reason."""

import io
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score, SurveyImport, Trust, TrustSuccession
from trusts.services.import_jobs import bring_file
from trusts.services.imports import commit_import
from trusts.services.survey_years import survey_year_for
from trusts.tests.surveys.mutations import mutated

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
# File, survey year, and how many of its rows: enough for every kind of row, few enough for speed.
TABLES = (
    ("ncpes_trust_scores_2015_2017", 2016, 90),
    ("ncpes_trust_2018_adjusted_sample12", 2018, 110),
    ("ncpes_2018_tumour_group_sample", 2018, 180),
    ("ncpes_national_yearonyear_2015_2018", 2017, 156),
)
LISTS = ("nhs_trusts_reference_2018_ncpes", "nhs_trust_successions_2014_on")
COPIES = 60
AT_ONCE = 20


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def folder() -> Path:
    path = Path(settings.REAL_DATA_DIR)
    if not (path / "survey").is_dir():
        pytest.skip(f"The published survey tables are not at {path}; set REAL_DATA_DIR.")
    trusts = path / "reference/nhs_trusts_reference_2018_ncpes.csv"
    call_command("import_trusts", trusts, stdout=io.StringIO())
    return path / "survey"


def start_of(folder: Path, name: str, rows: int) -> bytes:
    lines = (folder / f"{name}.csv").read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    # Every other stretch of rows, so that suppressed ones and several trusts are among them.
    step = max(1, len(lines) // rows)
    return b"\r\n".join([lines[0], *lines[1 :: step if step < 4 else 1][:rows]]) + b"\r\n"


def brought(lead, year, content: bytes) -> SurveyImport | None:
    """The trial run of a damaged table; None where the file as a whole is refused with words."""
    try:
        found = bring_file(by=lead, survey_year=year, file=io.BytesIO(content), name="table.csv")
    except Refusal as refusal:
        if not refusal.sentence.strip():
            raise
        return None
    assert isinstance(found, SurveyImport)
    return found


def require_whole_or_nothing(lead, found: SurveyImport) -> None:
    """What is accepted comes in whole, what is refused has its row and reason."""
    refused = found.counts["refused"]
    assert bool(refused) == bool(found.refused)
    assert all(cell["row"] > 0 and cell["column"] and cell["reason"] for cell in found.refused)
    before = Score.objects.count()
    done = commit_import(by=lead, survey_import=found, left_out_reason="Damaged on purpose")
    accepted = done.counts["rows_read"] - refused
    assert done.state == ImportState.COMMITTED
    assert Score.objects.count() == before + accepted
    assert not Score.objects.filter(suppressed=False, score=None, adjusted=None).exists()
    assert not Score.objects.filter(suppressed=False, n__lte=20).exists()


@pytest.mark.parametrize("first", range(0, COPIES, AT_ONCE))
@pytest.mark.parametrize("name, year, rows", TABLES)
def test_damaged_copy_is_refused_with_reasons_or_imported_whole(
    lead, folder, name, year, rows, first
):
    content = start_of(folder, name, rows)
    stored = survey_year_for(by=lead, year=year)
    read = 0
    for seed in range(first, first + AT_ONCE):
        found = brought(lead, stored, mutated(content, seed))
        if found is not None:
            read += 1
            require_whole_or_nothing(lead, found)
            Score.objects.all().delete()
        else:
            assert not Score.objects.exists()
    assert 0 < read < AT_ONCE + 1


@pytest.mark.parametrize("name, year, rows", TABLES)
def test_damaged_copy_taken_through_the_pages_comes_in_whole_or_not_at_all(
    client, lead, folder, name, year, rows
):
    client.force_login(lead)
    content, stored = start_of(folder, name, rows), survey_year_for(by=lead, year=year)
    for seed in range(100, 100 + COPIES):
        file = SimpleUploadedFile("table.csv", mutated(content, seed))
        typed = {"survey_year": str(stored.pk), "file": file}
        answer = client.post(reverse("survey_upload"), typed)
        assert not Score.objects.exists()
        if answer.status_code == HTTPStatus.OK:
            assert "There is a problem" in answer.content.decode()
            continue
        assert client.get(answer["Location"]).status_code == HTTPStatus.OK
        require_all_imported(client, SurveyImport.objects.latest("pk"))
        Score.objects.all().delete()


def require_all_imported(client, found: SurveyImport) -> None:
    """The page that imports it takes every row that is not refused."""
    reason = {"left_out_reason": "Damaged on purpose"}
    page = client.post(reverse("import_confirm", args=[found.pk]), reason, follow=True)
    assert page.status_code == HTTPStatus.OK
    found.refresh_from_db()
    assert found.state == ImportState.COMMITTED
    assert Score.objects.count() == found.counts["rows_read"] - found.counts["refused"]


@pytest.mark.parametrize("name", LISTS)
def test_damaged_list_of_trusts_taken_through_the_pages_comes_in_whole_or_not_at_all(
    client, lead, folder, name
):
    client.force_login(lead)
    content = (folder.parent / f"reference/{name}.csv").read_bytes().replace(b"\r\n", b"\n")
    content = b"\r\n".join(content.split(b"\n")[:40]) + b"\r\n"
    told = 0
    for seed in range(COPIES):
        before = kept_lists()
        file = SimpleUploadedFile("list.csv", mutated(content, seed))
        page = client.post(reverse("trust_import"), {"file": file})
        assert (page.status_code, kept_lists()) == (HTTPStatus.OK, before)
        for checked in re.findall('name="checked" value="([^"]+)"', page.content.decode()):
            answer = client.post(reverse("trust_import_confirm"), {"checked": checked}, follow=True)
            assert "of the list were imported" in answer.content.decode()
            told += 1
    assert told


def kept_lists() -> tuple[list[tuple[object, ...]], int]:
    """What is stored of trusts and mergers."""
    return list(Trust.objects.order_by("pk").values_list()), TrustSuccession.objects.count()


@pytest.mark.parametrize("name, year, rows", TABLES)
def test_undamaged_copy_comes_in_without_a_refusal(lead, folder, name, year, rows):
    stored = survey_year_for(by=lead, year=year)
    found = brought(lead, stored, start_of(folder, name, rows))
    assert found is not None
    assert found.refused == []
