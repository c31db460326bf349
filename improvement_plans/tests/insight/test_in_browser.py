"""From a comment that names somebody to a coded one, and many at once, in a real browser."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll, sign_in
from improvement_plans.models import CodingState, Insight
from improvement_plans.services import coding
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Pictures of each step, for people to look at, where a folder is named.
PICTURES = os.environ.get("PICTURES_DIR", "")


def look_at(page, name):
    assert axe_violations(page) == []
    assert no_sideways_scroll(page), name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        page.set_viewport_size({"width": 320, "height": 800})
        page.screenshot(path=Path(PICTURES) / f"{name}-phone.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def write_one(page):
    page.goto(reverse("insight_new"))
    page.get_by_label("What was said?").fill("Nurse Jane rang me back the same day.")
    page.get_by_role("textbox", name="Service").fill("Helpline")
    look_at(page, "1-write")
    click(page.get_by_role("button", name="Save comment"))
    expect(page.get_by_text("Could this say who somebody is?")).to_be_visible()
    look_at(page, "2-found")
    click(page.get_by_role("button", name="Save it with the marks"))
    expect(page.get_by_text("Nurse [name] rang me back the same day.")).to_be_visible()
    look_at(page, "3-comment")


def code_it(page):
    click(page.get_by_role("link", name="Code it"))
    page.get_by_role("radio", name="Very positive").check()
    page.get_by_role("checkbox", name="Contacting services").check()
    look_at(page, "4-code")
    click(page.get_by_role("button", name="Save and go to the next"))
    expect(page.get_by_text("Nothing waits for you to code it.")).to_be_visible()
    look_at(page, "5-coding")


def bring_many(page):
    page.goto(reverse("comments_import"))
    lines = "\n".join([f"Comment {n} about the wait" for n in range(12)] + ["Mr Smith was kind"])
    page.get_by_label("Paste the comments").fill(lines)
    look_at(page, "6-bring")
    click(page.get_by_role("button", name="Check these comments"))
    expect(page.get_by_text("With marks: Mr [name] was kind")).to_be_visible()
    look_at(page, "7-check")
    click(page.get_by_role("button", name="Mark all that are left"))
    click(page.get_by_role("button", name="Save the comments"))
    expect(page.get_by_text("The comments were saved.")).to_be_visible()
    look_at(page, "8-saved")


def test_comments_are_written_brought_coded_and_counted(page):
    world = make_world()
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, world.nurse)
    write_one(page)
    code_it(page)
    bring_many(page)
    for place, each in enumerate(Insight.objects.filter(coding_state=CodingState.UNCODED)):
        themes = ["timeliness"] if place % 3 else ["timeliness", "pain"]
        coding.code_insight(by=world.nurse, insight=each, themes=themes, sentiment=1 + place % 5)
    differs = make_insight(world.pair.mentee, "I waited in pain.")
    coding.code_insight(by=world.nurse, insight=differs, themes=["pain"], sentiment=5)
    coding.ask_for_second(by=world.nurse, insight=differs)
    coding.code_insight(by=world.member, insight=differs, themes=["timeliness"], sentiment=4)
    for name, address in (
        ("9-list", f"{reverse('insight_list')}?q=wait"),
        ("10-themes", reverse("insight_themes")),
        ("11-reconcile", reverse("insight_reconcile", args=[differs.pk])),
        ("12-overview", reverse("coding_overview")),
        ("13-link", reverse("insight_link", args=[differs.pk])),
        ("14-delete", reverse("insight_delete", args=[differs.pk])),
    ):
        page.goto(address)
        look_at(page, name)
