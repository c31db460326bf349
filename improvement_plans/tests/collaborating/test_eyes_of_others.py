"""A collaborative seen by a lived-experience partner and by the public: theirs opens, else nothing.

A partner is a guest of one plan: the team and its months are theirs, the cohort is not.
"""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from improvement_plans.models import TeamMember
from improvement_plans.services import teams
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import (
    APRIL,
    TODAY,
    make_gathering,
    make_priority,
    make_team,
    make_team_world,
)
from improvement_plans.tests.factories import make_driver
from improvement_plans.tests.measure_factories import make_measure

pytestmark = pytest.mark.django_db
OF_COHORT = ("cohort", "cohort_edit", "cohort_report", "cohort_certificates", "team_new")
OF_TEAM = ("team_edit", "team_leave", "team_member_new", "team_stage", "team_certificates")


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    world = make_team_world()
    teams.submit_report(
        by=world.nurse, team=world.team, month=APRIL, sentence="Calls began.", today=TODAY
    )
    teams.submit_abstract(by=world.nurse, team=world.team, values={"title": "Calls", "text": "x"})
    TeamMember.objects.create(team=world.team, name="Lin", part="Patient", is_partner=True)
    return world


def own_pages(world):
    month = reverse("team_report", args=[world.team.pk, "2015-04"])
    return [reverse("team", args=[world.team.pk]), month, f"{month}?download=pdf"]


def others(world):
    """Everything else that a collaborative has: with a thing of each kind."""
    team, cohort = world.team.pk, world.cohort.pk
    gathering = make_gathering(world.cohort).pk
    member = TeamMember.objects.get().pk
    abstract = world.team.abstracts.get().pk
    named = {
        "collaborative_list": [],
        "priority_list": [],
        "priority_new": [],
        "collaborative": [world.scheme.pk],
        "priority_edit": [make_priority().pk],
        "gathering_edit": [gathering],
        "gathering_attendance": [gathering],
        "team_member_remove": [member],
        "abstract_decide": [abstract],
        "plan_priorities": [world.plan.pk],
        **{name: [cohort] for name in OF_COHORT},
        **{name: [team] for name in OF_TEAM},
        "abstract_new": [team],
    }
    return [reverse(name, args=args) for name, args in named.items()]


def test_a_partner_reads_the_team_and_its_months_and_each_link_there_opens(world):
    client = client_of(world.partner)
    for address in own_pages(world):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = "" if answer["Content-Type"] == "application/pdf" else answer.content.decode()
        main = page.partition("<main")[2].partition("</main>")[0]
        crumbs = page.partition("<nav")[2].partition("<main")[0]
        for link in set(re.findall(r'href="(/[^"#]*)"', main + crumbs)):
            assert client.get(link).status_code in (200, 302), link


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_partner_opens_and_changes_nothing_else(world, method):
    client = client_of(world.partner)
    for address in others(world):
        assert getattr(client, method)(address).status_code in (403, 404), address


def test_a_partner_of_one_team_does_not_see_another_of_the_cohort(world):
    other = make_team(world.cohort, name="Blue team")
    client = client_of(world.partner)
    for name, args in (("team", [other.pk]), ("team_report", [other.pk, "2015-04"])):
        assert client.get(reverse(name, args=args)).status_code == 404
    assert "Blue team" not in client.get(own_pages(world)[0]).content.decode()


def test_a_partner_whose_time_has_ended_sees_the_team_no_longer(world):
    world.partner.plans_as_guest.update(ends_on=TODAY.replace(day=15))
    assert client_of(world.partner).get(own_pages(world)[0]).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_public_is_asked_to_sign_in_and_learns_nothing(world, method):
    for address in [*own_pages(world), *others(world)]:
        answer = getattr(Client(), method)(address)
        assert answer.status_code in (302, 403), address
        assert b"Red team" not in answer.content
        assert "sign-in" in answer.headers.get("Location", "sign-in")


@pytest.mark.parametrize(
    ("who", "keeps"),
    [
        ("nurse", True),
        ("other_nurse", True),
        ("member", True),
        ("partner", False),
        ("outsider", False),
    ],
)
def test_people_of_every_organisation_keep_the_measures_and_cycles_of_the_team(world, who, keeps):
    client, measure = client_of(getattr(world, who)), make_measure(world.plan, [60.0])
    idea = make_driver(world.plan.aims.get()).ideas.get()
    for address in (
        reverse("measure_new", args=[world.plan.pk]),
        reverse("figure_paste", args=[measure.pk]),
        reverse("cycle_new", args=[world.plan.pk, idea.pk]),
    ):
        assert (client.get(address).status_code == 200) is keeps, address
