"""A browser of their own for each person of a story, told at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AbstractBaseUser

from buddy_portal.tests.browser import NARROW, sign_in
from buddy_portal.tests.journeys.screens import PATIENCE, Person

ON_A_PHONE = "on a phone"
WIDTHS = {"at a desk": {"width": 1280, "height": 900}, ON_A_PHONE: NARROW}
Visitor = Callable[..., Person]


@dataclass(frozen=True)
class OnAPhone(Person):
    """Somebody whose header has one link to the menu, which stands at the end of the page."""

    def goes_to(self, place: str) -> None:
        header = self.page.get_by_role("banner")
        self._clicks(header.get_by_role("link", name="Menu", exact=True), "link to the menu")
        menu = self.page.get_by_role("navigation", name="Footer")
        self._clicks(menu.get_by_role("link", name=place, exact=True), f"place {place!r}")


@pytest.fixture(params=list(WIDTHS))
def visitor(request, new_page) -> Visitor:
    """Brings a browser of its own to a person, or to nobody who has an account."""

    def bring(user: AbstractBaseUser | None = None) -> Person:
        page = new_page()
        page.set_default_timeout(PATIENCE)
        page.set_viewport_size(WIDTHS[request.param])
        if user is not None:
            sign_in(page, user)
            page.goto("/home/")
        return OnAPhone(page) if request.param == ON_A_PHONE else Person(page)

    return bring
