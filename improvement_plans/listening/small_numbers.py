"""Counts of people that nobody can be worked out from. Pure.

A count of 1 to 9 is "fewer than 10". Where the other counts of the same people and their total
would give it away, the next smallest is hidden too, as often as is needed; where even that is not
enough, nothing of the division is shown. The total is taken as known to the reader, because the
counts by another characteristic may add up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SMALLEST_SHOWN = 10
# How many values a hidden count must be able to have for all that a reader can work out.
FEWEST_POSSIBLE = 3
FEWER_WORDS = "fewer than 10"
HIDDEN_WORDS = "not shown"


class Showing(StrEnum):
    NUMBER = "number"
    FEWER = "fewer"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class ShownCount:
    """A count as it may be shown. `number` is there only where it is shown."""

    showing: Showing
    number: int | None = None

    @property
    def words(self) -> str:
        """ "12", "fewer than 10" or "not shown"."""
        if self.number is not None:
            return f"{self.number:,}"
        return FEWER_WORDS if self.showing is Showing.FEWER else HIDDEN_WORDS


def shown_alone(number: int) -> ShownCount:
    """A count that stands by itself."""
    if number < 0:
        raise ValueError("People are counted from 0.")
    if 0 < number < SMALLEST_SHOWN:
        return ShownCount(Showing.FEWER)
    return ShownCount(Showing.NUMBER, number)


def shown_together(counts: Mapping[str, int]) -> dict[str, ShownCount] | None:
    """Counts that divide the same people, or None where none of them may be shown.

    `counts` must hold everybody once: whoever belongs to no group is counted as "not recorded".
    0 is shown. None for fewer than 10 people in all.
    """
    total = sum(counts.values())
    if 0 < total < SMALLEST_SHOWN:
        return None
    shown = {key: shown_alone(number) for key, number in counts.items()}
    while _gives_away(counts, shown):
        key = _next_smallest(counts, shown)
        if key is None:
            return None
        shown[key] = ShownCount(Showing.HIDDEN)
    return shown


def _gives_away(counts: Mapping[str, int], shown: Mapping[str, ShownCount]) -> bool:
    """Whether a reader who knows the total can narrow a small count down too far."""
    hidden = [key for key, each in shown.items() if each.number is None]
    rest = sum(counts[key] for key in hidden)
    return any(
        shown[key].showing is Showing.FEWER
        and _possible(key, hidden, shown, rest) < FEWEST_POSSIBLE
        for key in hidden
    )


def _possible(key: str, hidden: list[str], shown: Mapping[str, ShownCount], rest: int) -> int:
    """How many values the count can have, given what the hidden counts add up to."""
    others = [shown[other].showing for other in hidden if other != key]
    least = sum(1 if each is Showing.FEWER else SMALLEST_SHOWN for each in others)
    highest = min(SMALLEST_SHOWN - 1, rest - least)
    if Showing.HIDDEN in others:
        return highest
    most = len(others) * (SMALLEST_SHOWN - 1)
    return highest - max(1, rest - most) + 1


def _next_smallest(counts: Mapping[str, int], shown: Mapping[str, ShownCount]) -> str | None:
    """The smallest count of somebody that is still shown."""
    left = [key for key, each in shown.items() if each.number]
    return min(left, key=lambda key: counts[key], default=None)
