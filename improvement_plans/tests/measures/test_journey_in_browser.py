"""A nurse pastes a column, looks at the chart, lets it start anew, and tests a change by phone."""

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from buddy_portal.tests.browser import NARROW, axe_violations, click, no_sideways_scroll, sign_in
from improvement_plans.models import PdsaCycle, PlanState
from improvement_plans.tests.measure_factories import make_idea, make_measure
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VALUES = (62, 65, 61, 64, 60, 63, 70, 72, 75, 74, 77, 76)
COLUMN = "Month\tPercent\n" + "\n".join(
    f"2014-{month:02d}-01\t{value}%" for month, value in enumerate(VALUES, start=1)
)


def sound(page):
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


def test_a_column_becomes_a_chart_and_a_change_is_tested(page):
    world = make_world(PlanState.ACTIVE)
    measure = make_measure(world.plan, name="Named contact", target=75)
    idea = make_idea(world.plan)
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=True):
        sign_in(page, world.member)
        paste_and_look(page, measure)
        start_anew(page, measure)
        page.set_viewport_size(NARROW)
        try_small(page, world.plan, idea)
    assert PdsaCycle.objects.get().decision == "adapt"


def paste_and_look(page, measure):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(reverse("figure_paste", args=[measure.pk]))
    page.get_by_label("Paste the rows here").fill(COLUMN)
    click(page.get_by_role("button", name="Check the column"))
    expect(page.get_by_text("Trial run, nothing saved: 12 to add")).to_be_visible()
    sound(page)
    click(page.get_by_role("button", name="Save 12 figures"))
    expect(page.get_by_role("heading", name="Named contact", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="Named contact")).to_be_visible()
    sound(page)


def start_anew(page, measure):
    click(page.get_by_role("link", name="Start the chart anew"))
    for part, value in (("Day", "1"), ("Month", "7"), ("Year", "2014")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("What changed then?").fill("The card came to all wards")
    click(page.get_by_role("button", name="Start the chart anew"))
    expect(page.get_by_role("heading", name="Where the chart starts anew")).to_be_visible()
    assert measure.rebases.count() == 1


def try_small(page, plan, idea):
    page.goto(reverse("cycle_new", args=[plan.pk, idea.pk]))
    page.get_by_label("What do you want to find out?").fill("Do patients keep the card?")
    page.get_by_label("What do you think will happen?").fill("Most have it after a week")
    page.get_by_label("One clinic or one day").check()
    page.get_by_label("Who does what, where and when?").fill("The clinic nurse, on Tuesday")
    for name in ("starts_on", "ends_on"):
        for part, value in (("day", "16"), ("month", "4"), ("year", "2015")):
            page.locator(f"[name={name}-{part}]").fill(value)
    sound(page)
    click(page.get_by_role("button", name="Save cycle"))
    click(page.get_by_role("link", name="Cycle 1: Do patients keep the card?"))
    click(page.get_by_role("link", name="Begin to do it"))
    click(page.get_by_role("button", name="Begin to do it"))
    click(page.get_by_role("link", name="Say what was done"))
    page.get_by_label("What did you do?").fill("Handed out to all")
    click(page.get_by_role("button", name="Save what was done"))
    click(page.get_by_role("link", name="Study it and decide"))
    page.get_by_label("What did you find?").fill("Too large for a purse")
    page.get_by_label("Partly").check()
    page.get_by_label("Adapt it and test again").check()
    click(page.get_by_role("button", name="Save the decision"))
    expect(page.get_by_role("link", name="Plan the next cycle")).to_be_visible()
    sound(page)
    page.goto(reverse("cycle_list", args=[plan.pk]))
    sound(page)
