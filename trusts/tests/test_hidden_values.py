"""No hidden figure is found by anybody who opens every page and file that they can reach."""

import csv
import io
import re
import zipfile
from collections import deque
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from buddy_portal.tests.factories import make_person
from trusts.models import SurveyYear
from trusts.presenters import imports as import_words
from trusts.selectors import groups as group_selectors
from trusts.tests.hidden_world import SHOWN, make_hidden_world, secrets_in

pytestmark = pytest.mark.django_db
WITHIN = ("/home/", "/survey-results/", "/trusts/", "/schemes/", "/admin/trusts/", "/audit/")
STARTS = ("/home/", "/survey-results/", "/trusts/", "/admin/trusts/score/", "/audit/")
MOST_PAGES = 250


@pytest.fixture
def world():
    return make_hidden_world(make_person(Role.PROGRAMME_LEAD))


def text_of(response) -> str:
    """What a page or file says; a workbook is unpacked, a picture in dots says nothing."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode() for name in book.namelist())
    return "" if content.startswith(b"\x89PNG") else content.decode("utf-8", "replace")


def crawled(client) -> dict[str, str]:
    """Every address that links lead to, with its text."""
    waiting, found = deque(STARTS), {}
    while waiting and len(found) < MOST_PAGES:
        address = waiting.popleft()
        if address in found:
            continue
        response = client.get(address)
        text = found[address] = text_of(response)
        if response.status_code in {301, 302}:
            waiting.append(urljoin(address, response["Location"]))
        for link in re.findall(r'href="([^"#]+)', text):
            target = urljoin(address, unescape(link))
            if not urlsplit(target).netloc and target.startswith(WITHIN):
                waiting.append(target)
    return found


def leaks(pages: dict[str, str]) -> list[tuple[str, str]]:
    return [(address, what) for address, text in pages.items() for what in secrets_in(text)]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("role", list(Role))
def test_no_role_finds_a_hidden_figure(client, role):
    client.force_login(make_person(role, "" if role in PROGRAMME_ROLES else "NM1"))
    pages = crawled(client)
    assert leaks(pages) == []
    assert any(f"{float(SHOWN):.1f}%" in text for text in pages.values())
    assert sum("download=" in address or "chart=" in address for address in pages) >= 10


@pytest.mark.usefixtures("world")
def test_no_visitor_finds_a_hidden_figure(client):
    assert leaks(crawled(client)) == []


@pytest.mark.usefixtures("world")
def test_planted_fault_a_refused_score_that_is_repeated_is_found(client, monkeypatch):
    monkeypatch.setattr(import_words, "_found_value", lambda cell: cell["value"])
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    found = {what for _, what in leaks(crawled(client))}
    assert "of so few that the row is refused" in found


def test_planted_fault_counts_of_hidden_groups_are_found(client, world, monkeypatch):
    monkeypatch.setattr(group_selectors, "held_back", lambda cells, _total: cells)
    monkeypatch.setattr(group_selectors, "_beside_others", _with_counts)
    client.force_login(world.lead)
    answer = client.get(reverse("survey_groups", args=[world.year.pk]), {"trust": "NM1"})
    assert secrets_in(answer.content.decode()) == []
    file = client.get(answer.request["PATH_INFO"], {"trust": "NM1", "download": "csv"})
    assert secrets_in(file.content.decode()) == ["count of the second hidden group"]


def _with_counts(cell, *_others):
    return group_selectors.GroupScore(cell.name, cell.n, cell.score)


# --- the published tables ---


@pytest.fixture
def published() -> Path:
    folder = Path(settings.REAL_DATA_DIR)
    if not (folder / "survey").is_dir():
        pytest.skip(f"The published survey tables are not at {folder}; set REAL_DATA_DIR.")
    trusts = folder / "reference/nhs_trusts_reference_2018_ncpes.csv"
    call_command("import_trusts", trusts, stdout=io.StringIO())
    for name in ("ncpes_trust_2018_adjusted_sample12", "ncpes_2018_tumour_group_sample"):
        file = folder / f"survey/{name}.csv"
        call_command("import_survey", file, "--year", 2018, "--commit", stdout=io.StringIO())
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.real_data
@pytest.mark.parametrize("code", ["RA7", ""])
def test_published_groups_show_what_the_table_shows_and_no_more(client, published, code):
    table = rows_of(published / "survey/ncpes_2018_tumour_group_sample.csv")
    mine = [row for row in table if row["org_code"] == (code or "All")]
    groups = [row for row in mine if row["tumour_group"] != "All Cancers"]
    year = SurveyYear.objects.get(year=2018)
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    answer = client.get(
        reverse("survey_groups", args=[year.pk]), {"trust": code, "download": "csv"}
    )
    shown = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = {(row["Question"], row["Group"]): row["Score"] for row in shown if row["Group"]}
    assert len(found) == len(groups) > 0
    assert {key for key, score in found.items() if score == "not shown"} == {
        (row["question"], row["tumour_group"]) for row in groups if row["suppressed"] == "True"
    }
    assert all(not row["Answers"] for row in shown if row["Score"] == "not shown")


@pytest.mark.real_data
def test_published_trusts_show_no_figure_of_a_suppressed_row(client, published):
    table = rows_of(published / "survey/ncpes_trust_2018_adjusted_sample12.csv")
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    for code in {row["org_code"] for row in table}:
        answer = client.get(reverse("trust_detail", args=[code]), {"download": "csv"})
        lines = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        found = {row["Question"]: row for row in lines if row["Score"] or row["Reading"]}
        for row in table:
            if row["org_code"] == code and row["suppressed"] == "True":
                hidden = found[row["question"]]
                assert hidden["Reading"] == "not shown"
                assert not hidden["Score"] + hidden["Answers"] + hidden["Expected from"]
