"""The team survey's results: percent positive with how many answered, hidden under five.

Only whole, closed surveys are counted, once, and only over everybody: with no breakdown by trust
or role and no second closing there is nothing to subtract.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

FEWEST_SHOWN = 5
POSITIVE = 3
LOWEST, HIGHEST = 1, 4


@dataclass(frozen=True)
class Answered:
    """One person's answer: item -> 1 to 4, whether they recommend taking part, their team."""

    team: str
    ratings: Mapping[str, int]
    recommends: bool | None


@dataclass(frozen=True)
class ItemResult:
    """n: answers to this item. positive: how many gave 3 or 4. Both None where n is below 5."""

    text: str
    n: int | None
    positive: int | None

    @property
    def percent(self) -> float | None:
        """Percent positive, unrounded; None where it is hidden."""
        if self.n is None or self.positive is None:
            return None
        return 100 * self.positive / self.n


@dataclass(frozen=True)
class TeamResults:
    """teams, answers: None where fewer than five people answered at all."""

    teams: int | None
    answers: int | None
    items: tuple[ItemResult, ...]
    recommends: ItemResult


def team_results(items: Mapping[str, str], answers: Collection[Answered]) -> TeamResults:
    """Results in the order of the items (id -> text). Missing answers are left out, never 0."""
    shown = len(answers) >= FEWEST_SHOWN
    recommending = [answer.recommends for answer in answers if answer.recommends is not None]
    return TeamResults(
        teams=len({answer.team for answer in answers}) if shown else None,
        answers=len(answers) if shown else None,
        items=tuple(_item(key, text, answers) for key, text in items.items()),
        recommends=_result("Would recommend taking part", [bool(said) for said in recommending]),
    )


def _item(key: str, text: str, answers: Collection[Answered]) -> ItemResult:
    ratings = [answer.ratings[key] for answer in answers if key in answer.ratings]
    if any(not LOWEST <= rating <= HIGHEST for rating in ratings):
        raise ValueError(f"“{text}” has an answer that is not from {LOWEST} to {HIGHEST}.")
    return _result(text, [rating >= POSITIVE for rating in ratings])


def _result(text: str, positive: list[bool]) -> ItemResult:
    if len(positive) < FEWEST_SHOWN:
        return ItemResult(text, None, None)
    return ItemResult(text, len(positive), sum(positive))
