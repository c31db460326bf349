"""A group that ends: what becomes of members, meetings, invitations and advice, for good."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent, Invitation
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.services.invitations import accept_invitation
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import LONG_AGO, make_user
from improvement_plans.models import AdviceOutcome, Credit, EventState, GroupMember, PlanState
from improvement_plans.presenters.groups import credit_sentences
from improvement_plans.selectors.groups import advice_credits
from improvement_plans.services import engagement
from improvement_plans.services import groups as services
from improvement_plans.services.group_ending import end_group
from improvement_plans.tests.listening.factories import make_advice, make_event, make_group
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
TOMORROW = TODAY + datetime.timedelta(days=1)
LAST = datetime.date(2015, 4, 10)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def here():
    world = make_world(PlanState.ACTIVE)
    group = make_group(world.pair.mentee)
    member = GroupMember.objects.create(
        group=group, user=make_user("Lin Carter"), starts_on=LONG_AGO, credit=Credit.NAME
    )
    return SimpleNamespace(world=world, group=group, member=member, nurse=world.nurse)


def end(here, **changes):
    values = {"on": LAST, "reason": "Most members moved on", "today": TODAY, **changes}
    end_group(by=values.pop("by", here.nurse), group=here.group, **values)
    here.group.refresh_from_db()


def get(person, name, *args):
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=args))


def test_the_end_keeps_its_day_and_reason_and_stands_on_the_record(here):
    end(here)
    assert (here.group.ended_on, here.group.ended_why) == (LAST, "Most members moved on")
    event = AuditEvent.objects.get(action="involvement group ended")
    assert (event.reason, event.actor_id) == ("Most members moved on", here.nurse.pk)


def test_members_see_an_ended_group_and_its_meetings_no_more(here):
    meeting = make_event(here.group.trust, kind="group_meeting", group=here.group, on=LAST)
    assert get(here.member.user, "event", meeting.pk).status_code == 200
    end(here)
    assert get(here.member.user, "group", here.group.pk).status_code == 404
    assert get(here.member.user, "event", meeting.pk).status_code == 404


def test_members_are_told_once_and_with_the_reason(here):
    end(here)
    (mail,) = Message.objects.filter(payload__subject__startswith="The group has ended")
    assert here.member.user.email in str(mail.payload)
    assert "Most members moved on" in str(mail.payload)


def test_an_invitation_that_nobody_took_up_opens_nothing_any_more(here):
    services.invite_member(by=here.nurse, group=here.group, name="Jo", email="jo@test.example")
    end(here)
    invitation = Invitation.objects.get()
    assert invitation.withdrawn_at is not None
    with pytest.raises(WrongState):
        accept_invitation(by=None, token=invitation.token, name="Jo", password="a long pass 151515")


def test_meetings_ahead_are_called_off_and_those_up_to_the_last_day_stay(here):
    days = [LAST, TOMORROW, TODAY + datetime.timedelta(days=30)]
    made = [make_event(here.group.trust, group=here.group, on=day) for day in days]
    other = make_event(here.group.trust, on=days[-1])
    end(here)
    for each in [*made, other]:
        each.refresh_from_db()
    assert [each.state for each in made] == ["planned", "cancelled", "cancelled"]
    assert made[1].reason == "The group has ended: Most members moved on"
    assert other.state == EventState.PLANNED


@pytest.mark.parametrize("on", [datetime.date(2015, 4, 12), TODAY])
def test_a_meeting_that_may_have_taken_place_is_not_called_off_unasked(here, on):
    meeting = make_event(here.group.trust, group=here.group, on=on)
    with pytest.raises(Refusal, match=f"{on.day} April 2015 waits: say first whether it was held"):
        end(here)
    meeting.refresh_from_db()
    assert meeting.state == EventState.PLANNED
    engagement.cancel_event(by=here.nurse, event=meeting, reason="The room was flooded")
    end(here)
    assert here.group.has_ended


def test_no_meeting_is_planned_or_moved_beyond_the_end(here):
    called_off = make_event(here.group.trust, group=here.group, on=TOMORROW)
    end(here)
    values = {"kind": "group_meeting", "title": "Once more", "on": TODAY}
    with pytest.raises(Refusal, match="no meeting after"):
        engagement.plan_event(
            by=here.nurse, trust=here.group.trust, group=here.group, values=values
        )
    with pytest.raises(Refusal, match="no meeting after"):
        engagement.set_anew(by=here.nurse, event=called_off, on=TODAY)


def test_an_earlier_meeting_is_still_written_up_and_keeps_its_group(here):
    meeting = make_event(here.group.trust, group=here.group, on=LAST)
    end(here)
    engagement.hold_event(by=here.nurse, event=meeting, people=12, today=TODAY)
    page = get(here.nurse, "event_edit", meeting.pk).content.decode()
    assert f'<option value="{here.group.pk}" selected>' in page
    assert here.group.name not in get(here.nurse, "event_new").content.decode()


def test_advice_that_waits_is_still_answered_and_credited(here):
    advice = make_advice(here.group, plan=here.world.plan, on=LAST)
    end(here)
    services.answer_advice(
        by=here.world.member,
        advice=advice,
        read_at=1,
        outcome=AdviceOutcome.TAKEN,
        became="On the card",
    )
    (said,) = credit_sentences(advice_credits(here.world.plan))
    assert "1 taken up. Thank you to Lin Carter." in said


@pytest.mark.parametrize("what", ["change", "invite", "chair", "advise", "again"])
def test_nothing_else_is_added_to_an_ended_group(here, what):
    end(here)
    values = {"name": "Other", "constitution": "x", "founded_on": LAST}
    advice = {"plan": None, "values": {"text": "x", "on": LAST}, "today": TODAY}
    acts = {
        "change": lambda **who: services.change_group(read_at=2, values=values, **who),
        "invite": lambda **who: services.invite_member(name="Jo", email="j@test.example", **who),
        "chair": lambda **who: services.choose_chair(user_id=here.member.user_id, **who),
        "advise": lambda **who: services.give_advice(**advice, **who),
        "again": lambda **who: end_group(on=LAST, reason="x", today=TODAY, **who),
    }
    with pytest.raises(WrongState, match="ended"):
        acts[what](by=here.nurse, group=here.group)


def test_its_page_says_when_and_why_and_offers_nothing_but_answers(here):
    advice = make_advice(here.group, on=LAST)
    end(here)
    page = get(here.nurse, "group", here.group.pk).content.decode()
    assert "Its last day was 10 April 2015. Most members moved on" in page
    assert "Members at the end" in page
    assert "Lin Carter" in page
    assert reverse("advice_answer", args=[advice.pk]) in page
    for name in ("group_edit", "group_end", "member_invite", "advice_new"):
        assert reverse(name, args=[here.group.pk]) not in page
    assert "1 September 2014 to 10 April 2015" in get(here.nurse, "group_list").content.decode()


def test_the_question_before_says_what_ending_does(here):
    make_event(here.group.trust, group=here.group, on=TODAY + datetime.timedelta(days=3))
    make_advice(here.group, on=LAST)
    services.invite_member(by=here.nurse, group=here.group, name="Jo", email="jo@test.example")
    page = get(here.nurse, "group_end", here.group.pk).content.decode()
    assert "1 member will see it no more" in page
    assert "1 open invitation will be withdrawn" in page
    assert "1 meeting planned for after today will be called off" in page
    assert "1 piece of advice still being considered" in page


@pytest.mark.parametrize("on", [datetime.date(2014, 8, 31), datetime.date(2015, 4, 17)])
def test_the_last_day_lies_between_founding_and_today(here, on):
    with pytest.raises(Refusal, match="between the founding and today"):
        end(here, on=on)


def test_the_last_day_is_not_before_what_the_group_did(here):
    make_event(here.group.trust, group=here.group, on=TODAY, state=EventState.HELD, people=11)
    with pytest.raises(Refusal, match="16 April 2015"):
        end(here)


def test_a_group_is_not_ended_without_a_reason(here):
    with pytest.raises(Refusal, match="why the group ends"):
        end(here, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(here.group).objects.filter(pk=here.group.pk).update(ended_on=LAST)


@pytest.mark.parametrize("who", ["member", "mentor", "lead", "observer", "outsider", "partner"])
def test_only_the_trusts_lead_ends_a_group(here, who):
    with pytest.raises(NotAllowed):
        end(here, by=getattr(here.world, who))
    assert not here.group.has_ended
