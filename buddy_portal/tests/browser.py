"""A real Chromium for tests: pages that are watched, axe, and a check for sideways scrolling.

`page` is one visitor; `new_page()` brings another, with cookies of its own. A test fails at its
end where the browser logged anything, met an answer of 400 or more, or asked another host, unless
the test said that it expects this: `page_problems.allow("404")`.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from buddy_portal.local_services import chromium

OWN_HOSTS = {"127.0.0.1", "localhost", ""}
# Chromium's own advice about password fields; not a fault of the page.
_HINT = re.compile(r"^\[DOM\] .*goo\.gl")
NARROW = {"width": 320, "height": 800}
# Without `preload` axe does not copy imported style sheets into the page, which the policy forbids;
# only a rule that is not run by default reads them.
AXE = {"resultTypes": ["violations"], "preload": False}
SLOW = bool(os.environ.get("SLOW_BROWSER"))
"""Whether a page is left half a second after the click, as on a busy machine: a test that does not
wait for what it asked for fails each time, not once in a thousand."""
_LEAVE_LATE = """
const late = (event, leave) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    setTimeout(leave, 500);
};
addEventListener("click", event => {
    const link = event.target.closest("a[href]");
    const goes = link && !link.getAttribute("href").startsWith("#") && !link.download;
    if (goes && event.isTrusted) late(event, () => link.click());
});
addEventListener("submit", event => {
    const {target: form, submitter} = event;
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    Object.assign(pressed, {name: submitter?.name || "", value: submitter?.value || ""});
    late(event, () => { form.append(pressed); HTMLFormElement.prototype.submit.call(form); });
});
"""
_LEAVES_THE_PAGE = """element => element.matches("a")
    ? !/^#|^$/.test(element.getAttribute("href") || "") && !element.closest("[download]")
    : element.type === "submit" && element.form !== null"""
SIGN_IN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class PageProblems:
    """What the browser complained about, less what the test allows."""

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Expect problems whose text has a match of this regular expression."""
        self.allowed.append(pattern)

    def note(self, text: str) -> None:
        self.seen.append(text)

    def left(self) -> list[str]:
        """The problems nobody expected."""
        return [
            text
            for text in self.seen
            if not any(re.search(pattern, text) for pattern in self.allowed)
        ]

    def watch(self, page: Page) -> None:
        """Note everything that goes wrong on a page from now on."""
        page.on("console", lambda message: self._console(message.text))
        page.on("pageerror", lambda error: self.note(f"script error: {error}"))
        page.on("response", lambda answer: self._answer(answer.status, answer.url))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, text: str) -> None:
        if not _HINT.search(text):
            self.note(f"console: {text}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 400:
            self.note(f"answer {status}: {url}")

    def _request(self, url: str) -> None:
        if (urlsplit(url).hostname or "") not in OWN_HOSTS:
            self.note(f"asked another host: {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    program = chromium.find()
    if program is None:
        pytest.fail(chromium.BRING_IT, pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(program), args=list(chromium.FLAGS)
        )
        yield started
        started.close()


@pytest.fixture
def page_problems() -> PageProblems:
    return PageProblems()


@pytest.fixture
def new_page(
    browser: Browser, live_server, page_problems: PageProblems
) -> Iterator[Callable[..., Page]]:
    """Brings a visitor with a browser profile of their own; addresses may be relative.

    It takes the options of a browser's context, such as `viewport` and `java_script_enabled`.
    """
    contexts = []

    def bring(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page_problems.watch(page)
        if SLOW:
            page.add_init_script(_LEAVE_LATE)
        return page

    yield bring
    for context in contexts:
        context.close()
    if left := page_problems.left():
        pytest.fail("the browser complained:\n" + "\n".join(left), pytrace=False)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def click(target: Locator) -> None:
    """Click; where that leaves the page, come back when the next one is whole.

    A bare click may return before a form is sent or while the next page still comes in, and what
    the test does next would meet either page.
    """
    if target.evaluate(_LEAVES_THE_PAGE):
        with target.page.expect_navigation():
            target.click()
    else:
        target.click()


def sign_in(page: Page, user: AbstractBaseUser) -> None:
    """Sign a visitor in without the form, for tests of what comes after it."""
    base = page.context.new_page()
    base.goto("/healthz")
    begin_session(page.context, user, base.url)
    base.close()


def begin_session(context: BrowserContext, user: AbstractBaseUser, url: str) -> None:
    """Give a browser the cookie of a session that begins now at this address."""
    client = Client()
    client.force_login(user, backend=SIGN_IN_BACKEND)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
    context.add_cookies([cookie])


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it is: one line for each element, empty when all is well."""
    results = Axe().run(page, options=AXE)
    return [
        f"{violation['id']}: {violation['help']}: {' '.join(map(str, node['target']))}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def no_sideways_scroll(page: Page) -> bool:
    """Whether the page fits a screen 320 pixels wide; the window's size is put back after."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    fits = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    if before:
        page.set_viewport_size(before)
    return bool(fits)
