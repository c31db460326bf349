"""What a person does on the portal's screens, in the words on the screens."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect

from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll

PATIENCE = 30_000
"""Milliseconds that a page may take on a busy machine."""


@dataclass(frozen=True)
class Person:
    """Somebody at their own browser."""

    page: Page

    def goes_to(self, place: str) -> None:
        """Choose a place of the main navigation."""
        main = self.page.get_by_role("navigation", name="Main")
        self._clicks(main.get_by_role("link", name=place, exact=True), f"place {place!r}")

    def follows(self, link: str) -> None:
        main = self.page.get_by_role("main")
        name = re.compile(f"^{re.escape(link)}")
        self._clicks(main.get_by_role("link", name=name), f"link {link!r}")

    def presses(self, button: str) -> None:
        main = self.page.get_by_role("main")
        self._clicks(main.get_by_role("button", name=button), f"button {button!r}")

    def _clicks(self, where: Locator, what: str) -> None:
        try:
            where.first.wait_for()
            # A page that is still coming in may yet move to its notice, away from under a click.
            self.page.wait_for_load_state()
        except TimeoutError:
            said = self.page.get_by_role("main").inner_text()
            raise AssertionError(f"No {what} at {self.page.url}, which says:\n{said}") from None
        click(where.first)

    def types(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def picks(self, label: str, option: str) -> None:
        """Choose from a list by the beginning of the option."""
        field = self.page.get_by_label(label, exact=True)
        choices = field.locator("option").all_inner_texts()
        field.select_option(label=next(text for text in choices if text.startswith(option)))

    def ticks(self, label: str, *, of: str = "") -> None:
        """Choose a radio button or tick a box; `of` names the question where several ask alike."""
        group = self.page.get_by_role("group", name=of) if of else self.page
        group.get_by_label(label).first.check()

    def dates(self, label: str, day: datetime.date) -> None:
        group = self.page.get_by_role("group", name=label)
        for part in ("day", "month", "year"):
            group.get_by_label(part.capitalize(), exact=True).fill(str(getattr(day, part)))

    def brings(self, file: Path) -> None:
        """Choose a file; a page asks for one only."""
        self.page.locator("input[type=file]").set_input_files(file)

    def reads(self, words: str) -> None:
        """The page says this, now or soon."""
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=PATIENCE)

    def does_not_read(self, words: str) -> None:
        expect(self.page.get_by_role("main")).not_to_contain_text(words)

    def finds_the_page_sound(self) -> None:
        """Axe, the width of a phone, and one main heading."""
        assert axe_violations(self.page) == [], self.page.url
        assert no_sideways_scroll(self.page), self.page.url
        assert self.page.locator("h1").count() == 1, self.page.url
