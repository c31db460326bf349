"""Typing in a real browser: kept while typed, given back after the session ended, quiet offline."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll, sign_in
from buddy_portal.tests.factories import PASSWORD
from improvement_plans.models import Action, Plan, PlanState, ProgressUpdate
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "What you typed is kept"


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    with time_machine.travel("2015-03-03T14:05:00+00:00", tick=True):
        yield world


def type_update(page, world, words):
    sign_in(page, world.member)
    page.goto(reverse("action_update", args=[world.action.pk]))
    page.get_by_label("What changed? One line is enough").fill(words)
    expect(page.get_by_role("status").get_by_text(KEPT)).to_be_visible(timeout=20_000)


def sign_in_again(page, person):
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    click(page.get_by_role("button", name="Sign in"))


def test_typed_text_is_there_after_the_session_was_removed(page, world):
    type_update(page, world, "Cards on 5 wards")
    Session.objects.all().delete()
    page.get_by_label("What changed? One line is enough").press_sequentially(" of 7")
    page.get_by_label("On track").check()
    click(page.get_by_role("button", name="Save update"))
    sign_in_again(page, world.member)
    expect(page.get_by_text("We kept what you typed on 3 March 2015 at 2:0")).to_be_visible()
    assert page.get_by_label("What changed? One line is enough").input_value() == (
        "Cards on 5 wards of 7"
    )
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
    click(page.get_by_role("button", name="Save update"))
    page.get_by_text("Your update is saved.").wait_for()
    assert ProgressUpdate.objects.get().text == "Cards on 5 wards of 7"


def test_a_page_that_was_closed_without_sending_has_the_text_again(page, new_page, world):
    type_update(page, world, "Cards on 5 wards")
    page.close()
    other = new_page()
    sign_in(other, world.member)
    other.goto(reverse("action_update", args=[world.action.pk]))
    text = other.get_by_label("What changed? One line is enough")
    assert text.input_value() == "Cards on 5 wards"
    click(other.get_by_role("button", name="Throw it away"))
    assert text.input_value() == ""


def test_without_signal_the_page_waits_and_keeps_the_text_later(page, page_problems, world):
    page_problems.allow("ERR_INTERNET_DISCONNECTED")
    type_update(page, world, "Cards on 5 wards")
    page.context.set_offline(True)
    page.get_by_label("What changed? One line is enough").press_sequentially(" of 7")
    status = page.get_by_role("status")
    expect(status.get_by_text("No connection just now")).to_be_visible(timeout=20_000)
    page.context.set_offline(False)
    expect(status.get_by_text(KEPT)).to_be_visible(timeout=20_000)
    kept = dict(world.member.form_drafts.get().fields)
    assert kept["text"] == "Cards on 5 wards of 7"


def test_a_half_written_plan_is_kept_and_shown_at_320_pixels(page, world):
    Plan.objects.update(state=PlanState.DRAFT, baselines_frozen_at=None)
    Action.objects.all().delete()
    sign_in(page, world.nurse)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(reverse("plan_edit", args=[world.plan.pk]))
    page.get_by_label("Summary", exact=True).fill("Everyone knows whom to call")
    expect(page.get_by_role("status").get_by_text(KEPT)).to_be_visible(timeout=20_000)
    page.reload()
    assert page.get_by_label("Summary", exact=True).input_value() == "Everyone knows whom to call"
    assert no_sideways_scroll(page)
    assert axe_violations(page) == []
