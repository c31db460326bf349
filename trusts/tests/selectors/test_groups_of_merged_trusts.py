"""Patient groups of trusts that merged: put together, and never more than the parts show."""

import datetime

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import TrustSuccession
from trusts.selectors.groups import question_groups
from trusts.selectors.whole_trusts import whole_trust
from trusts.tests.factories import make_question, make_score, make_survey_year, make_trust

pytestmark = pytest.mark.django_db
KIND = "tumour_group"
NORTH = {"Breast": (60, 100), "Lung": (50, 50), "Skin": (80, 30), "Brain": (None, 9)}
SOUTH = {"Breast": (80, 300), "Lung": (70, 150), "Skin": (None, 12), "Brain": (None, 40)}


def tell(trust, question, groups, *, others=0):
    total = sum(n for _score, n in groups.values()) + others
    make_score(question, trust, 70.0, total)
    for name, (score, n) in groups.items():
        make_score(question, trust, score, n, group_kind=KIND, group_name=name)


@pytest.fixture
def both():
    """North and South are Both by now; the survey of 2016 lists them apart."""
    both, question = make_trust("R0A", name="Both"), make_question(make_survey_year(2016), "Q1")
    for code, name, groups in (("RW3", "North", NORTH), ("RM2", "South", SOUTH)):
        tell(make_trust(code, name=name), question, groups)
        TrustSuccession.objects.create(
            predecessor_code=code,
            predecessor_name=name,
            successor_code="R0A",
            successor_name="Both",
            date=datetime.date(2017, 10, 1),
            kind="merger",
        )
    return both


def groups_of(trust):
    (found,) = question_groups(make_survey_year(2016), whole_trust(trust), KIND)
    return found


def test_groups_of_a_merged_trust_are_the_means_of_its_parts_by_answers(both):
    # Breast (100 x 60 + 300 x 80) / 400 = 75; lung (50 x 50 + 150 x 70) / 200 = 65.
    found = groups_of(both)
    shown = {group.name: (group.n, group.score) for group in found.shown}
    assert shown == {"Breast": (400, 75.0), "Lung": (200, 65.0)}
    assert (found.n, found.parts) == (189 + 502, ("South", "North"))


def test_a_group_that_one_part_hides_has_neither_score_nor_count(both):
    found = groups_of(both)
    hidden = [(each.name, each.n, each.score) for each in found.groups if each.score is None]
    assert hidden == [("Brain", None, None), ("Skin", None, None)]


def test_a_trust_that_never_merged_hides_no_more_than_it_must():
    # Brain is hidden (9 answers) and 59 of all patients are in no group, so nothing follows.
    trust, question = make_trust("RAA"), make_question(make_survey_year(2016), "Q1")
    tell(trust, question, {"Breast": (60, 100), "Lung": (50, 50), "Brain": (None, 9)}, others=50)
    assert [group.name for group in groups_of(trust).shown] == ["Breast", "Lung"]


def test_a_group_that_one_part_does_not_have_is_not_shown(both):
    both.scores.model.objects.filter(org_code="RW3", group_name="Lung").delete()
    assert "Lung" not in [group.name for group in groups_of(both).shown]


def test_a_year_that_lists_the_merged_trust_alone_is_as_published(both):
    year = make_survey_year(2018)
    tell(both, make_question(year, "Q1"), {"Breast": (77, 90), "Lung": (66, 80)})
    (found,) = question_groups(year, whole_trust(both), KIND)
    assert [(group.name, group.n) for group in found.shown] == [("Breast", 90), ("Lung", 80)]
    assert found.parts == ()


def test_the_page_says_which_trusts_its_groups_come_from(both, client):
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    address = reverse("survey_groups", args=[make_survey_year(2016).pk])
    page = client.get(address, {"trust": "R0A", "kind": KIND}).content.decode()
    assert "Put together from South and North, which this survey lists apart" in page
    alone = client.get(address, {"trust": "RW3", "kind": KIND}).content.decode()
    assert "Put together" not in alone
