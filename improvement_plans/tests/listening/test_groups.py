"""Involvement groups: who belongs, who chairs, what was advised and what became of it."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import Invitation
from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, WrongState
from buddy_portal.accounts.services.invitations import accept_invitation
from buddy_portal.tests.factories import LONG_AGO, make_user
from improvement_plans.models import AdviceOutcome, Credit, GroupMember, PlanState
from improvement_plans.models.involvement import MOST_MEMBERS
from improvement_plans.presenters.groups import credit_sentences
from improvement_plans.selectors.groups import advice_credits
from improvement_plans.services import groups as services
from improvement_plans.tests.listening.factories import make_advice, make_event, make_group
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.fixture
def group(world):
    return make_group(world.pair.mentee)


def member_of(group, name="Lin Carter", **fields):
    user = make_user(name)
    return GroupMember.objects.create(group=group, user=user, starts_on=LONG_AGO, **fields)


def get(person, name, *args):
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=args))


def test_somebody_invited_by_link_becomes_a_member_and_sees_the_group(world, group):
    services.invite_member(by=world.nurse, group=group, name="Jo", email="jo@test.example")
    token = Invitation.objects.get().token
    user = accept_invitation(by=None, token=token, name="Jo", password="a long pass phrase 15")
    assert get(user, "group", group.pk).status_code == 200
    assert get(user, "listening").status_code == 200
    assert get(user, "group", make_group(make_trust("OTH")).pk).status_code == 404


def test_a_member_sees_the_groups_meetings_and_no_other_event(world, group):
    member = member_of(group)
    meeting = make_event(world.pair.mentee, kind="group_meeting", group=group)
    other = make_event(world.pair.mentee)
    assert get(member.user, "event", meeting.pk).status_code == 200
    assert get(member.user, "event", other.pk).status_code == 404


def test_a_member_who_has_left_sees_nothing_any_more(world, group):
    member = member_of(group)
    services.end_member(by=member.user, group=group, user_id=member.user_id)
    assert get(member.user, "group", group.pk).status_code == 404


def test_a_group_has_twelve_members_at_most(world, group):
    for number in range(MOST_MEMBERS):
        member_of(group, f"Member {number}")
    with pytest.raises(WrongState, match="12 members"):
        services.invite_member(by=world.nurse, group=group, name="Jo", email="jo@test.example")


def test_a_group_has_one_chair(world, group):
    first, second = member_of(group, "First"), member_of(group, "Second")
    for member in (first, second):
        services.choose_chair(by=world.nurse, group=group, user_id=member.user_id)
    assert [each.user.name for each in group.members.filter(is_chair=True)] == ["Second"]
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.filter(pk=first.pk).update(is_chair=True)


def test_a_chair_who_leaves_chairs_no_more(world, group):
    chair = member_of(group, is_chair=True)
    services.end_member(by=world.nurse, group=group, user_id=chair.user_id)
    assert not group.members.filter(is_chair=True).exists()


@pytest.mark.parametrize("who", ["member", "mentor", "lead", "observer", "outsider"])
def test_only_the_trusts_lead_invites_and_ends(world, group, who):
    person, member = getattr(world, who), member_of(group)
    with pytest.raises(NotAllowed):
        services.invite_member(by=person, group=group, name="Jo", email="jo@test.example")
    with pytest.raises(NotAllowed):
        services.end_member(by=person, group=group, user_id=member.user_id)


def test_nobody_is_named_before_they_said_so(world, group):
    member = member_of(group)
    assert member.user.name not in get(world.nurse, "group", group.pk).content.decode()
    services.choose_credit(by=member.user, group=group, credit=Credit.NAME)
    assert member.user.name in get(world.nurse, "group", group.pk).content.decode()


def test_an_alias_is_needed_where_one_is_chosen(group):
    member = member_of(group)
    with pytest.raises(Refusal, match="name"):
        services.choose_credit(by=member.user, group=group, credit=Credit.ALIAS, alias=" ")


def test_advice_and_what_became_of_it_is_credited_in_the_plan(world, group):
    member = member_of(group, credit=Credit.ALIAS, credited_as="Lin of ward 4")
    values = {"text": "Put the number on the fridge card", "on": TODAY}
    advice = services.give_advice(
        by=member.user, group=group, plan=world.plan, values=values, today=TODAY
    )
    services.answer_advice(
        by=world.member,
        advice=advice,
        read_at=1,
        outcome=AdviceOutcome.TAKEN,
        became="It is on the card",
    )
    (said,) = credit_sentences(advice_credits(world.plan))
    assert said == f"{group.name} gave 1 piece of advice, 1 taken up. Thank you to Lin of ward 4."


def test_an_answer_says_what_became_of_it(world, group):
    with pytest.raises(Refusal, match="became"):
        services.answer_advice(
            by=world.member,
            advice=make_advice(group),
            read_at=1,
            outcome=AdviceOutcome.NOT_TAKEN,
            became="",
        )


@pytest.mark.parametrize("day", [datetime.date(2014, 8, 31), datetime.date(2015, 4, 17)])
def test_advice_is_given_while_there_is_a_group(world, group, day):
    with pytest.raises(Refusal, match="founding"):
        services.give_advice(
            by=world.member, group=group, plan=None, values={"text": "x", "on": day}, today=TODAY
        )


def test_somebody_who_is_no_member_is_not_made_chair(world, group):
    with pytest.raises(NotFound):
        services.choose_chair(by=world.nurse, group=group, user_id=world.partner.pk)


def test_two_groups_of_a_trust_have_different_names(world, group):
    values = {"name": group.name, "constitution": "x", "founded_on": TODAY}
    with pytest.raises(Refusal, match="name"):
        services.found_group(by=world.nurse, trust=world.pair.mentee, values=values)
