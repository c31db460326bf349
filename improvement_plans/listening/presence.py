"""Who was in the room, set against the people the trust serves. Pure.

Shares are percentages of those who took part and of those served. A reading compares them only as
far as the shown figures allow, so that it gives away no count that is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from improvement_plans.characteristics import CHARACTERISTICS, NOT_RECORDED, Characteristic
from improvement_plans.listening.small_numbers import (
    SMALLEST_SHOWN,
    Showing,
    ShownCount,
    shown_alone,
    shown_together,
)

# A share below four fifths of the share served is a smaller one, above five fourths a larger one.
SMALLER, LARGER = 0.8, 1.25


TOO_FEW = "Too few people took part to divide them."
CORRECTED = (
    "Not shown: it was corrected by fewer than 10 people after it had been shown, and the two "
    "versions together would point at them."
)
NOT_YET = "Shown to others once the findings are written up."


class Reading(StrEnum):
    NOBODY = "Nobody was there"
    SMALLER = "A smaller share than among people served"
    SAME = "About the share among people served"
    LARGER = "A larger share than among people served"
    UNKNOWN = "Cannot be said"


@dataclass(frozen=True)
class GroupPresence:
    """One group: how many came, and which share they are here and among people served."""

    key: str
    words: str
    came: ShownCount
    share: float | None
    served_share: float | None
    reading: Reading


@dataclass(frozen=True)
class Presence:
    """Everybody who took part, divided by one characteristic; no groups where they are too few."""

    characteristic: Characteristic
    groups: tuple[GroupPresence, ...]
    source: str = ""
    year: int | None = None
    why_not: str = ""
    """Why it is not divided, where it could be."""

    @property
    def is_compared(self) -> bool:
        """Whether figures of the people served stand beside those of the room."""
        return any(each.served_share is not None for each in self.groups)

    def read_as(self, *readings: Reading) -> tuple[str, ...]:
        """Names of the groups with one of these readings, in their order."""
        return tuple(each.words for each in self.groups if each.reading in readings)


@dataclass(frozen=True)
class ServedPeople:
    """The people a trust serves by one characteristic, with source and year."""

    numbers: Mapping[str, int]
    source: str
    year: int


def people_in_all(people: int | None) -> ShownCount | None:
    """How many took part, as it may be shown; None where nobody has counted yet."""
    return None if people is None else shown_alone(people)


def undivided(characteristic: str, why_not: str) -> Presence:
    """People who were counted by a characteristic and are not shown by it, with the reason."""
    return Presence(CHARACTERISTICS[characteristic], (), why_not=why_not)


def corrected_by_few(before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    """Whether a correction changes the count of a group, or of those not recorded, by 1 to 9."""
    changes = (abs(before.get(key, 0) - after.get(key, 0)) for key in {*before, *after})
    return any(0 < change < SMALLEST_SHOWN for change in changes)


def presence(
    characteristic: str, numbers: Mapping[str, int], *, people: int, served: ServedPeople | None
) -> Presence:
    """Compare those who took part by one characteristic with the people served.

    `numbers` is group to count; whoever is missing from it up to `people` is "not recorded".
    """
    known = CHARACTERISTICS[characteristic]
    counts = {group: numbers.get(group, 0) for group in known.groups}
    left = people - sum(counts.values())
    if left < 0:
        raise ValueError("More people are counted in groups than took part.")
    if left:
        counts[NOT_RECORDED] = left
    shown = shown_together(counts) if people else None
    shares = _served_shares(served)
    groups = tuple(
        _group(known, key, count, people, shares.get(key)) for key, count in (shown or {}).items()
    )
    source, year = (served.source, served.year) if served and shares else ("", None)
    return Presence(known, groups, source, year, "" if groups else TOO_FEW)


def _group(
    known: Characteristic, key: str, came: ShownCount, people: int, served: float | None
) -> GroupPresence:
    share = None if came.number is None else 100.0 * came.number / people
    # Somebody whose group was not noted is no group of the people served.
    against = None if key == NOT_RECORDED else served
    return GroupPresence(
        key, known.words(key), came, share, against, _reading(came, share, people, against)
    )


def _reading(came: ShownCount, share: float | None, people: int, served: float | None) -> Reading:
    if came.number == 0:
        return Reading.NOBODY if served is None or served > 0 else Reading.SAME
    if served is None:
        return Reading.UNKNOWN
    if came.showing is Showing.FEWER:
        highest = 100.0 * (SMALLEST_SHOWN - 1) / people
        return Reading.SMALLER if highest < SMALLER * served else Reading.UNKNOWN
    if share is None:
        return Reading.UNKNOWN
    if share < SMALLER * served:
        return Reading.SMALLER
    return Reading.LARGER if share > LARGER * served else Reading.SAME


def _served_shares(served: ServedPeople | None) -> dict[str, float]:
    """Shares of the people served that may be shown; none where they are too few."""
    if served is None:
        return {}
    total = sum(served.numbers.values())
    shown = shown_together(served.numbers) if total else None
    return {
        key: 100.0 * each.number / total
        for key, each in (shown or {}).items()
        if each.number is not None
    }
