"""A browser of their own for each person of a story, told at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractBaseUser

from buddy_portal.tests.browser import NARROW, sign_in
from buddy_portal.tests.journeys.screens import PATIENCE, Person

WIDTHS = {"at a desk": {"width": 1280, "height": 900}, "on a phone": NARROW}
Visitor = Callable[..., Person]


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
        return Person(page)

    return bring
