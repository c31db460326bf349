"""The fullest plan there is asks the database at most 15 times, whoever opens which page of it."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from improvement_plans.models import (
    Abstract,
    Action,
    ActionState,
    Claim,
    CommitmentState,
    Credit,
    ExtensionRequest,
    FormDraft,
    GroupMember,
    Plan,
    PlanComment,
    PlanState,
    PlanStep,
    Practice,
    ProgressUpdate,
    Review,
    SponsorReply,
    SustainabilityCheck,
)
from improvement_plans.tests.collaborating.worlds import (
    make_cohort,
    make_collaborative,
    make_team,
)
from improvement_plans.tests.factories import (
    make_action,
    make_contact,
    make_driver,
    make_evidence,
    make_plan,
    make_risk,
)
from improvement_plans.tests.listening.factories import (
    make_advice,
    make_commitment,
    make_event,
    make_group,
    make_recommendation,
)
from improvement_plans.tests.meetings.factories import make_meeting
from improvement_plans.tests.services.worlds import make_world, new_report
from trusts.tests.factories import make_pair, make_scheme

pytestmark = pytest.mark.django_db
MOST = 15
PEOPLE = ["nurse", "member", "mentor", "sponsor", "lead", "partner", "observer"]
PAGES = ["plan_detail", "action_detail", "action_update", "plan_list", "check_in", "home"]
LATER = datetime.timedelta(days=30)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


def full_world(state):
    """A plan with something of everything that its pages show."""
    world = make_world(state)
    plan, action = world.plan, world.action
    make_driver(action.aim)
    make_contact(plan, written_at=timezone.now() - LATER)
    make_risk(plan)
    group, member = make_group(plan.trust), make_person(Role.TEAM_MEMBER, plan.trust.ods_code)
    make_advice(group, plan=plan)
    GroupMember.objects.create(
        group=group, user=member, starts_on=plan.window_from, credit=Credit.NAME
    )
    PlanStep.objects.create(plan=plan, by=world.nurse, from_state="draft", to_state="submitted")
    PlanComment.objects.create(plan=plan, by=world.lead, text="Good", speaks_for="programme")
    SustainabilityCheck.objects.create(plan=plan, moment="approval", on=plan.window_from)
    _fill_actions(world)
    _carry_over(world)
    for person in PEOPLE:
        path = reverse("plan_comment", args=[plan.pk])
        FormDraft.objects.create(
            by=getattr(world, person), path=path, fields=[["text", "Half"]], saved_at=timezone.now()
        )
    return world


def _fill_actions(world):
    """One action that waits for an answer, one that the buddy is asked about, a promise."""
    waits = make_action(
        world.plan, owner=world.member, state=ActionState.CLAIMED_DONE, claim=Claim.DONE
    )
    for action, claim in ((waits, Claim.DONE), (world.action, Claim.STUCK)):
        report = new_report(world, claim, text="Cards", help_wanted=True) | {"action": action}
        del report["today"]
        ProgressUpdate.objects.create(by=world.member, **report)
        make_evidence(action)
        SponsorReply.objects.create(action=action, by=world.sponsor, text="Asked the board")
        Review.objects.create(action=action, by=world.mentor, answer="more", reason="Which ward?")
    make_commitment(world.plan.trust, plan=world.plan, action=world.action)
    ExtensionRequest.objects.create(
        plan=world.plan, until=world.plan.window_to + LATER, reason="Late", asked_by=world.nurse
    )


def _carry_over(world):
    """An action of an earlier plan, which the plan that is being written may go on with."""
    pair = make_pair(make_scheme("Earlier"), world.pair.mentor, world.pair.mentee)
    earlier = make_plan(pair, state=PlanState.CLOSED, closed_at=timezone.now() - 4 * LATER)
    make_action(earlier, state=ActionState.CARRIED_OVER)


def asked(world, who, name):
    """How often a page asks, on the second visit; nothing where the person may not open it."""
    things = {"plan_detail": world.plan, "action_detail": world.action}
    thing = things.get(name, world.action if name == "action_update" else None)
    address = reverse(name, args=[thing.pk] if thing else [])
    client = Client()
    client.force_login(getattr(world, who))
    if client.get(address).status_code == 403:
        return 0
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.ACTIVE, PlanState.CLOSING])
def test_no_page_of_the_fullest_plan_asks_more_than_15_times(state):
    world = full_world(state)
    found = {(who, name): asked(world, who, name) for who in PEOPLE for name in PAGES}
    assert {page: many for page, many in found.items() if many > MOST} == {}


def test_the_fullest_plan_shows_what_was_put_into_it():
    world = full_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(world.mentor)
    Action.objects.filter(state=ActionState.CLAIMED_DONE).update(owner=world.mentor)
    page = client.get(reverse("plan_detail", args=[world.plan.pk])).content.decode()
    for words in ("asks you for help", "Thank you to", "More time asked for", "We kept what you"):
        assert words in page, words
    assert Plan.objects.count() == 2


def make_what_waits_for_the_programme(world):
    """One of each thing that only the programme's people are asked for."""
    scheme, trust = world.plan.pair.scheme, world.plan.trust
    Practice.objects.create(trust=trust, slug="p", title="Cards", sent_at=timezone.now())
    team = make_team(make_cohort(make_collaborative()))
    Abstract.objects.create(team=team, title="One number", text="Text", submitted_by=world.nurse)
    long_ago = timezone.localdate() - LATER
    make_event(None, scheme=scheme, on=long_ago)
    make_commitment(None, scheme=scheme, state=CommitmentState.KEPT)
    make_commitment(None, scheme=scheme, owner=world.lead, due=long_ago)
    make_recommendation(scheme, made_on=long_ago, answer_by=long_ago + LATER / 2)
    make_meeting(None, scheme=scheme, on=long_ago, people=(world.lead,))


def test_start_page_of_a_lead_for_whom_everything_waits_asks_at_most_15_times():
    world = full_world(PlanState.SUBMITTED)
    make_what_waits_for_the_programme(world)
    client = Client()
    client.force_login(world.lead)
    address = reverse("home") + "?all=1"
    page = client.get(address).content.decode()
    for words in (
        "for the practice library",
        "Answer the abstract",
        "Tell people that you kept",
        "Ask North Cancer Alliance",
        "Say how “Lung cancer focus group” went",
        "Say how “Give everybody",
        "Write the minutes",
    ):
        assert words in page, words
    with CaptureQueriesContext(connection) as statements:
        client.get(address)
    assert len(statements) <= MOST, "\n".join(each["sql"] for each in statements)
