"""Up to five trusts beside each other, never ranked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.tests.explore_world import make_explore_world
from trusts.tests.factories import make_pair, make_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_explore_world()


def opened(client, world, person=None, **query):
    client.force_login(person or make_person(Role.PROGRAMME_ANALYST))
    return client.get(reverse("survey_compare", args=[world.year.pk]), query)


def test_trusts_stand_by_name_with_score_answers_and_reading(client, world):
    said = opened(client, world, trust="HM2,NM1").content.decode()
    assert said.index("HM2 Hospitals") < said.index("NM1 Hospitals")
    assert "52.0%" in said
    assert "400 answers, " in said


def test_a_hidden_score_is_said_to_be_hidden_and_has_no_count(client, world):
    said = opened(client, world, trust="AD6").content.decode()
    assert "not shown" in said
    assert "12 answers" not in said


def test_a_typed_name_adds_a_trust_and_keeps_the_others(client, world):
    answer = opened(client, world, trust="NM1", add="CW3 hosp")
    assert answer.url.endswith("/compare/?trust=NM1,CW3")


def test_a_name_that_fits_several_offers_them(client, world):
    said = opened(client, world, add="Hospitals").content.decode()
    assert "Several trusts fit" in said
    assert "Add CW3 Hospitals" in said


def test_a_sixth_trust_is_not_added(client, world):
    said = opened(client, world, trust="NM1,HM2,CW3,AB4,AC5", add="AD6").content.decode()
    assert "Five trusts are the most" in said


def test_an_address_with_six_trusts_says_that_one_is_left_out(client, world):
    said = opened(client, world, trust="NM1,HM2,CW3,AB4,AC5,AD6").content.decode()
    assert "The others are left out." in said
    assert "AD6 Hospitals" not in said
    assert "left out" not in opened(client, world, trust="NM1,NM1,HM2").content.decode()


def test_an_unknown_trust_is_not_found(client, world):
    assert opened(client, world, trust="ZZ9").status_code == 404


def test_people_of_a_trust_see_their_own_and_their_buddy_only(client, world):
    make_pair(make_scheme(), world.trusts[1], world.trusts[0])
    lead = make_person(Role.TRUST_LEAD, "NM1")
    said = opened(client, world, lead).content.decode()
    assert "NM1 Hospitals" in said
    assert "HM2 Hospitals" in said
    assert opened(client, world, lead, trust="NM1,CW3").status_code == 404
    assert "CW3" not in opened(client, world, lead, add="CW3").content.decode().replace(
        'value="CW3"', ""
    ).replace("fits “CW3”", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_rows_come_as_a_file(client, world, kind):
    answer = opened(client, world, trust="NM1,AD6", download=kind)
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Question,Name,Section,Scale,Country,")
        assert "Q18,Easy to contact,Nurse,percent,74.0,not shown,,,70.25,400" in lines[1]
        assert "Invented figures, for tests only." in lines[-1]


@pytest.mark.parametrize("kind, start", [("svg", b"<svg "), ("png", b"\x89PNG")])
def test_the_chart_comes_as_a_file_with_its_source(client, world, kind, start):
    answer = opened(client, world, trust="NM1", chart=kind)
    assert answer.content.startswith(start)
    if kind == "svg":
        assert b"Invented figures, for tests only." in answer.content


def test_queries_do_not_grow_with_trusts_or_questions(client):
    world = make_explore_world(extra=18)
    counts = []
    for trusts in ("NM1", "NM1,HM2,CW3,AB4,AC5"):
        with CaptureQueriesContext(connection) as found:
            opened(client, world, trust=trusts)
        counts.append(sum('FROM "trusts_' in query["sql"] for query in found))
    assert counts == [7, 7]


@pytest.mark.parametrize("bad", ["\x00", "x" * 5000, "<b>", "=1+1", "😀", "\u202ea"])
@pytest.mark.parametrize("name", ["trust", "add", "section", "chart", "download"])
def test_bad_input_is_answered_clearly(client, world, name, bad):
    assert opened(client, world, **{name: bad}).status_code in {200, 302, 404}
