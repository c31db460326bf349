"""Groups of patients side by side, hidden ones as such."""

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Score
from trusts.tests.explore_world import make_explore_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_explore_world()


def opened(client, world, person=None, **query):
    client.force_login(person or make_person(Role.PROGRAMME_ANALYST))
    return client.get(reverse("survey_groups", args=[world.year.pk]), query)


def test_england_stands_first_and_a_trust_can_be_chosen(client, world):
    assert "Patient groups: England" in opened(client, world).content.decode()
    said = opened(client, world, trust="NM1", kind="tumour_group").content.decode()
    assert "Patient groups: NM1 Hospitals" in said
    assert "2 group scores not shown" in said


def test_a_question_shows_each_group_beside_all_others(client, world):
    said = opened(client, world, trust="NM1", kind="tumour_group", question="Q18").content.decode()
    assert "3 groups shown differ clearly" in said or "groups shown differ" in said
    assert "below the others" in said
    assert said.count("few answers") >= 2


def test_hidden_groups_have_neither_score_nor_count(client, world):
    said = opened(client, world, trust="NM1", kind="tumour_group", download="csv").content.decode(
        "utf-8-sig"
    )
    rows = [line for line in said.splitlines() if "Skin" in line or "Sarcoma" in line]
    assert [row.split(",")[4:7] for row in rows] == [["", "not shown", ""]] * 2


def test_what_is_stored_against_the_rule_is_held_back_all_the_same(client, world):
    """Planted fault: somebody stored the second hidden group past the check of imports."""
    Score.objects.filter(group_name="Sarcoma").update(score=55.5, suppressed=False)
    page = opened(client, world, trust="NM1", kind="tumour_group", question="Q18")
    file = opened(client, world, trust="NM1", kind="tumour_group", download="csv")
    chart = opened(client, world, trust="NM1", kind="tumour_group", question="Q18", chart="svg")
    for answer in (page, file, chart):
        assert "55.5" not in answer.content.decode()


def test_deprivation_is_a_kind_of_its_own(client, world):
    said = opened(client, world, trust="NM1", kind="imd_quintile").content.decode()
    assert "by deprivation" in said
    assert "1 (most deprived)" in said


def test_people_of_another_trust_do_not_find_it(client, world):
    lead = make_person(Role.TRUST_LEAD, "HM2")
    assert opened(client, world, lead, trust="NM1").status_code == 404
    assert opened(client, world, lead).status_code == 200


@pytest.mark.parametrize("kind, start", [("svg", b"<svg "), ("png", b"\x89PNG")])
def test_the_chart_comes_as_a_file(client, world, kind, start):
    answer = opened(client, world, trust="NM1", kind="tumour_group", question="Q18", chart=kind)
    assert answer.content.startswith(start)


def test_a_year_without_groups_says_so(client, world):
    Score.objects.exclude(group_kind="").delete()
    assert "No results by patient group yet" in opened(client, world).content.decode()


@pytest.mark.parametrize("bad", ["\x00", "x" * 5000, "<b>", "=1+1", "😀", "\u202ea"])
@pytest.mark.parametrize("name", ["trust", "kind", "section", "question"])
def test_bad_input_is_answered_clearly(client, world, name, bad):
    assert opened(client, world, **{name: bad}).status_code in {200, 404}
