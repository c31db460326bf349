"""A nurse sets up the MDT, makes its agenda and pack, and minutes it by phone."""

import datetime
import os
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import expect

from buddy_portal.tests.browser import NARROW, axe_violations, click, no_sideways_scroll, sign_in
from improvement_plans.models import ActionState, MeetingDecision, PlanState
from improvement_plans.tests.factories import make_action, make_risk
from improvement_plans.tests.measure_factories import make_measure
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIGURES = [61, 64, 60, 63, 62, 65, 70, 74, 72, 75, 73, 76]
PICTURES = os.environ.get("JOURNEY_PICTURES", "")


def sound(page, name):
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_meeting_from_its_schedule_to_its_minutes(page):
    world = make_world(PlanState.ACTIVE)
    make_measure(world.plan, FIGURES, first=datetime.date(2014, 4, 1))
    make_action(world.plan, state=ActionState.BLOCKED, within_our_control=False, text="A room")
    make_risk(world.plan, likelihood=4, impact=4)
    with time_machine.travel("2015-04-20T12:00:00+01:00", tick=True):
        sign_in(page, world.nurse)
        page.set_viewport_size({"width": 1280, "height": 900})
        set_up_and_call(page, world)
        make_agenda_and_pack(page)
    with time_machine.travel("2015-05-05T12:00:00+01:00", tick=True):
        page.context.clear_cookies()
        sign_in(page, world.nurse)
        page.set_viewport_size(NARROW)
        minute(page)
    assert MeetingDecision.objects.get().plan == world.plan


def set_up_and_call(page, world):
    page.goto("/meetings/schedules/")
    sound(page, "schedules-empty")
    click(page.get_by_role("link", name="Set up a schedule").first)
    page.get_by_label("MDT operational meeting").check()
    page.get_by_label("Title").fill("Lung MDT operational meeting")
    page.get_by_label("On the same weekday of the month").check()
    page.get_by_label("For a weekday of the month: which week?").select_option("First")
    page.get_by_label("And which weekday?").select_option("Tuesday")
    for part, value in (("day", "20"), ("month", "4"), ("year", "2015")):
        page.locator(f"[name=begins_on-{part}]").fill(value)
    page.get_by_label("Time").fill("9am")
    page.get_by_label("Who chairs it?").fill("Clinical lead")
    page.get_by_label(str(world.member)).check()
    sound(page, "schedule-form")
    click(page.get_by_role("button", name="Save schedule"))
    expect(page.get_by_text("Tuesday 5 May 2015, 9am").first).to_be_visible()
    sound(page, "schedule")
    click(page.get_by_role("link", name="Call the next meeting"))
    click(page.get_by_role("button", name="Call the next meeting"))
    expect(page.get_by_text("The meeting is called.")).to_be_visible()


def make_agenda_and_pack(page):
    click(page.get_by_role("link", name="Make the agenda").first)
    click(page.get_by_role("button", name="Make the agenda"))
    expect(page.get_by_text("outside the team’s control")).to_be_visible()
    sound(page, "meeting")
    click(page.get_by_role("link", name="Put it in order"))
    sound(page, "order")
    click(page.get_by_role("link", name="Back to the meeting"))
    click(page.get_by_role("link", name="Send the pack").first)
    click(page.get_by_role("button", name="Send the pack"))
    click(page.get_by_role("link", name="Pack, as at 20 April 2015"))
    expect(page.get_by_role("heading", name="Open actions")).to_be_visible()
    sound(page, "pack")
    page.set_viewport_size(NARROW)
    sound(page, "pack-phone")


def minute(page):
    page.goto("/meetings/")
    sound(page, "list-phone")
    click(page.get_by_role("link", name="Lung MDT operational meeting"))
    click(page.get_by_role("link", name="Write the minutes").first)
    page.get_by_label("What was said?").fill("We looked at every action.")
    sound(page, "minutes-phone")
    click(page.get_by_role("button", name="Save the minutes"))
    click(page.get_by_role("link", name="Write down a decision"))
    page.get_by_label("What was decided?").fill("Try the card on two more wards")
    sound(page, "decision-phone")
    click(page.get_by_role("button", name="Save the decision"))
    expect(page.get_by_text("Try the card on two more wards").first).to_be_visible()
    click(page.get_by_role("link", name="Send the minutes").first)
    click(page.get_by_role("button", name="Send the minutes"))
    expect(page.get_by_text("The minutes are on their way.")).to_be_visible()
    sound(page, "meeting-phone")
