"""Bringing a file through the pages: what is said, what is kept, what is saved."""

import gzip
import html
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score, SurveyImport, SurveyYear
from trusts.services.rolling_back import hold_imports
from trusts.surveys.files import LIMITS
from trusts.tests.factories import make_survey_year, make_trust
from trusts.tests.surveys.importing import ROWS, checked, imported, make_survey, table
from trusts.tests.surveys.making import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    person = make_person(Role.PROGRAMME_LEAD)
    client.force_login(person)
    return person


@pytest.fixture
def year():
    return make_survey()


def upload(client, year, content, name="scores.csv"):
    content = content.encode() if isinstance(content, str) else content
    data = {"survey_year": getattr(year, "pk", year), "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("survey_upload"), data)


def words(response):
    return html.unescape(response.content.decode())


def page(client, name, *args):
    return words(client.get(reverse(name, args=args)))


def test_a_file_goes_from_upload_to_import(client, lead, year):
    response = upload(client, year, table(*ROWS))
    found = SurveyImport.objects.get()
    assert response.url == reverse("import_detail", args=[found.pk])
    trial = page(client, "import_detail", found.pk)
    assert "Nothing has been saved" in trial
    assert "Import 4 rows" in trial
    assert not Score.objects.exists()
    done = client.post(reverse("import_confirm", args=[found.pk]), follow=True)
    assert "4 rows of results were imported" in done.content.decode()
    assert Score.objects.count() == 4


def test_a_workbook_goes_the_same_way(client, lead, year):
    rows = [["org_code", "question", "n", "score"], ["NM1", "Q1", 449, 70.6]]
    upload(client, year, workbook(rows), "scores.xlsx")
    client.post(reverse("import_confirm", args=[SurveyImport.objects.get().pk]))
    assert Score.objects.get().score == 70.6


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b"0" * 120_000_000)
    return content.getvalue()


BAD = {
    "empty": (b"", "scores.csv", "The file is empty"),
    "no table": (b"hello\r\nworld\r\n", "scores.csv", "column headers are not understood"),
    "PDF": (b"%PDF-1.7 \x00\x01", "scores.csv", "PDF document"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", "scores.csv", "picture"),
    "compressed": (gzip.compress(b"a,b"), "scores.csv", "compressed"),
    "other ending": (b"a,b", "scores.docx", "must be a CSV or XLSX file"),
    "Latin-1": (table("NM1,Café,2016,Q1,40,50,False").encode("latin-1"), "scores.csv", "UTF-8"),
    "web page": (b"<html><table></table></html>", "scores.csv", "web page"),
    "zip bomb": (bomb(), "scores.xlsx", "unpack"),
    "headers only": (table().encode(), "scores.csv", "no rows"),
    "other year": (
        table("NM1,Northmoor,2011,Q1,40,50,False").encode(),
        "scores.csv",
        "2016",
    ),
}


@pytest.mark.parametrize("content, name, said", BAD.values(), ids=BAD)
def test_a_bad_file_is_said_at_the_field_and_nothing_is_saved(
    client, lead, year, content, name, said
):
    response = upload(client, year, content, name)
    assert response.status_code == 200
    assert said in words(response)
    assert 'href="#' in words(response)
    assert f'value="{year.pk}" selected' in words(response)
    assert not SurveyImport.objects.exists()


def test_a_file_of_more_than_50_mb_is_said_at_the_field(client, lead, year):
    response = upload(client, year, b"x" * (LIMITS.bytes + 1))
    assert "The file must be smaller than 50 MB" in words(response)


def test_utf_16_is_read(client, lead, year):
    upload(client, year, table(*ROWS).encode("utf-16"))
    assert SurveyImport.objects.get().counts["rows_read"] == 4


def test_formulas_are_refused_row_by_row(client, lead, year):
    upload(client, year, table('=HYPERLINK("x"),Northmoor,2016,Q1,=1+1,50,False'))
    found = SurveyImport.objects.get()
    assert found.counts["refused"] == 1
    assert "formula" in page(client, "import_detail", found.pk)


@pytest.mark.parametrize("chosen", ["", "999999", "new-1066", "abc", "new-"])
def test_a_year_that_is_not_offered_is_not_taken(client, lead, year, chosen):
    response = upload(client, chosen, table(*ROWS))
    assert words(response).count("Choose a survey year") >= 2  # the choice, and the error
    assert not SurveyImport.objects.exists()


def test_a_new_year_of_the_national_survey_is_made_with_its_file(client, lead):
    make_trust("NM1")
    upload(client, "new-2016", table("NM1,Northmoor,2016,Q2,449,70.6,False"))
    made = SurveyYear.objects.get(survey__slug="ncpes")
    assert (made.year, made.questions.count(), made.imports.count()) == (2016, 52, 1)


def test_a_new_year_is_not_made_for_a_file_that_is_refused(client, lead):
    upload(client, "new-2016", "no,table\r\n1,2\r\n")
    assert not SurveyYear.objects.exists()


def test_refused_rows_keep_the_import_closed(client, lead, year):
    found = checked(lead, year, *ROWS, "NMI,Northmoor,2016,Q1,40,104.2,False")
    trial = page(client, "import_detail", found.pk)
    assert "Mend the refused rows" in trial
    assert "1 of 5 rows is refused" in trial
    response = client.post(reverse("import_confirm", args=[found.pk]), {"left_out_reason": ""})
    assert "Enter a reason for leaving the rows out" in words(response)
    assert not Score.objects.exists()
    client.post(reverse("import_confirm", args=[found.pk]), {"left_out_reason": "Closed"})
    assert Score.objects.count() == 4


def test_refused_rows_and_changes_come_as_files(client, lead, year):
    imported(lead, year)
    found = checked(lead, year, ROWS[0].replace("63.8", "64.1"), "??,,2016,Q1,1,1,False")
    here = reverse("import_detail", args=[found.pk])
    refused = client.get(here, {"rows": "refused", "download": "csv"}).content.decode("utf-8-sig")
    assert refused.splitlines()[1].startswith("3,org_code,??,")
    changes = client.get(here, {"rows": "changes", "download": "csv"}).content.decode("utf-8-sig")
    assert changes.splitlines()[1] == "2,Northmoor Hospitals NHS Trust,Q1,All,score,63.8,64.1"


def test_a_change_stands_old_beside_new(client, lead, year):
    imported(lead, year)
    found = checked(lead, year, ROWS[0].replace("63.8", "64.1"))
    trial = page(client, "import_detail", found.pk)
    assert '<span class="app-old">63.8</span>' in trial
    assert "<b>64.1</b>" in trial


def test_what_moved_meanwhile_is_said_at_the_form(client, lead, year):
    early = checked(lead, year)
    imported(lead, year, ROWS[0].replace("63.8", "10.0"))
    response = client.post(reverse("import_confirm", args=[early.pk]))
    assert "stored results have changed" in response.content.decode()


def test_an_import_is_rolled_back_with_a_reason(client, lead, year):
    found = imported(lead, year)
    here = reverse("import_roll_back", args=[found.pk])
    assert "Enter a reason" in client.post(here, {"reason": ""}).content.decode()
    client.post(here, {"reason": "Wrong year"})
    found.refresh_from_db()
    assert (found.state, Score.objects.exists()) == (ImportState.ROLLED_BACK, False)


def test_a_held_import_offers_no_rolling_back(client, lead, year):
    found = imported(lead, year)
    hold_imports(by=lead, up_to=year, held_by="Report of 2016")
    assert reverse("import_roll_back", args=[found.pk]) not in page(
        client, "import_detail", found.pk
    )
    response = client.post(reverse("import_roll_back", args=[found.pk]), {"reason": "Wrong"})
    assert "Report of 2016 has been published" in response.content.decode()


def test_the_sample_window_is_changed_by_version(client, lead, year):
    here = reverse("survey_year_edit", args=[year.pk])
    typed = {"note": "As stated on page 4", "read_version": year.version}
    assert client.post(here, typed).status_code == 302
    stale = client.post(here, {**typed, "note": "Mine"})
    assert "This was changed" in stale.content.decode()
    assert "As stated on page 4" in stale.content.decode()
    year.refresh_from_db()
    assert (year.note, year.sample_from) == ("As stated on page 4", None)


def test_a_window_that_ends_before_it_begins_is_refused_at_its_field(client, lead, year):
    typed = {f"sample_from-{k}": v for k, v in (("day", 9), ("month", 6), ("year", 2016))}
    typed |= {f"sample_to-{k}": v for k, v in (("day", 8), ("month", 6), ("year", 2016))}
    response = client.post(
        reverse("survey_year_edit", args=[year.pk]), {**typed, "read_version": 1}
    )
    assert "The last day must be the same as or after the first" in words(response)


def test_a_survey_year_is_added_once(client, lead):
    typed = {"survey": "ncpes", "year": "2019", "read_version": 1}
    assert client.post(reverse("survey_year_create"), typed).status_code == 302
    again = client.post(reverse("survey_year_create"), typed)
    assert "The 2019 survey is there already" in words(again)
    assert SurveyYear.objects.count() == 1


def test_lists_ask_the_same_queries_for_one_file_as_for_twenty(
    client, lead, year, django_assert_num_queries, django_assert_max_num_queries
):
    def queries(name):
        with django_assert_max_num_queries(15) as found:
            client.get(reverse(name))
        return len(found)

    imported(lead, year)
    client.get(reverse("survey_results"))  # the first page also writes the session
    before = [queries(name) for name in ("import_list", "survey_results")]
    for later in range(2000, 2020):
        if later != 2016:
            make_survey_year(later)
        checked(lead, year)
    assert [queries(name) for name in ("import_list", "survey_results")] == before
