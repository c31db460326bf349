"""Pages of survey results are kept, and are fresh after whatever changes them."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.design.blocks import NotOfTheFrameError, drawn_blocks
from buddy_portal.settings import base
from buddy_portal.tests.factories import make_person
from trusts.models import (
    Comparability,
    ParticipationState,
    Question,
    QuestionSpread,
    Survey,
    SurveyYear,
    Trust,
    TrustSuccession,
)
from trusts.selectors.edition import READ_BY_KEPT_PAGES
from trusts.services.rolling_back import roll_back_import
from trusts.tests.explore_world import make_explore_world
from trusts.tests.factories import make_participation, make_scheme
from trusts.tests.surveys.importing import ROWS, imported, make_survey
from trusts.views import survey_compare, survey_explore, survey_groups, survey_variation, trusts
from trusts.views.kept import KEPT_PAGES

pytestmark = pytest.mark.django_db
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@pytest.fixture
def world():
    return make_explore_world(extra=1)


@pytest.fixture
def analyst(client):
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    return client


def addresses(world) -> dict[str, str]:
    year = world.year.pk
    return {
        "list": reverse("trust_list"),
        "trust": reverse("trust_detail", args=["NM1"]),
        "year": reverse("survey_year", args=[year]),
        "question": reverse("question_results", args=[year, "Q18"]) + "?trust=NM1",
        "compare": reverse("survey_compare", args=[year]) + "?trust=NM1,HM2",
        "groups": reverse("survey_groups", args=[year]) + "?trust=NM1",
        "group question": reverse("survey_groups", args=[year]) + "?trust=NM1&question=Q18",
        "variation": reverse("survey_variation", args=[year]),
        "question variation": reverse("survey_variation", args=[year]) + "?question=Q18",
    }


def opened(client, address: str) -> str:
    """What a page says under its frame."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def drawn_anew(client, address: str) -> str:
    caches[KEPT_PAGES].clear()
    return opened(client, address)


def rename_trust():
    Trust.objects.filter(ods_code="NM1").update(name="Renamed Hospitals")


def move_scores():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trusts_score SET score = score / 2, n = n + 1 WHERE NOT suppressed")


def move_spreads():
    QuestionSpread.objects.update(country=8.5, lower_quarter=7, middle=8, upper_quarter=9)


def forbid_comparing():
    for number in ("Q18", "Q30", "Q59"):
        Comparability.objects.create(
            survey=Survey.objects.get(),
            question_number=number,
            earlier_year=2015,
            later_year=2016,
            answer="no",
            reason="The wording changed.",
        )


def rename_questions():
    Question.objects.update(label="Said in other words")


def credit_the_survey():
    Survey.objects.update(attribution="Published by nobody.")


def move_the_window():
    SurveyYear.objects.update(sample_to="2016-07-31")


def merge_trusts():
    TrustSuccession.objects.create(
        predecessor_code="HM2",
        predecessor_name="HM2 Hospitals",
        successor_code="NM1",
        successor_name="NM1 Hospitals",
        date="2016-12-01",
        kind="Merger",
    )


@pytest.mark.parametrize(
    "change, seen_on",
    [
        (rename_trust, {"list", "trust", "question", "compare", "groups", "group question"}),
        (move_scores, {"trust", "question", "compare", "groups", "group question"}),
        (move_spreads, {"trust", "year", "compare", "variation", "question variation"}),
        (forbid_comparing, {"trust", "question", "question variation"}),
        (rename_questions, {"trust", "year", "question", "compare", "groups", "variation"}),
        (credit_the_survey, {"trust", "year", "question", "compare", "groups", "variation"}),
        (move_the_window, {"year"}),
        (merge_trusts, {"trust", "compare"}),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_change_is_seen_at_once_and_as_if_nothing_had_been_kept(analyst, world, change, seen_on):
    pages = addresses(world)
    before = {name: opened(analyst, address) for name, address in pages.items()}
    change()
    after = {name: opened(analyst, address) for name, address in pages.items()}
    assert {name for name in pages if before[name] != after[name]} >= seen_on
    assert after == {name: drawn_anew(analyst, address) for name, address in pages.items()}


def test_a_change_that_leaves_no_mark_would_be_missed(analyst, world):
    address = addresses(world)["trust"]
    before = opened(analyst, address)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER mark_edition ON trusts_score")
    move_scores()
    assert opened(analyst, address) == before != drawn_anew(analyst, address)


def test_an_import_that_is_rolled_back_takes_its_figures_off_the_page(analyst):
    year = make_survey()
    imported(None, year)
    address = reverse("trust_detail", args=["NM1"])
    before = opened(analyst, address)
    correction = imported(None, year, ROWS[0].replace("63.8", "64.1"))
    assert "64.1%" in opened(analyst, address) != before
    lead = make_person(Role.PROGRAMME_LEAD)
    roll_back_import(by=lead, survey_import=correction, reason="Sent in error")
    assert opened(analyst, address) == before


def test_a_transaction_that_fails_leaves_the_page_as_it_was(analyst, world):
    address = addresses(world)["trust"]
    before = opened(analyst, address)
    with transaction.atomic():
        move_scores()
        assert opened(analyst, address) != before
        transaction.set_rollback(True)
    assert opened(analyst, address) == before


@pytest.mark.parametrize("name", ["trust", "question", "compare", "groups", "variation", "list"])
def test_a_page_that_was_kept_reads_no_figures(analyst, world, name):
    address = addresses(world)[name]
    opened(analyst, address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        opened(analyst, address)
    assert not READ_BY_KEPT_PAGES & {
        table for query in asked for table in TABLE.findall(query["sql"])
    } - {"trusts_trust"}
    assert len(asked) <= 5


def test_pages_read_only_tables_whose_changes_begin_an_edition(analyst, world, monkeypatch):
    read: set[str] = set()

    def watched(request, *, viewer, draw):
        with CaptureQueriesContext(connection) as asked:
            drawn_blocks(*draw())
        read.update(table for query in asked for table in TABLE.findall(query["sql"]))
        return HttpResponse("<main")

    for module in (survey_compare, survey_explore, survey_groups, survey_variation, trusts):
        monkeypatch.setattr(module, "kept_page", watched)
    QuestionSpread.objects.all().delete()  # else it need not be worked out
    for address in addresses(world).values():
        opened(analyst, address)
    assert read == READ_BY_KEPT_PAGES


def test_every_such_table_marks_every_kind_of_change():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype, tgenabled FROM pg_trigger"
            " WHERE tgname = 'mark_edition'"
        )
        # 4 insert, 8 delete, 16 update, 32 truncate; neither row by row nor before.
        assert set(cursor.fetchall()) == {(table, 60, "O") for table in READ_BY_KEPT_PAGES}


@pytest.mark.parametrize("name", ["question", "compare", "groups"])
def test_what_the_programme_was_shown_is_not_shown_to_a_trust(client, world, name):
    address = addresses(world)[name].replace("NM1", "HM2")
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    assert "HM2 Hospitals" in client.get(address).content.decode()
    client.force_login(make_person(Role.TRUST_LEAD, "NM1"))
    assert "HM2 Hospitals" not in client.get(address).content.decode()


def test_results_of_a_trust_stay_hidden_after_others_saw_them(client, world):
    address = addresses(world)["trust"]
    client.force_login(make_person(Role.TRUST_LEAD, "NM1"))
    assert "Largest needs" in opened(client, address)
    client.force_login(make_person(Role.TRUST_LEAD, "HM2"))
    assert "Largest needs" not in opened(client, address)


def test_the_name_of_a_reader_is_not_kept_with_the_page(client, world):
    address = addresses(world)["trust"]
    people = [make_person(Role.PROGRAMME_LEAD), make_person(Role.PROGRAMME_ANALYST)]
    for person in people:
        client.force_login(person)
        said = client.get(address).content.decode()
        assert [each.name in said for each in people] == [each == person for each in people]


def test_a_decision_about_an_application_is_seen_at_once(analyst, world):
    address = addresses(world)["trust"]
    found = make_participation(make_scheme("The 2015 scheme"), world.trusts[0])
    assert "Taking part" in opened(analyst, address)
    found.state = ParticipationState.WITHDRAWN
    found.save()
    assert "Withdrawn" in opened(analyst, address)


def test_pages_are_kept_in_the_memory_of_the_process_alone():
    assert isinstance(caches[KEPT_PAGES], LocMemCache)
    assert base.CACHES[KEPT_PAGES]["BACKEND"].endswith("LocMemCache")


def test_without_an_edition_a_page_is_drawn_and_not_kept(analyst, world):
    address = addresses(world)["trust"]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER mark_edition ON trusts_score")
        cursor.execute("DELETE FROM trusts_edition")
    before = opened(analyst, address)
    move_scores()
    assert opened(analyst, address) != before


def test_a_very_long_page_is_drawn_and_not_kept(analyst, world, monkeypatch):
    monkeypatch.setattr("trusts.views.kept.LONGEST_KEPT", 100)
    caches[KEPT_PAGES].clear()
    for _ in range(2):
        assert "Largest needs" in opened(analyst, addresses(world)["trust"])
    assert not caches[KEPT_PAGES]._cache


def test_a_block_that_the_kept_page_would_lose_is_refused(monkeypatch):
    monkeypatch.setattr("buddy_portal.design.blocks.FRAME", frozenset({"title"}))
    with pytest.raises(NotOfTheFrameError, match=r"trust_list\.html.*breadcrumbs, content"):
        drawn_blocks("trusts/trust_list.html", {})


@pytest.mark.parametrize("name", ["nobody", "no-such-year"])
def test_what_is_not_there_is_not_kept(analyst, world, name):
    address = addresses(world)["trust"].replace("NM1", "ZZ9")
    if name == "no-such-year":
        address = reverse("survey_year", args=[world.year.pk + 99])
    for _ in range(2):
        assert analyst.get(address).status_code == 404
