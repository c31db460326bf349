"""Filling in a page by keyboard alone, and how long that takes a person."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

# Card, Moran and Newell, The keystroke-level model (Communications of the ACM 23, 1980): a key
# takes somebody who types now and then 0.28 s, thinking of what comes next 1.35 s.
SECONDS_A_KEY, SECONDS_A_THOUGHT = 0.28, 1.35
MOST_TABS = 60


@dataclass
class Keyboard:
    """Counts the keys that are pressed and the fields that are stopped at."""

    page: Page
    keys: int = 0
    stops: int = 0

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def types(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.keys += len(words)

    def tabs_to(self, field: Locator) -> None:
        """Press Tab until the field has the focus."""
        self.stops += 1
        for _ in range(MOST_TABS):
            if field.evaluate("element => element === document.activeElement"):
                return
            self.presses("Tab")
        raise AssertionError(f"Tab never came to {field} at {self.page.url}")

    @property
    def seconds(self) -> float:
        """How long a person needs by the keystroke-level model."""
        return self.keys * SECONDS_A_KEY + self.stops * SECONDS_A_THOUGHT
