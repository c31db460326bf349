"""What goes wrong with collaboratives in earnest: odd addresses, sent twice, stale, very many."""

import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement_plans.models import Cohort, Plan, PlanState, ProjectTeam, TeamMember
from improvement_plans.presenters.collaboratives import member_rows
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import (
    make_cohort,
    make_team,
    make_team_world,
)
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_team_world()


def days(first, last):
    return {
        f"{name}-{part}": value
        for name, day in (("starts_on", first), ("ends_on", last))
        for part, value in zip(("year", "month", "day"), day.split("-"), strict=True)
    }


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2015-05", "2014-12"])
def test_a_month_that_the_cohort_has_not_reached_is_not_found(month, world):
    answer = client_of(world.nurse).get(reverse("team_report", args=[world.team.pk, month]))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("0015-04-01", "2015-05-01", "The first day must be in 2000 or later"),
        ("2015-04-01", "2051-05-01", "A cohort lasts at most three years"),
        ("9998-04-01", "9999-12-31", "The last day must be between 1 January 2000 and"),
    ],
)
@pytest.mark.parametrize("name", ["cohort_new", "cohort_edit"])
def test_a_wrong_digit_in_a_year_is_refused(name, first, last, said, world):
    key = world.scheme.pk if name == "cohort_new" else world.cohort.pk
    posted = {"form_key": str(uuid.uuid4()), "read_version": "1", "name": "Another"}
    answer = client_of(world.lead).post(reverse(name, args=[key]), {**posted, **days(first, last)})
    assert said in answer.content.decode()
    assert Cohort.objects.get().version == 1


@pytest.mark.parametrize(
    "query", ["?q=%00", "?cohort=x&stage=99&priority=0", "?cohort=9999999999999", "?page=9999"]
)
def test_strange_filters_are_only_filters(query, world):
    for address in (
        reverse("collaborative", args=[world.scheme.pk]),
        reverse("cohort", args=[world.cohort.pk]),
        reverse("priority_list"),
        reverse("collaborative_list"),
    ):
        assert client_of(world.lead).get(address + query).status_code in (200, 404)


def test_a_form_that_is_sent_twice_makes_one_team_and_one_member(world):
    lead = client_of(world.lead)
    team = {"name": "Blue team", "organisations": "TLA TLB", "read_version": "1"}
    member = {"name": "Jo", "part": "Matron"}
    for posted in (team, member):
        posted["form_key"] = str(uuid.uuid4())
    for _time in range(2):
        lead.post(reverse("team_new", args=[world.cohort.pk]), team)
        lead.post(reverse("team_member_new", args=[world.team.pk]), member)
    assert ProjectTeam.objects.filter(name="Blue team").count() == 1
    assert TeamMember.objects.filter(name="Jo").count() == 1


@pytest.mark.parametrize("name", ["team_edit", "cohort_edit"])
def test_a_change_on_an_old_version_is_refused_and_kept_in_the_form(name, world):
    thing = world.team if name == "team_edit" else world.cohort
    type(thing).objects.filter(pk=thing.pk).update(version=5)
    posted = {"form_key": str(uuid.uuid4()), "read_version": "1", "name": "Typed by me"}
    more = {"organisations": "TLA TLB", **days("2015-02-02", "2015-07-31")}
    page = client_of(world.lead).post(reverse(name, args=[thing.pk]), {**posted, **more})
    assert "Typed by me" in page.content.decode()
    thing.refresh_from_db()
    assert (thing.version, thing.name == "Typed by me") == (5, False)


def test_a_cohort_without_teams_has_its_pages_and_its_files(world):
    empty = make_cohort(world.scheme, name="Empty")
    lead = client_of(world.lead)
    assert "No team yet." in lead.get(reverse("cohort", args=[empty.pk])).content.decode()
    report = reverse("cohort_report", args=[empty.pk])
    assert "No team has taken part yet." in lead.get(report).content.decode()
    for address in (f"{report}?download=pdf", reverse("cohort_certificates", args=[empty.pk])):
        assert lead.get(address).content.startswith(b"%PDF")


def test_only_the_programme_reads_the_report_of_all_teams(world):
    for who in (world.nurse, world.member, world.partner, world.outsider):
        answer = client_of(who).get(reverse("cohort_report", args=[world.cohort.pk]))
        assert answer.status_code in (403, 404)


@pytest.mark.parametrize("name", ["collaborative", "cohort", "cohort_report"])
def test_many_teams_take_no_more_queries_and_fill_pages(name, world, django_assert_num_queries):
    client, joining = client_of(world.lead), make_trust()
    key = world.scheme.pk if name == "collaborative" else world.cohort.pk
    address = reverse(name, args=[key])
    make_team(world.cohort, world.leading, joining, name="Second")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(60):
        make_team(world.cohort, world.leading, joining, name=f"Team {number:03}")
    with django_assert_num_queries(len(few)):
        page = client.get(address).content.decode()
    assert "Team 059" not in page


def test_a_sponsor_s_part_is_not_said_twice(world):
    member = TeamMember(team=world.team, name="Jo", part="Executive sponsor", is_sponsor=True)
    partner = TeamMember(team=world.team, name="Sam", part="Patient", is_partner=True)
    notes = [row["note"] for row in member_rows([member, partner], may_lead=False)]
    assert notes == ["Executive sponsor", "Patient (lived-experience partner)"]


def test_a_team_is_offered_questions_without_a_word_of_a_mentor(world):
    Plan.objects.filter(pk=world.plan.pk).update(state=PlanState.DRAFT, baselines_frozen_at=None)
    page = client_of(world.nurse).get(reverse("aim_new", args=[world.plan.pk])).content.decode()
    assert "Survey question" in page
    assert "mentor" not in page.partition("<main")[2]
