"""A person's calendar: what is in it, who can read it, renewing and closing its address."""

import datetime
import uuid

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent, Membership
from improvement_plans.models import ActionState, CalendarLink, Plan, PlanState
from improvement_plans.services.calendars import close_calendar, renew_calendar
from improvement_plans.tests.listening.factories import make_commitment, make_event
from improvement_plans.tests.meetings.factories import make_meeting
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    Plan.objects.update(midpoint=datetime.date(2015, 5, 1))
    return world


def read(user):
    link = CalendarLink.objects.filter(user=user).first() or renew_calendar(by=user)
    answer = Client().get(reverse("calendar_feed", args=[link.token]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    book = icalendar.Calendar.from_ical(answer.content)
    return {str(event["SUMMARY"]): event.decoded("DTSTART") for event in book.walk("VEVENT")}


def test_the_owner_of_an_action_sees_due_date_check_ins_plan_and_phases(world):
    found = read(world.member)
    assert found["Due: Give every new patient the contact card"] == datetime.date(2015, 7, 31)
    assert found["Midpoint review: Trust MEE"] == datetime.date(2015, 5, 1)
    assert found["Plan ends: Trust MEE"] == datetime.date(2015, 7, 31)
    assert "Monthly check-in on your actions" in found
    assert any(title.startswith("Implementation: ") for title in found)


@pytest.mark.parametrize("who,sees", [("nurse", True), ("mentor", True), ("partner", True)])
def test_everybody_of_the_plan_sees_its_dates_but_not_the_actions_of_others(world, who, sees):
    found = read(getattr(world, who))
    assert ("Plan begins: Trust MEE" in found) is sees
    assert not any(title.startswith(("Due:", "Monthly")) for title in found)


def test_the_programme_sees_phases_and_not_everybodys_plans(world):
    found = read(world.lead)
    assert found
    assert not any("Trust MEE" in title for title in found)


def test_an_outsider_sees_nothing_of_the_plan(world):
    assert read(world.outsider) == {}


@pytest.mark.parametrize("who,sees", [("nurse", True), ("member", False), ("mentor", False)])
def test_the_lead_sees_the_looks_after_closing_on_their_days(world, who, sees):
    closed = timezone.make_aware(datetime.datetime(2014, 11, 30, 12))
    Plan.objects.update(state=PlanState.CLOSED, closed_at=closed)
    looks = {name: day for name, day in read(getattr(world, who)).items() if "still done" in name}
    days = [datetime.date(2015, 2, 28), datetime.date(2015, 5, 30), datetime.date(2015, 11, 30)]
    names = [
        f"{months} months after closing: is the change still done? Trust MEE"
        for months in (3, 6, 12)
    ]
    assert looks == (dict(zip(names, days, strict=True)) if sees else {})


@pytest.mark.parametrize("state", [PlanState.LAPSED, PlanState.EVALUATING, PlanState.ACTIVE])
def test_a_plan_that_is_not_looked_at_again_has_no_looks(world, state):
    Plan.objects.update(state=state, closed_at=timezone.now())
    assert not any("still done" in name for name in read(world.nurse))


def test_a_day_kept_from_before_days_were_bounded_spoils_nobodys_calendar(world):
    trust = world.pair.mentee
    make_commitment(trust, owner=world.nurse, due=datetime.date.max)
    make_event(trust, title="A slip in the year", on=datetime.date.max)
    make_meeting(trust, people=(world.nurse,), on=datetime.date.max)
    found = read(world.nurse)
    assert found["A slip in the year"] == datetime.date.max
    assert "Plan ends: Trust MEE" in found


def test_it_holds_no_figure_of_the_survey(world):
    link = renew_calendar(by=world.nurse)
    content = Client().get(reverse("calendar_feed", args=[link.token])).content.decode()
    assert "63.8" not in content
    assert "298" not in content


def test_what_has_ended_is_no_date_any_more(world):
    world.plan.actions.update(state=ActionState.CONFIRMED)
    assert not any(title.startswith("Due:") for title in read(world.member))


def test_a_right_taken_away_is_gone_at_the_next_reading(world):
    assert "Plan ends: Trust MEE" in read(world.nurse)
    Membership.objects.filter(user=world.nurse).update(ended_at=timezone.now())
    assert read(world.nurse) == {}


def test_who_can_no_longer_sign_in_has_no_calendar(world):
    link = renew_calendar(by=world.nurse)
    type(world.nurse).objects.update(is_active=False)
    assert Client().get(reverse("calendar_feed", args=[link.token])).status_code == 404


def test_a_new_address_ends_the_old_one(world):
    old = renew_calendar(by=world.nurse).token
    new = renew_calendar(by=world.nurse).token
    assert Client().get(reverse("calendar_feed", args=[old])).status_code == 404
    assert Client().get(reverse("calendar_feed", args=[new])).status_code == 200


def test_a_closed_calendar_is_not_found_and_the_trail_says_so(world):
    token = renew_calendar(by=world.nurse).token
    close_calendar(by=world.nurse)
    assert Client().get(reverse("calendar_feed", args=[token])).status_code == 404
    assert AuditEvent.objects.filter(action="calendar closed", actor_id=world.nurse.pk).exists()


def test_a_made_up_address_is_not_found_and_nothing_can_be_posted():
    path = reverse("calendar_feed", args=[uuid.uuid4()])
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 405


def test_the_pages_ask_first_and_show_the_address(world):
    client = Client()
    client.force_login(world.nurse, backend=BACKEND)
    assert "Make the address?" in client.get(reverse("calendar_renew")).content.decode()
    assert not CalendarLink.objects.exists()
    client.post(reverse("calendar_renew"))
    token = CalendarLink.objects.get().token
    assert str(token) in client.get(reverse("your_reminders")).content.decode()
    client.post(reverse("calendar_close"))
    assert not CalendarLink.objects.exists()
