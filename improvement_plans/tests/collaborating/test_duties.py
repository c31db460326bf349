"""What waits around a project team reaches the people of every organisation that takes part."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from improvement_plans.models import (
    Action,
    ActionState,
    Cohort,
    Plan,
    PlanState,
    ProjectTeam,
    Risk,
)
from improvement_plans.reminders.cadence import LEAD_AFTER
from improvement_plans.reminders.finding import everybody
from improvement_plans.selectors.escalations import plans_to_back
from improvement_plans.services import teams
from improvement_plans.tests.collaborating.worlds import (
    TODAY,
    make_cohort,
    make_team,
    make_team_world,
)
from improvement_plans.todos import waiting_for
from trusts.models import Trust

pytestmark = pytest.mark.django_db
BEGAN = datetime.datetime(2015, 2, 2, 9, tzinfo=datetime.UTC)
MARCH = datetime.date(2015, 3, 1)
EVERYBODY = ("lead", "nurse", "other_nurse", "member", "partner", "outsider")
LEADS = {"nurse", "other_nurse"}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    world = make_team_world()
    Cohort.objects.update(starts_on=BEGAN.date())
    ProjectTeam.objects.update(created_at=BEGAN)
    return world


def who_has(world, words, *, on=TODAY, people=EVERYBODY):
    return {
        who
        for who in people
        if any(words in todo.title for todo in waiting_for(getattr(world, who), today=on))
    }


def test_the_report_of_last_month_waits_for_the_leads_of_every_organisation(world):
    assert who_has(world, "Send in the report of “Red team” for March 2015") == LEADS


@pytest.mark.parametrize("who", ["nurse", "other_nurse"])
def test_once_one_of_them_sent_it_in_it_waits_for_nobody(world, who):
    teams.submit_report(
        by=getattr(world, who), team=world.team, month=MARCH, sentence="Calls.", today=TODAY
    )
    assert who_has(world, "Send in the report") == set()


@pytest.mark.parametrize(
    ("on", "waits"),
    [("2015-02-28", False), ("2015-03-01", True), ("2015-08-31", True), ("2015-09-01", False)],
)
def test_a_report_waits_from_the_end_of_the_first_month_to_a_month_after_the_last(world, on, waits):
    Cohort.objects.update(ends_on=datetime.date(2015, 7, 31))
    day = datetime.date.fromisoformat(on)
    assert who_has(world, "Send in the report", on=day) == (LEADS if waits else set())


@pytest.mark.parametrize(
    ("made", "waits"),
    [
        ("2015-03-31T22:59:59+00:00", True),
        ("2015-03-31T23:00:00+00:00", False),
        ("2015-04-16T09:00:00+01:00", False),
    ],
)
def test_a_team_is_not_asked_about_a_month_in_which_it_was_not_there(world, made, waits):
    ProjectTeam.objects.update(created_at=datetime.datetime.fromisoformat(made))
    assert who_has(world, "for March 2015") == (LEADS if waits else set())
    assert who_has(world, "for April 2015", on=datetime.date(2015, 5, 1)) == LEADS


def test_nothing_waits_for_a_team_that_left(world):
    ProjectTeam.objects.update(withdrawn_at=timezone.now())
    assert who_has(world, "Send in the report") == set()


def test_the_address_of_the_report_opens_for_the_other_organisation(world, client):
    client.force_login(world.other_nurse)
    (todo,) = [each for each in waiting_for(world.other_nurse, today=TODAY) if each.rank == 43]
    assert client.get(todo.url).status_code == 200


def test_an_abstract_waits_for_the_programme_until_it_is_answered(world):
    abstract = teams.submit_abstract(
        by=world.other_nurse, team=world.team, values={"title": "Calls", "text": "x"}
    )
    assert who_has(world, "Answer the abstract “Calls”") == {"lead"}
    teams.decide_abstract(by=world.lead, abstract=abstract, read_at=1, accept=True, answer="")
    assert who_has(world, "Answer the abstract") == set()


def test_the_answer_to_an_abstract_is_sent_to_the_leads_of_every_organisation(world):
    abstract = teams.submit_abstract(
        by=world.member, team=world.team, values={"title": "Calls", "text": "x"}
    )
    teams.decide_abstract(by=world.lead, abstract=abstract, read_at=1, accept=True, answer="")
    told = Message.objects.filter(payload__subject__startswith="Your team’s abstract")
    assert {each.payload["to"] for each in told} == {
        person.email for person in (world.nurse, world.other_nurse, world.member)
    }


def test_a_risk_to_look_at_again_waits_for_every_lead(world):
    Risk.objects.create(
        plan=world.plan, text="No room", likelihood=2, impact=2, review_on=TODAY, mitigation="x"
    )
    assert who_has(world, "Look again at the risk") == LEADS


def test_what_is_blocked_waits_for_the_sponsor_of_every_organisation(world):
    world.sponsor = make_person(Role.SPONSOR, "TLA")
    world.other_sponsor = make_person(Role.SPONSOR, "TLB")
    Action.objects.update(state=ActionState.BLOCKED, within_our_control=False)
    sponsors = ("sponsor", "other_sponsor")
    assert who_has(world, "Unblock", people=(*sponsors, "outsider")) == set(sponsors)
    Plan.objects.update(state=PlanState.SUBMITTED)
    for who in sponsors:
        assert plans_to_back(access_of(getattr(world, who))) == [world.plan]


def test_a_look_at_a_closed_plan_waits_for_every_lead(world):
    closed = datetime.datetime(2015, 1, 2, 12, tzinfo=datetime.UTC)
    Plan.objects.update(state=PlanState.CLOSED, closed_at=closed)
    assert who_has(world, "Say whether the change") == LEADS


def test_a_late_action_is_told_to_the_leads_of_every_organisation(world):
    late = TODAY - datetime.timedelta(days=LEAD_AFTER)
    Action.objects.update(due=late, original_due=late)
    told = everybody(on=TODAY).told
    assert {world.nurse.pk, world.other_nurse.pk} == set(told)


def test_a_late_action_is_told_once_to_a_lead_of_two_organisations(world):
    both = make_person(Role.TRUST_LEAD, "TLA", "TLB")
    late = TODAY - datetime.timedelta(days=LEAD_AFTER)
    Action.objects.update(due=late, original_due=late)
    assert [each.action for each in everybody(on=TODAY).told[both.pk]] == [Action.objects.get()]


def test_start_pages_take_as_many_queries_for_two_teams_as_for_ten(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    cohort = make_cohort(world.scheme)
    trusts = list(Trust.objects.filter(ods_code__in=world.team.codes))
    make_team(cohort, *trusts)
    ProjectTeam.objects.update(created_at=BEGAN)
    waiting_for(world.other_nurse, today=TODAY)  # reads who the person is, once
    with django_assert_max_num_queries(15) as few:
        waiting_for(world.other_nurse, today=TODAY)
    for _more in range(8):
        make_team(cohort, *trusts)
    ProjectTeam.objects.update(created_at=BEGAN)
    with django_assert_num_queries(len(few)):
        waiting_for(world.other_nurse, today=TODAY)


def test_a_planted_team_of_the_leading_organisation_only_is_seen(world):
    world.team.organisations.remove(world.joining)
    assert who_has(world, "Send in the report") == {"nurse"}
