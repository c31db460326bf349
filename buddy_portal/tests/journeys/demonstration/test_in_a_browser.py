"""The demonstration in a real browser: one page of each kind, as each of its people sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from buddy_portal.design.shell import DEMONSTRATION_WORDS
from buddy_portal.local_services.demonstration import SIGN_INS
from buddy_portal.tests.browser import (
    PageProblems,
    axe_violations,
    click,
    no_sideways_scroll,
    sign_in,
)

from .conftest import PASSWORD
from .sampling import Sample
from .visitors import VISITORS, Walks, user_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOUND = f"<title>x</title><main><h1>A page</h1><p>{DEMONSTRATION_WORDS}</p></main>"
Faults = Callable[[Page], list[str]]


@pytest.fixture(scope="package")
def sample() -> Sample:
    return Sample()


@pytest.fixture
def faults_of(page_problems: PageProblems) -> Faults:
    """What is wrong with the page that is open; the browser's complaints are handed over here."""

    def look(page: Page) -> list[str]:
        found = axe_violations(page)
        if not no_sideways_scroll(page):
            found.append("scrolls sideways at 320 pixels")
        if page.locator("h1").count() != 1:
            found.append("has not exactly one main heading")
        if DEMONSTRATION_WORDS not in page.locator("body").inner_text():
            found.append("does not say that its trusts are fictional")
        found += page_problems.seen
        page_problems.seen.clear()
        return found

    return look


@pytest.mark.parametrize("visitor", VISITORS)
def test_one_page_of_each_kind_is_sound(
    visitor, walks: Walks, sample: Sample, page: Page, faults_of: Faults
):
    user = user_of(visitor)
    if user:
        sign_in(page, user)
    faults = []
    for address in sample.of(walks.of(visitor), name=user.name if user else ""):
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in faults_of(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("email", SIGN_INS)
def test_each_of_the_nine_signs_in_with_the_password_that_was_printed(email, page: Page):
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    click(page.get_by_role("button", name="Sign in"))
    page.wait_for_url("**/home/")
    assert user_of(email).name in page.locator("header").inner_text()


def test_a_sound_page_has_no_fault(page: Page, faults_of: Faults):
    page.set_content(f'<html lang="en">{SOUND}')
    assert faults_of(page) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (DEMONSTRATION_WORDS, "Some words.", "does not say that its trusts are fictional"),
        ("<p>", "<h1>Another</h1><p>", "has not exactly one main heading"),
        ("<p>", '<img src="data:,"><p>', "image-alt: "),
        ("</main>", '<svg width="2000"></svg></main>', "scrolls sideways at 320 pixels"),
    ],
)
def test_each_planted_fault_is_found(before, after, fault, page: Page, faults_of: Faults):
    page.set_content(f'<html lang="en">{SOUND.replace(before, after)}')
    assert any(found.startswith(fault) for found in faults_of(page))


def test_a_script_that_the_policy_forbids_is_found(page: Page, faults_of: Faults):
    page.goto("/accessibility/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    assert any("Content Security Policy" in found for found in faults_of(page))
