"""Pages of meetings: who reads what, lists with files, steps offered, constant queries."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import Membership
from improvement_plans.models import Meeting, MeetingState, PlanGuest, PlanState
from improvement_plans.selectors.agendas import entries_for
from improvement_plans.tests.factories import make_action, make_aim, make_risk
from improvement_plans.tests.measure_factories import make_measure
from improvement_plans.tests.meetings.factories import (
    make_decision,
    make_item,
    make_meeting,
    make_paper,
    make_series,
)
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.todos import waiting_for
from improvement_plans.todos_meetings import waiting_in_meetings

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def get(person, name, *args, **query):
    return client_of(person).get(reverse(name, args=args), query)


def page_of(person, name, *args, **query):
    answer = get(person, name, *args, **query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("nurse", 200), ("sponsor", 200), ("member", 200), ("observer", 200), ("lead", 200)),
        *(("mentor", 404), ("partner", 404), ("outsider", 404)),
    ],
)
@pytest.mark.parametrize("name", ["meeting", "meeting_pack"])
def test_trust_and_programme_read_a_meeting_and_nobody_else_unasked(world, name, who, status):
    made = make_meeting(world.pair.mentee, world.plan)
    assert get(getattr(world, who), name, made.pk).status_code == status


def test_partner_who_is_asked_reads_the_meeting_until_they_leave_the_plan(world):
    made = make_meeting(world.pair.mentee, world.plan, people=(world.partner,))
    make_item(made, key=f"action-{world.action.pk}", kind="due", plan=world.plan)
    assert "Room for the clinic" in page_of(world.partner, "meeting", made.pk)
    PlanGuest.objects.update(ends_on=datetime.date(2015, 4, 1))
    assert get(world.partner, "meeting", made.pk).status_code == 404


def test_member_who_left_the_trust_no_longer_reads_what_they_were_asked_to(world):
    made = make_meeting(world.pair.mentee, world.plan, people=(world.member,))
    Membership.objects.filter(user=world.member).update(ends_on=datetime.date(2015, 4, 1))
    assert get(world.member, "meeting", made.pk).status_code == 404


def test_lead_of_a_trust_reads_the_programme_meeting_that_they_are_asked_to(world):
    args = {"scheme": world.pair.scheme}
    asked = make_meeting(None, people=(world.nurse,), **args)
    other = make_meeting(None, **args)
    assert get(world.nurse, "meeting", asked.pk).status_code == 200
    assert get(world.nurse, "meeting", other.pk).status_code == 404


@pytest.mark.parametrize("who", ["member", "observer"])
def test_reader_is_offered_nothing_that_only_keepers_do(world, who):
    made = make_meeting(world.pair.mentee, world.plan)
    page = page_of(getattr(world, who), "meeting", made.pk)
    assert "Make the agenda" not in page
    for name in ("meeting_edit", "meeting_agenda", "meeting_people", "meeting_minutes"):
        assert get(getattr(world, who), name, made.pk).status_code == 403


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({}, "Choose people"),
        ({"asked": True}, "Make the agenda"),
        ({"asked": True, "agenda": True}, "Send the pack"),
        ({"on": TODAY, "asked": True}, "Write the minutes"),
        ({"state": "held", "on": TODAY, "minutes": "x", "asked": True}, "Send the minutes"),
    ],
)
def test_page_offers_the_one_next_step(world, fields, step):
    people = (world.nurse,) if fields.pop("asked", False) else ()
    if fields.pop("agenda", False):
        fields["agenda_made_at"] = datetime.datetime(2015, 4, 15, tzinfo=datetime.UTC)
    made = make_meeting(world.pair.mentee, world.plan, people=people, **fields)
    assert step in page_of(world.nurse, "meeting", made.pk)


def test_list_is_empty_with_a_way_on_for_those_who_may_call(world):
    assert "Call a meeting" in page_of(world.nurse, "meeting_list")
    page = page_of(world.partner, "meeting_list")
    assert "No meetings yet" in page
    assert "Call a meeting" not in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, {"Lung MDT", "Day of the board", "Old MDT"}),
        ({"kind": "board"}, {"Day of the board"}),
        ({"q": "lung"}, {"Lung MDT"}),
        ({"show": "ahead"}, {"Lung MDT", "Day of the board"}),
        ({"show": "unminuted"}, {"Old MDT"}),
        ({"show": "held"}, set()),
        ({"plan": "x"}, set()),
        ({"q": "\x00", "kind": "no such"}, set()),
    ],
)
def test_list_is_searched_and_filtered(world, query, titles):
    trust = world.pair.mentee
    make_meeting(trust, world.plan, title="Lung MDT")
    make_meeting(trust, title="Day of the board", kind="board")
    make_meeting(trust, title="Old MDT", on=datetime.date(2015, 3, 17))
    page = page_of(world.nurse, "meeting_list", **query)
    assert {each for each in ("Lung MDT", "Day of the board", "Old MDT") if each in page} == titles


def test_list_has_the_same_rows_as_files(world):
    make_meeting(world.pair.mentee, title="=1+1")
    text = get(world.nurse, "meeting_list", download="csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Meeting,Kind,Whose,Day")
    assert "'=1+1" in text
    assert get(world.nurse, "meeting_list", download="xlsx").content[:2] == b"PK"


def test_list_of_twenty_meetings_asks_no_more_than_of_two(world):
    def count():
        client = client_of(world.nurse)
        client.get(reverse("meeting_list"))
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(reverse("meeting_list"))
        return len(found)

    make_meeting(world.pair.mentee)
    make_meeting(world.pair.mentee)
    few = count()
    for _turn in range(18):
        make_decision(make_meeting(world.pair.mentee))
    assert count() == few


def test_meeting_with_twenty_items_asks_no_more_than_with_two(world):
    made = make_meeting(world.pair.mentee, world.plan, people=(world.nurse, world.member))

    def count():
        client = client_of(world.nurse)
        client.get(reverse("meeting", args=[made.pk]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("meeting", args=[made.pk]))
        return len(found)

    def add(times):
        for _turn in range(times):
            make_item(made, plan=world.plan)
            make_decision(made, plan=world.plan, action=make_action(world.plan))
            make_paper(made, number=made.papers.count() + 1)

    add(2)
    few = count()
    add(18)
    assert count() == few
    assert few <= 15


def test_entries_of_a_meeting_are_read_in_a_constant_number_of_queries(world):
    made = make_meeting(world.pair.mentee, world.plan)

    def count():
        with CaptureQueriesContext(connection) as found:
            entries_for(Meeting.objects.select_related("trust").get(pk=made.pk), on=TODAY)
        return len(found)

    def add(times):
        for _turn in range(times):
            make_action(world.plan, owner=world.partner)
            make_risk(world.plan, owner=world.nurse)
            make_measure(world.plan, [1.0, 2.0])
            make_decision(make_meeting(world.pair.mentee, on=TODAY), owner=world.nurse)

    add(1)
    few = count()
    make_aim(world.plan)
    add(5)
    assert count() == few


def test_plan_page_names_decisions_without_one_more_query(world):
    client = client_of(world.nurse)
    there = reverse("plan_detail", args=[world.plan.pk])
    client.get(there)
    with CaptureQueriesContext(connection) as before:
        client.get(there)
    make_decision(make_meeting(world.pair.mentee, world.plan), plan=world.plan)
    with CaptureQueriesContext(connection) as after:
        page = client.get(there).content.decode()
    assert "1 decision, last 21 April 2015" in page
    assert len(after) == len(before)


def test_decisions_stand_on_the_plan_for_the_buddy_too_without_a_way_to_the_meeting(world):
    made = make_meeting(world.pair.mentee, world.plan)
    make_decision(made, plan=world.plan)
    there = reverse("meeting", args=[made.pk])
    assert there in page_of(world.nurse, "plan_decisions", world.plan.pk)
    page = page_of(world.mentor, "plan_decisions", world.plan.pk)
    assert "Try the card on two more wards" in page
    assert there not in page
    assert get(world.partner, "plan_decisions", world.plan.pk).status_code == 403


def test_start_page_asks_for_agendas_and_minutes_and_names_the_next_meeting(world):
    make_meeting(world.pair.mentee, world.plan, people=(world.member,), title="Next MDT")
    make_meeting(world.pair.mentee, title="Past MDT", on=datetime.date(2015, 3, 17))
    make_meeting(world.pair.mentee, title="Held MDT", state=MeetingState.HELD, on=TODAY)
    titles = [todo.title for todo in waiting_for(world.nurse, today=TODAY)]
    for wanted in ("agenda of “Next", "minutes of “Past", "Send the minutes of “Held"):
        assert any(wanted in title for title in titles)
    assert [
        todo.title for todo in waiting_for(world.member, today=TODAY) if "MDT" in todo.title
    ] == ["Go to “Next MDT”"]


def test_start_page_asks_for_meetings_in_one_query(world):
    for title in ("Next MDT", "Another"):
        make_meeting(world.pair.mentee, world.plan, people=(world.nurse,), title=title)
    access = access_of(world.nurse)
    with CaptureQueriesContext(connection) as found:
        assert len(waiting_in_meetings(access, today=TODAY)) == 2
    assert len(found) == 1


def test_schedules_are_listed_with_their_next_dates(world):
    series = make_series(world.pair.mentee)
    page = page_of(world.member, "series_list")
    assert "The first Tuesday of every month, 9am" in page
    assert "5 May 2015" in page
    assert "Tuesday 2 June 2015" in page_of(world.observer, "series", series.pk)
    assert get(world.mentor, "series", series.pk).status_code == 404


def test_unknown_kind_of_file_is_not_found(world):
    made = make_meeting(world.pair.mentee, world.plan)
    assert get(world.nurse, "meeting_pack_file", made.pk, "exe").status_code == 404
    assert get(world.nurse, "meeting_paper_file", make_paper(made).pk, "exe").status_code == 404
