"""Meetings: called, their people, agenda, minutes, decisions; and who may do so."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from buddy_portal.outbox.models import Message
from improvement_plans.models import (
    ActionState,
    AgendaItem,
    Attendance,
    Claim,
    ItemKind,
    Meeting,
    MeetingState,
    PlanState,
)
from improvement_plans.services import agendas, meetings
from improvement_plans.services import meeting_decisions as decisions
from improvement_plans.services.meeting_decisions import Follows
from improvement_plans.tests.factories import make_action, make_plan, make_risk
from improvement_plans.tests.listening.factories import make_commitment
from improvement_plans.tests.meetings.factories import (
    DAY,
    make_decision,
    make_item,
    make_meeting,
    meeting_values,
)
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def call(world, *, by=None, **changed):
    return meetings.call_meeting(
        by=by or world.nurse,
        trust=world.pair.mentee,
        plans=[world.plan],
        people=[world.nurse, world.member],
        values=meeting_values(**changed),
    )


def make_agenda(world, meeting):
    agendas.make_agenda(by=world.nurse, meeting=meeting, today=TODAY)
    return list(meeting.items.order_by("position"))


def minuted(world, meeting, *, by=None, read_at=None, today=DAY, **changed):
    values = {"minutes": "We looked at every action.", "others": "", "attendance": {}, **changed}
    meeting.refresh_from_db()
    meetings.write_minutes(
        by=by or world.nurse,
        meeting=meeting,
        read_at=read_at or meeting.version,
        today=today,
        **values,
    )
    meeting.refresh_from_db()


def test_meeting_is_called_with_its_plans_and_people_on_record(world):
    made = call(world)
    assert list(made.plans.all()) == [world.plan]
    assert {each.user for each in made.members.all()} == {world.nurse, world.member}
    assert AuditEvent.objects.filter(action="meeting called", trust_code="MEE").count() == 1


@pytest.mark.parametrize(
    ("who", "may"),
    [
        *(("nurse", True), ("sponsor", True), ("member", False), ("observer", False)),
        *(("mentor", False), ("partner", False), ("outsider", False), ("lead", False)),
    ],
)
def test_lead_and_sponsor_of_the_trust_call_its_meetings(world, who, may):
    if may:
        assert call(world, by=getattr(world, who)).pk
        return
    with pytest.raises(NotAllowed):
        call(world, by=getattr(world, who))
    assert not Meeting.objects.exists()


def test_programme_lead_calls_the_meeting_of_a_scheme_and_no_nurse_does(world):
    values = meeting_values(kind="programme")
    scheme = world.pair.scheme
    made = meetings.call_meeting(
        by=world.lead, trust=None, scheme=scheme, plans=[world.plan], values=values
    )
    assert made.scheme == scheme
    with pytest.raises(NotAllowed):
        meetings.call_meeting(by=world.nurse, trust=None, scheme=scheme, values=values)


def test_kind_must_fit_whose_meeting_it_is(world):
    with pytest.raises(Refusal) as refused:
        call(world, kind="programme")
    assert refused.value.field == "kind"


def test_plan_of_another_trust_and_a_stranger_are_refused(world):
    foreign = make_plan(state=PlanState.ACTIVE)
    for changed, field in (
        ({"plans": [foreign]}, "plans"),
        ({"people": [world.mentor]}, "people"),
    ):
        with pytest.raises(Refusal) as refused:
            meetings.call_meeting(
                by=world.nurse, trust=world.pair.mentee, values=meeting_values(), **changed
            )
        assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_stale_change_is_refused_with_both_texts(world):
    made = call(world)
    values = meeting_values(chair="Matron")
    args = {"by": world.nurse, "meeting": made, "plans": [world.plan]}
    meetings.change_meeting(**args, read_at=1, values=values)
    with pytest.raises(StaleVersion):
        meetings.change_meeting(**args, read_at=1, values=meeting_values(chair="Nobody"))
    made.refresh_from_db()
    assert made.chair == "Matron"


def test_people_left_out_are_asked_no_longer(world):
    made = call(world)
    meetings.ask_people(by=world.nurse, meeting=made, people=[world.nurse, world.partner])
    assert {each.user for each in made.members.all()} == {world.nurse, world.partner}


def test_agenda_holds_what_is_blocked_apart_due_and_promised(world):
    plan = world.plan
    text = {"text": "Ask for a room"}
    make_action(plan, state=ActionState.BLOCKED, within_our_control=False, **text)
    make_action(plan, due=datetime.date(2015, 4, 1), claim=Claim.ON_TRACK, owner=world.partner)
    make_risk(plan, likelihood=5, impact=5)
    make_commitment(world.pair.mentee, due=datetime.date(2015, 4, 10))
    make_commitment(world.pair.mentor, due=datetime.date(2015, 4, 10))
    items = make_agenda(world, call(world))
    kinds = [item.kind for item in items]
    assert kinds[:2] == [ItemKind.ESCALATION, ItemKind.APART]
    assert kinds.count(ItemKind.COMMITMENT) == 1
    assert ItemKind.RISK in kinds
    assert "Lin Carter" not in " ".join(item.why for item in items)


def test_quiet_plan_is_said_to_be_stale_once(world):
    items = make_agenda(world, call(world))
    assert [(item.kind, item.why) for item in items] == [(ItemKind.STALE, "Stale, 73 days")]


def test_agenda_made_again_keeps_what_a_person_did_and_takes_up_what_is_new(world):
    made = call(world)
    late = make_action(world.plan, due=datetime.date(2015, 4, 1))
    make_agenda(world, made)
    own = agendas.add_item(by=world.nurse, meeting=made, plan=None, text="Parking", why="")
    stale = made.items.get(kind=ItemKind.STALE)
    agendas.arrange(by=world.nurse, meeting=made, places={own.pk: 0}, left_out=[stale.pk])
    late.state = ActionState.CONFIRMED
    late.save()
    make_risk(world.plan, likelihood=5, impact=5)
    items = make_agenda(world, made)
    assert [item.kind for item in items] == [ItemKind.OWN, ItemKind.STALE, ItemKind.RISK]
    assert [item.is_dropped for item in items] == [False, True, False]


def test_agenda_of_a_meeting_that_was_held_stays(world):
    made = make_meeting(world.pair.mentee, state=MeetingState.HELD)
    for change in (
        lambda: agendas.make_agenda(by=world.nurse, meeting=made, today=TODAY),
        lambda: agendas.add_item(by=world.nurse, meeting=made, plan=None, text="x", why=""),
        lambda: agendas.arrange(by=world.nurse, meeting=made, places={}, left_out=()),
    ):
        with pytest.raises(WrongState):
            change()


def test_decision_that_is_not_settled_comes_back_on_the_next_agenda(world):
    earlier = make_meeting(world.pair.mentee, on=datetime.date(2015, 3, 17))
    open_one = make_decision(earlier, owner=world.member)
    make_decision(earlier, text="Done", settled_on=TODAY, became="It was done")
    make_decision(make_meeting(world.pair.mentee, kind="board", on=TODAY), text="Of another kind")
    make_decision(earlier, action=make_action(world.plan, state=ActionState.CONFIRMED))
    items = make_agenda(world, call(world))
    carried = [item for item in items if item.kind == ItemKind.DECISION]
    assert [item.key for item in carried] == [f"decision-{open_one.pk}"]
    assert carried[0].why.startswith("Decided 17 March 2015")


def test_minutes_are_written_from_the_day_on_with_who_came(world):
    made = call(world)
    with pytest.raises(Refusal):
        minuted(world, made, today=TODAY)
    minuted(world, made, attendance={world.member.pk: Attendance.CAME}, others="The chaplain")
    assert made.state == MeetingState.HELD
    assert made.members.get(user=world.member).attendance == Attendance.CAME


def test_minutes_that_somebody_else_saved_meanwhile_are_not_lost(world):
    made = call(world)
    minuted(world, made)
    with pytest.raises(StaleVersion):
        minuted(world, made, read_at=1, minutes="Something else")


def test_decision_becomes_an_action_of_the_plan_by_its_own_service(world):
    made = make_meeting(world.pair.mentee, world.plan, state=MeetingState.HELD, on=TODAY)
    decision = decisions.decide(
        by=world.nurse,
        meeting=made,
        text="Print the card in four languages",
        plan=world.plan,
        follows=Follows("action", world.member, datetime.date(2015, 5, 29)),
        today=TODAY,
    )
    action = decision.action
    assert (action.plan, action.owner) == (world.plan, world.member)
    assert action.starts_on == TODAY
    assert world.plan.versions.count() == 1


def test_sponsor_decides_but_cannot_add_an_action_to_the_plan(world):
    made = make_meeting(world.pair.mentee, world.plan, state=MeetingState.HELD, on=TODAY)
    args = {"by": world.sponsor, "meeting": made, "text": "Find a room", "plan": world.plan}
    assert decisions.decide(**args, today=TODAY).pk
    follows = Follows("action", world.member, datetime.date(2015, 5, 29))
    with pytest.raises(NotAllowed):
        decisions.decide(**args, follows=follows, today=TODAY)
    assert made.decisions.count() == 1


def test_decision_becomes_a_commitment(world):
    made = make_meeting(world.pair.mentee, world.plan, state=MeetingState.HELD, on=TODAY)
    due = datetime.date(2015, 5, 29)
    decision = decisions.decide(
        by=world.nurse,
        meeting=made,
        text="One number to ring",
        follows=Follows("commitment", world.member, due, "Nobody answers"),
        today=TODAY,
    )
    assert decision.commitment.source_words == "Lung MDT operational meeting, 16 April 2015"
    assert (decision.commitment.owner, decision.commitment.due) == (world.member, due)


@pytest.mark.parametrize(
    ("follows", "field"),
    [
        (Follows("action"), "plan"),
        (Follows("commitment"), "said"),
        (Follows("commitment", said="Nobody answers"), "due"),
    ],
)
def test_what_follows_must_be_whole(world, follows, field):
    made = make_meeting(world.pair.mentee, world.plan, state=MeetingState.HELD, on=TODAY)
    with pytest.raises(Refusal) as refused:
        decisions.decide(by=world.nurse, meeting=made, text="x", follows=follows, today=TODAY)
    assert refused.value.field == field
    assert not made.decisions.exists()


def test_decision_is_settled_once_with_what_became_of_it(world):
    made = make_meeting(world.pair.mentee, state=MeetingState.HELD, on=TODAY)
    decision = make_decision(made)
    args = {"by": world.nurse, "decision": decision, "read_at": 1, "today": TODAY}
    with pytest.raises(Refusal):
        decisions.settle(**args, became=" ")
    decisions.settle(**args, became="All wards have it")
    with pytest.raises(WrongState):
        decisions.settle(**args, became="Again")


def test_meeting_called_off_tells_who_was_asked_but_not_who_did_it(world):
    made = call(world)
    with pytest.raises(Refusal):
        meetings.call_off(by=world.nurse, meeting=made, reason="  ")
    meetings.call_off(by=world.nurse, meeting=made, reason="The ward is closed")
    mails = [mail.payload for mail in Message.objects.all()]
    assert [mail["to"] for mail in mails] == [world.member.email]
    assert "The ward is closed" in mails[0]["text"]
    with pytest.raises(WrongState):
        minuted(world, made)


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "programme"},
        {"state": "cancelled"},
        {"state": "circulated"},
    ],
)
def test_database_refuses_a_meeting_that_breaks_a_rule(world, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting(world.pair.mentee, **broken)


def test_database_keeps_one_item_for_a_thing_but_many_of_ones_own(world):
    made = make_meeting(world.pair.mentee)
    make_item(made, key="action-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_item(made, key="action-1")
    make_item(made)
    make_item(made)
    assert AgendaItem.objects.count() == 3


@pytest.mark.parametrize("broken", [{"settled_on": TODAY}, {"became": "x"}])
def test_database_refuses_a_decision_settled_by_half(world, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_decision(make_meeting(world.pair.mentee), **broken)
