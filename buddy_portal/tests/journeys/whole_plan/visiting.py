"""People at browsers of one width, on days that the story names; each page is looked at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import time_machine
from django.contrib.sessions.models import Session
from django.urls import resolve
from playwright.sync_api import Page

from buddy_portal.accounts.models import User
from buddy_portal.tests.browser import axe_violations, begin_session, no_sideways_scroll
from buddy_portal.tests.factories import PASSWORD
from buddy_portal.tests.journeys.screens import Person
from buddy_portal.tests.journeys.whole_plan.people import email_of

PHONE = 320
SHORT_PATIENCE = 10_000
WITHOUT_SCRIPTS = " without scripts"
HEIGHTS = {PHONE: 640, 1280: 900}
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
"""A folder for a picture of each page that somebody reads; none are taken where it is not set."""


@dataclass
class Looks:
    """Which kinds of page were looked at: with axe, for width and for one main heading."""

    width: int
    kinds: set[str] = field(default_factory=set)
    pictures: int = 0

    def at(self, visitor: Visitor) -> None:
        kind = kind_of(visitor.page)
        self._take_picture(visitor, kind)
        if kind in self.kinds or not visitor.runs_scripts:
            return
        self.kinds.add(kind)
        assert axe_violations(visitor.page) == [], visitor.page.url
        assert no_sideways_scroll(visitor.page), visitor.page.url
        assert visitor.page.locator("h1").count() == 1, visitor.page.url

    def _take_picture(self, visitor: Visitor, kind: str) -> None:
        if PICTURES:
            self.pictures += 1
            name = f"{self.pictures:03d}-{visitor.key}-{kind}.png"
            path = Path(PICTURES) / str(self.width) / name
            visitor.page.screenshot(path=path, full_page=True)


def kind_of(page: Page) -> str:
    """The URL name of the page that is open."""
    return str(resolve(urlsplit(page.url).path).url_name)


@dataclass(frozen=True)
class Visitor(Person):
    """Somebody at their own browser, whose pages are looked at as they read them."""

    key: str
    looks: Looks

    @property
    def runs_scripts(self) -> bool:
        return not self.key.endswith(WITHOUT_SCRIPTS)

    @property
    def on_a_phone(self) -> bool:
        return self.looks.width == PHONE

    def goes_to(self, place: str) -> None:
        """Choose a place of the main navigation, which on a phone stands at the end."""
        name = "Footer" if self.on_a_phone else "Main"
        places = self.page.get_by_role("navigation", name=name)
        self._clicks(places.get_by_role("link", name=place, exact=True), f"place {place!r}")

    def reads(self, words: str) -> None:
        super().reads(words)
        self.looks.at(self)

    def signs_in_again(self) -> None:
        self.types("E-mail address", email_of(self.key))
        self.types("Password", PASSWORD)
        self.presses("Sign in")


@dataclass
class Story:
    """The clock and everybody's browser."""

    clock: time_machine.Traveller
    bring: Callable[..., Page]
    home: str
    looks: Looks
    today: str = ""
    visitors: dict[str, Visitor] = field(default_factory=dict)
    signed_in_on: dict[str, str] = field(default_factory=dict)

    def on(self, day: str) -> None:
        """It is nine in the morning of this day, in London or an hour later."""
        self.clock.move_to(f"{day}T09:00:00+00:00")
        self.today = day

    def the(self, key: str) -> Visitor:
        """This person at their browser, signed in today: no session lasts from day to day."""
        scripts = not key.endswith(WITHOUT_SCRIPTS)
        visitor = self.visitors.get(key) or self.arrives(key, java_script_enabled=scripts)
        if self.signed_in_on.get(key) != self.today:
            user = User.objects.get(email=email_of(key.removesuffix(WITHOUT_SCRIPTS)))
            begin_session(visitor.page.context, user, self.home)
            self.signed_in_on[key] = self.today
            visitor.page.goto("/home/")
        return visitor

    def arrives(self, key: str, **options: object) -> Visitor:
        """Somebody with a browser of their own; `options` are those of the browser."""
        size = {"width": self.looks.width, "height": HEIGHTS[self.looks.width]}
        page = self.bring(viewport=size, **options)
        page.set_default_timeout(SHORT_PATIENCE)
        self.visitors[key] = Visitor(page, key, self.looks)
        return self.visitors[key]

    def end_session_of(self, key: str) -> None:
        """The session is gone, as after half an hour without a click."""
        cookies = self.visitors[key].page.context.cookies()
        own = next(cookie["value"] for cookie in cookies if cookie["name"] == "sessionid")
        Session.objects.get(session_key=own).delete()
