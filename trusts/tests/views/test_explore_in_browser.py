"""The pages that explore results, in a real browser: axe, 320 pixels, the keyboard."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll, sign_in
from buddy_portal.tests.factories import make_person
from trusts.tests.explore_world import make_explore_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Pictures of the pages to look at, where a folder is named.
PICTURES = os.environ.get("PICTURES_DIR", "")
PAGES = {
    "compare": ("survey_compare", "?trust=NM1,HM2,AC5"),
    "groups": ("survey_groups", "?trust=NM1&kind=tumour_group"),
    "group-question": ("survey_groups", "?trust=NM1&kind=tumour_group&question=Q18"),
    "variation": ("survey_variation", ""),
    "variation-question": ("survey_variation", "?question=Q18"),
}


@pytest.fixture
def world():
    return make_explore_world(extra=6)


def keep_picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_pages_have_no_fault_that_axe_finds_and_fit_a_phone(page, world):
    sign_in(page, make_person(Role.PROGRAMME_ANALYST))
    for name, (view, query) in PAGES.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(reverse(view, args=[world.year.pk]) + query)
        keep_picture(page, name)
        assert axe_violations(page) == [], name
        assert no_sideways_scroll(page), name
        page.set_viewport_size({"width": 320, "height": 800})
        keep_picture(page, f"{name}-phone")
        assert axe_violations(page) == [], f"{name} on a phone"
        if name != "groups":
            # The picture of a phone is seen whole; the wide one would have to be swiped.
            assert page.locator(".app-chart--phone > svg").is_visible(), name
            assert not page.locator(".app-chart--roomy").is_visible(), name


def test_five_trusts_with_long_names_fit_a_screen(page, world):
    for trust in world.trusts:
        trust.name = f"{trust.ods_code} and District Teaching Hospitals NHS Foundation Trust"
        trust.save()
    sign_in(page, make_person(Role.PROGRAMME_ANALYST))
    page.set_viewport_size({"width": 1280, "height": 900})
    codes = ",".join(trust.ods_code for trust in world.trusts[:5])
    page.goto(reverse("survey_compare", args=[world.year.pk]) + f"?trust={codes}")
    assert page.locator(".app-sticky").evaluate(
        "table => table.offsetWidth <= table.closest('.app-scroll').clientWidth"
    )


def test_a_profile_has_no_fault_that_axe_finds_and_fits_a_phone(page, world):
    sign_in(page, make_person(Role.TRUST_LEAD, "HM2"))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(reverse("trust_detail", args=["HM2"]) + "?section=Ward")
    keep_picture(page, "profile")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
    page.set_viewport_size({"width": 320, "height": 800})
    keep_picture(page, "profile-phone")
    assert axe_violations(page) == []
    click(page.get_by_role("link", name="Easy to contact").first)
    assert "/questions/Q18/" in page.url


def test_the_funnel_is_read_out_by_keyboard_and_by_mouse(page, world):
    sign_in(page, make_person(Role.PROGRAMME_ANALYST))
    page.goto(reverse("question_results", args=[world.year.pk, "Q18"]) + "?trust=HM2")
    assert axe_violations(page) == []
    region = page.locator(".app-chart:has(#funnel)")
    region.focus()
    said = set()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        said.add(page.locator("[data-readout]").inner_text())
    assert "HM2 Hospitals: 52.0%, 400 answers. Below the 99.8% limit." in said
    assert len(said) == 5
    page.keyboard.press("Home")
    first = page.locator("[data-readout]").inner_text()
    keep_picture(page, "funnel")
    region.locator("svg > polygon").last.hover()
    assert page.locator("[data-readout]").inner_text() != first or "HM2" in first
    assert no_sideways_scroll(page)
