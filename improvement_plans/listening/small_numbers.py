"""Counts of people that nobody can be worked out from. Pure.

A count of 1 to 9 is "fewer than 10". With it the next smallest count is always hidden, so that no
remainder is a number of 1 to 9 either; where the rest still gives a small count away, the one after
that goes too, as often as is needed. The reader is taken to know the total, because the counts by
another characteristic may add up to it, and to know these rules: which count is hidden, and that
another one was not, must tell nothing more. Equal counts are therefore hidden together, and where
no count is left to show, "fewer than 10" is said only if the total allows it for any group.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

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
    0 is shown. None for fewer than 10 people in all, and for groups of hardly more than one each.
    """
    total = sum(counts.values())
    if 0 < total < SMALLEST_SHOWN:
        return None
    small = {key for key, number in counts.items() if 0 < number < SMALLEST_SHOWN}
    if not small:
        return {key: shown_alone(number) for key, number in counts.items()}
    levels = sorted({number for number in counts.values() if number >= SMALLEST_SHOWN})
    for level, next_level in pairwise(levels):
        beside = {key for key, number in counts.items() if SMALLEST_SHOWN <= number <= level}
        if _hides(counts, small, beside, next_level):
            return _shown(counts, small, beside)
    return _without_numbers(counts, small)


def _shown(
    counts: Mapping[str, int], fewer: Collection[str], hidden: Collection[str]
) -> dict[str, ShownCount]:
    found = {key: ShownCount(Showing.FEWER) for key in fewer}
    found |= {key: ShownCount(Showing.HIDDEN) for key in hidden}
    return {key: found.get(key) or shown_alone(number) for key, number in counts.items()}


def _hides(
    counts: Mapping[str, int], small: Collection[str], beside: Collection[str], next_level: int
) -> bool:
    """Whether each small count can have enough values, given all that a reader knows.

    That is what the hidden counts add up to, and that those beside the small ones are 10 or more
    and below `next_level`, the smallest number that is shown.
    """
    rest = sum(counts[key] for key in (*small, *beside))
    others = len(small) - 1
    highest = min(SMALLEST_SHOWN - 1, rest - others - SMALLEST_SHOWN * len(beside))
    most_beside = (next_level - 1) * len(beside)
    lowest = max(1, rest - others * (SMALLEST_SHOWN - 1) - most_beside)
    return highest - lowest + 1 >= FEWEST_POSSIBLE


def _without_numbers(
    counts: Mapping[str, int], small: Collection[str]
) -> dict[str, ShownCount] | None:
    """Only who was not there, and where the total is large enough which counts are small."""
    somebody = {key for key, number in counts.items() if number}
    total = sum(counts.values())
    if total < len(somebody) + FEWEST_POSSIBLE - 1:
        return None
    fewer = small if total >= SMALLEST_SHOWN * len(somebody) else ()
    return _shown(counts, fewer, somebody.difference(fewer))
