"""The guards of the browser tests catch what they are for."""

import pytest

from buddy_portal.tests.browser import PageProblems, axe_violations, no_sideways_scroll

pytestmark = pytest.mark.browser
MISSING = "/no-such-page/"


@pytest.fixture
def watched(page, page_problems):
    """A page whose problems a test reads itself, so that they do not fail it."""
    page_problems.allow(".")
    problems = PageProblems()
    problems.watch(page)
    return page, problems


def test_answer_of_400_or_more_is_a_problem(watched):
    page, problems = watched
    page.goto(MISSING)
    assert any(text.startswith("answer 404: ") for text in problems.left())


def test_console_message_is_a_problem(watched):
    page, problems = watched
    page.evaluate("console.log('left in by mistake')")
    assert problems.left() == ["console: left in by mistake"]


def test_script_error_is_a_problem(watched):
    page, problems = watched
    page.goto("/healthz")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') }, 0)")
    assert "script error: broken" in problems.left()


def test_request_to_another_host_is_a_problem(watched):
    page, problems = watched
    page.set_content('<img src="http://elsewhere.invalid/x.png" alt="">')
    assert "asked another host: http://elsewhere.invalid/x.png" in problems.left()


def test_expected_problem_is_none(watched):
    page, problems = watched
    problems.allow("404")
    page.goto(MISSING)
    assert problems.left() == []


def test_axe_finds_a_picture_without_words(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main>')
    assert any(line.startswith("image-alt: ") for line in axe_violations(page))


def test_axe_finds_nothing_on_a_sound_page(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>A page</h1></main>')
    assert axe_violations(page) == []


@pytest.mark.parametrize(("width", "fits"), [(300, True), (700, False)])
def test_page_that_is_too_wide_scrolls_sideways(page, width, fits):
    page.set_content(
        f'<meta name="viewport" content="width=device-width"><svg width="{width}"></svg>'
    )
    assert no_sideways_scroll(page) is fits


def test_front_page_is_sound(page):
    page.goto("/")
    assert page.get_by_role("heading", level=1).count() == 1
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
