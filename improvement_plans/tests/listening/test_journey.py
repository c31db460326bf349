"""In Chromium: from a focus group to "you said, we did", and a promise to its board paper."""

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll, sign_in
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.models import Commitment, EngagementEvent, PlanState
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=True):
        yield world


def is_sound(page):
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


def fill_day(page, group, day, month, year="2015"):
    box = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        box.get_by_label(label, exact=True).fill(value)


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def plan_focus_group(page, world):
    click(page.get_by_role("link", name="Plan an event").first)
    page.get_by_label("Focus group").check()
    page.get_by_label("Title").fill("Lung cancer focus group")
    fill_day(page, "Day", "14", "4")
    page.get_by_label("Improvement plan").select_option(label=world.plan.title)
    page.get_by_label("Group of people").select_option(label="Tumour group: Lung")
    page.get_by_label("Facilitator", exact=True).fill("Lead cancer nurse")
    page.get_by_label("What prepared them for it?").first.fill("Two days on leading groups")
    is_sound(page)
    press(page, "Save event")


def count_who_came(page):
    click(page.get_by_role("link", name="Say how it went"))
    page.get_by_label("How many people took part?").fill("46")
    press(page, "Save")
    click(page.get_by_role("link", name="Count who came").first)
    row = page.get_by_role("row").filter(has_text="Sex or gender")
    click(row.get_by_role("link", name="Count"))
    page.get_by_label("Women").fill("43")
    page.get_by_label("Men", exact=True).fill("3")
    press(page, "Save these counts")
    click(page.get_by_role("link", name="Back to the event"))


def write_up(page, world):
    click(page.get_by_role("link", name="Write it up"))
    page.get_by_label("What is good?").fill("People feel safe with their nurse")
    page.get_by_label("What could be better?").fill("Nobody knew whom to ring")
    page.get_by_label(world.plan.aims.get().title).check()
    press(page, "Save the findings")


def promise(page, world):
    click(page.get_by_role("link", name="Make a commitment"))
    page.get_by_label("What did people say?").fill("Nobody knew whom to ring")
    page.get_by_label("What do you promise?").fill("One number for everybody")
    page.get_by_label("Who owns it?").select_option(label=world.nurse.name)
    fill_day(page, "By when?", "15", "4")
    press(page, "Save commitment")


@pytest.mark.parametrize("width", [1280, 320])
def test_what_people_said_becomes_a_promise_that_is_kept_and_told(page, world, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, world.nurse)
    page.goto(reverse("listening"))
    plan_focus_group(page, world)
    count_who_came(page)
    write_up(page, world)
    text = page.locator("main").inner_text()
    assert "fewer than 10" in page.content()
    assert "Nobody was there from: In their own words" in text
    is_sound(page)
    promise(page, world)
    paper = download_paper(page, world)
    assert "Overdue" in paper
    keep_and_publish(page)
    page.goto(reverse("you_said_we_did"))
    page.get_by_text("There is one number now").wait_for()
    is_sound(page)
    assert EngagementEvent.objects.get().aims.count() == 1


def download_paper(page, world):
    """The board paper of today, from the list of commitments."""
    page.goto(reverse("commitment_list"))
    is_sound(page)
    click(page.get_by_role("link", name="Board paper"))
    page.get_by_label("Whose commitments?").select_option(label=world.pair.mentee.name)
    is_sound(page)
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Make the board paper").click()
    return " ".join(words_of_pages(arriving.value.path().read_bytes()))


def keep_and_publish(page):
    page.goto(reverse("commitment", args=[Commitment.objects.get().pk]))
    click(page.get_by_role("link", name="Say how it goes"))
    page.get_by_label("Kept").check()
    page.get_by_label("What happened?").fill("The line is open")
    page.get_by_label("What did you do?").fill("There is one number now")
    press(page, "Save")
    is_sound(page)
    click(page.get_by_role("link", name="Publish", exact=True))
    press(page, "Publish")
    page.get_by_text("It is on the public page.").wait_for()


def hold_tweet_chat(page):
    click(page.get_by_role("link", name="Plan an event").first)
    page.get_by_label("Tweet chat").check()
    page.get_by_label("Title").fill("Tweet chat about waiting for results")
    fill_day(page, "Day", "14", "4")
    is_sound(page)
    press(page, "Save event")
    click(page.get_by_role("link", name="Say how it went"))
    page.get_by_label("How many people took part?").fill("120")
    press(page, "Save")


@pytest.mark.parametrize("width", [1280, 320])
def test_what_a_tweet_chat_was_promised_stands_in_the_board_paper(page, world, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, world.nurse)
    page.goto(reverse("listening"))
    hold_tweet_chat(page)
    is_sound(page)
    promise(page, world)
    is_sound(page)
    promised = Commitment.objects.get()
    assert (promised.event.kind, promised.owner) == ("tweet_chat", world.nurse)
    paper = download_paper(page, world)
    assert "One number for everybody" in paper
    assert "Nobody knew whom to ring" in paper
    assert "Overdue" in paper
