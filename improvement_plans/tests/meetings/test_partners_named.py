"""Partners in agendas, packs and lists of decisions are named as they agreed to, in any plan."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buddy_portal.tests.factories import LONG_AGO, make_user
from improvement_plans.models import Credit, PlanGuest, PlanState
from improvement_plans.selectors.meetings import partner_names
from improvement_plans.selectors.people import names_of_partners_at
from improvement_plans.services import agendas
from improvement_plans.services.meeting_papers import facts_of_pack
from improvement_plans.tests.collaborating.worlds import make_team_world
from improvement_plans.tests.factories import make_action, make_plan
from improvement_plans.tests.meetings.factories import make_decision, make_meeting
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_pair, make_scheme, make_trust

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
NAME = "Lin Carter"


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.fixture
def other_plan(world):
    """Another plan of the same trust."""
    pair = make_pair(make_scheme(), make_trust(), world.pair.mentee)
    return make_plan(pair, state=PlanState.ACTIVE)


def says(plan, person, credit):
    alias = "L. C." if credit == Credit.ALIAS else ""
    values = {"credit": credit, "credited_as": alias}
    PlanGuest.objects.update_or_create(
        plan=plan, user=person, defaults=values, create_defaults={**values, "starts_on": LONG_AGO}
    )


def prepared(world, plan):
    """An agenda and a pack of a meeting about `plan`, after one about the partner's own plan."""
    earlier = make_meeting(world.pair.mentee, world.plan, on=datetime.date(2015, 4, 14))
    make_decision(earlier, plan=world.plan, owner=world.partner)
    made = make_meeting(world.pair.mentee, plan)
    agendas.make_agenda(by=world.nurse, meeting=made, today=TODAY)
    (item,) = made.items.filter(kind="decision")
    made.refresh_from_db()
    return item.why, str(facts_of_pack(made, on=TODAY))


def page_of(person, name, *args):
    client = Client()
    client.force_login(person)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("ends_on", [None, datetime.date(2015, 4, 15)])
def test_partner_of_a_plan_not_covered_is_not_named_in_agenda_and_pack(world, other_plan, ends_on):
    PlanGuest.objects.update(ends_on=ends_on)
    why, pack = prepared(world, other_plan)
    assert why == "Decided 14 April 2015, A partner"
    assert NAME not in pack


def test_partner_of_two_plans_is_named_in_a_decision_as_they_tell_least(world, other_plan):
    says(other_plan, world.partner, Credit.NAME)
    why, pack = prepared(world, other_plan)
    assert why == "Decided 14 April 2015, A partner"
    assert NAME not in pack


def test_partner_who_agreed_to_their_name_in_every_plan_is_named(world, other_plan):
    for plan in (world.plan, other_plan):
        says(plan, world.partner, Credit.NAME)
    why, pack = prepared(world, other_plan)
    assert why == f"Decided 14 April 2015, {NAME}"
    assert NAME in pack


@pytest.mark.parametrize(
    ("one", "another", "shown"),
    [
        (Credit.NONE, Credit.NAME, "A partner"),
        (Credit.NAME, Credit.NONE, "A partner"),
        (Credit.ALIAS, Credit.NONE, "A partner"),
        (Credit.NONE, Credit.ALIAS, "A partner"),
        (Credit.ALIAS, Credit.NAME, "L. C."),
        (Credit.NAME, Credit.ALIAS, "L. C."),
        (Credit.NAME, Credit.NAME, NAME),
    ],
)
def test_of_several_credits_the_least_telling_is_taken(world, other_plan, one, another, shown):
    says(world.plan, world.partner, one)
    says(other_plan, world.partner, another)
    names = partner_names(make_meeting(world.pair.mentee, world.plan))
    assert names == {world.partner.pk: shown}


def test_programme_meeting_names_the_partners_of_its_scheme_as_they_agreed(world, other_plan):
    says(other_plan, make_user("Kim Doe"), Credit.NAME)
    made = make_meeting(None, world.plan, scheme=world.pair.scheme)
    action = make_action(world.plan, owner=world.partner)
    make_decision(made, plan=world.plan, action=action)
    assert partner_names(made) == {world.partner.pk: "A partner"}
    assert NAME not in page_of(world.lead, "meeting", made.pk)


def test_decisions_of_a_plan_name_a_partner_of_another_plan_as_they_agreed(world, other_plan):
    made = make_meeting(world.pair.mentee, other_plan)
    make_decision(made, plan=other_plan, owner=world.partner)
    page = page_of(world.nurse, "plan_decisions", other_plan.pk)
    assert "A partner" in page
    assert NAME not in page


def test_partners_of_a_team_s_plan_are_among_those_of_its_leading_organisation():
    world = make_team_world()
    names = names_of_partners_at(trust=world.leading.pk, scheme=None)
    assert names == {world.plan.guests.get().user_id: "A partner"}


def test_names_take_one_query_however_many_plans_there_are(
    world, other_plan, django_assert_num_queries
):
    for place in range(20):
        says((world.plan, other_plan)[place % 2], make_user(f"Person {place}"), Credit.NAME)
    with django_assert_num_queries(1):
        names = names_of_partners_at(trust=world.pair.mentee.pk, scheme=None)
    assert len(names) == 21
