"""A member who left, or whose group ended, still says how they are named, and sees nothing else."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.refusals import NotFound
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import LONG_AGO, make_user
from improvement_plans.models import Credit, GroupMember, PlanState
from improvement_plans.presenters.groups import credit_sentences
from improvement_plans.selectors.groups import advice_credits
from improvement_plans.services import groups as services
from improvement_plans.services.group_ending import end_group
from improvement_plans.tests.clients import client_of
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
def member(world):
    group = make_group(world.pair.mentee)
    make_advice(group, plan=world.plan)
    make_event(group.trust, kind="group_meeting", group=group)
    return GroupMember.objects.create(
        group=group, user=make_user("Lin Carter"), starts_on=LONG_AGO, credit=Credit.NAME
    )


def leave(world, member):
    services.end_member(by=member.user, group=member.group, user_id=member.user_id)


def be_ended(world, member):
    end_group(by=world.nurse, group=member.group, on=TODAY, reason="Moved on", today=TODAY)


def thanks(world):
    return credit_sentences(advice_credits(world.plan))[0]


@pytest.mark.parametrize("part", [leave, be_ended])
def test_who_is_no_member_any_more_takes_their_name_back(world, member, part):
    part(world, member)
    assert "Lin Carter" in thanks(world)
    client, there = client_of(member.user), reverse("member_credit", args=[member.group_id])
    assert there in client.get(reverse("group_list")).content.decode()
    page = client.get(there).content.decode()
    assert reverse("group", args=[member.group_id]) not in page.replace(there, "")
    answer = client.post(there, {"credit": "none", "alias": ""}, follow=True)
    assert answer.redirect_chain == [(reverse("group_list"), 302)]
    assert "Lin Carter" not in thanks(world)


@pytest.mark.parametrize("part", [leave, be_ended])
def test_who_is_no_member_any_more_reaches_nothing_else_of_the_group(world, member, part):
    part(world, member)
    client, group = client_of(member.user), member.group
    meeting, advice = group.meetings.get(), group.advice.get()
    for name, *keys in (
        ("group", group.pk),
        ("advice_new", group.pk),
        ("member_end", group.pk, member.user_id),
        ("event", meeting.pk),
    ):
        assert client.get(reverse(name, args=keys)).status_code == 404, name
    assert client.get(reverse("advice_answer", args=[advice.pk])).status_code == 403


def test_the_mail_about_the_end_leads_to_the_naming_page(world, member):
    be_ended(world, member)
    (mail,) = Message.objects.filter(payload__subject__startswith="The group has ended")
    assert reverse("member_credit", args=[member.group_id]) in str(mail.payload)


def test_the_list_offers_it_only_to_those_who_belonged_to_a_group(world, member):
    GroupMember.objects.create(group=member.group, user=world.member, starts_on=LONG_AGO)
    there = reverse("member_credit", args=[member.group_id])
    assert there not in client_of(world.member).get(reverse("group_list")).content.decode()
    be_ended(world, member)
    assert there in client_of(world.member).get(reverse("group_list")).content.decode()
    assert there not in client_of(world.nurse).get(reverse("group_list")).content.decode()


def test_nobody_else_names_themselves_in_a_group(world, member):
    group, foreign = member.group, make_group(make_trust("OTH"))
    there = [reverse("member_credit", args=[each.pk]) for each in (group, foreign)]
    assert [client_of(world.nurse).get(each).status_code for each in there] == [403, 404]
    assert [client_of(member.user).get(each).status_code for each in there] == [200, 404]
    with pytest.raises(NotFound):
        services.choose_credit(by=world.nurse, group=group, credit=Credit.NAME)
