"""The gallery in a real browser: axe, 320 pixels, the keyboard, without JavaScript, on paper."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import SIGN_IN_BACKEND, axe_violations, click, no_sideways_scroll
from buddy_portal.tests.factories import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STATEMENTS = ["/accessibility/", "/privacy/", "/cookies/", "/contact/"]


def test_gallery_has_no_fault_that_axe_finds_and_fits_a_phone(page: Page):
    page.goto("/gallery/")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert axe_violations(page) == []


def test_form_with_errors_takes_the_focus_to_the_summary(page: Page):
    page.goto("/gallery/")
    click(page.get_by_role("button", name="Check the form"))
    # The script that moves the focus runs after the page has come.
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert page.title().startswith("Error: Gallery")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


def test_link_of_the_summary_leads_into_its_field(page: Page):
    page.goto("/gallery/")
    click(page.get_by_role("button", name="Check the form"))
    click(page.get_by_role("link", name="Enter a due date"))
    assert page.evaluate("document.activeElement.id") == "id_due_on-day"


def test_characters_are_counted_while_typing(page: Page):
    page.goto("/gallery/")
    page.get_by_label("Why this aim?").fill("x" * 290)
    page.locator(".nhsuk-character-count__status").get_by_text("10 characters remaining").wait_for()


@pytest.mark.parametrize("address", STATEMENTS)
def test_statement_has_no_fault_that_axe_finds_and_fits_a_phone(page: Page, address):
    page.goto(address)
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


@pytest.mark.parametrize("status", [400, 403, 404, 419, 429, 500, 503])
def test_error_page_has_no_fault_that_axe_finds_and_fits_a_phone(page: Page, page_problems, status):
    page_problems.allow(r"answer (4|5)\d\d: .*/gallery/error/")
    page_problems.allow("Failed to load resource")
    page.goto(f"/gallery/error/{status}/")
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


def test_gallery_works_without_javascript(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/gallery/")
    assert page.get_by_text("Two questions lie above it.").is_visible()
    click(page.get_by_role("button", name="Check the form"))
    assert page.get_by_role("link", name="Enter a due date").is_visible()
    context.close()


def test_progress_goes_on_by_itself_until_it_is_done(page: Page):
    page.goto("/gallery/progress/")
    page.locator("b", has_text="100%").wait_for(timeout=20_000)
    assert page.locator("[hx-get]").count() == 0
    assert page.locator("style").count() == 0  # htmx has added none, as the policy asks
    assert axe_violations(page) == []


def test_form_clicked_twice_is_sent_once(page: Page):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    page.goto("/gallery/")
    button = page.get_by_role("button", name="Save as draft")
    button.evaluate("button => { button.click(); button.click(); }")
    page.get_by_text("There is a problem").wait_for()
    assert len(sent) == 1


@pytest.mark.urls("buddy_portal.tests.design.test_frame")
@pytest.mark.parametrize("width", [320, 700, 1000])
def test_all_places_of_an_administrator_fit_every_screen(
    page: Page, live_server, page_problems, width
):
    page_problems.allow("404")
    client = Client()
    client.force_login(make_person(Role.ADMINISTRATOR), backend=SIGN_IN_BACKEND)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 600})
    page.goto("/plan_list/")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_frame_is_left_out_on_paper(page: Page):
    page.goto("/gallery/")
    page.emulate_media(media="print")
    assert not page.locator("header.nhsuk-header").is_visible()
    assert not page.locator(".app-foot").is_visible()
    assert page.locator("h1").is_visible()
