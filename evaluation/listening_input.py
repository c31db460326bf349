"""What a report may say of listening: frozen with its inputs, and fit for everybody to read.

No count of people is in it. Counts of comments are whole tens, and None for fewer than 10.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConcernInput:
    """An aim or an event, and the groups whose experience it concerns; none means everybody's."""

    kind: str
    title: str
    trust: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class StartingGapInput:
    """The group of patients in England furthest below all others on a question of an aim.

    Scores are rounded as they are printed, and without their numbers of answers, so that two
    versions of a report never differ by a few patients.
    """

    number: str
    label: str
    scale: str
    kind: str
    group: str
    score: float
    others: float
    is_clear: bool


@dataclass(frozen=True)
class ThemeInput:
    """Coded comments of one theme: whole tens, None for fewer than 10. 0 is 0."""

    key: str
    name: str
    comments: int | None
    positive: int | None
    neutral: int | None
    negative: int | None


@dataclass(frozen=True)
class AdviceInput:
    """What an involvement group advised on a plan, and what became of it."""

    group: str
    trust: str
    text: str
    outcome: str
    became: str


@dataclass(frozen=True)
class SaidInput:
    """A promise that the public reads about: "you said, we did"."""

    trust: str
    said: str
    did: str


@dataclass(frozen=True)
class ListeningInput:
    """All of it. events and promises: (kind or state in words, how many).

    withheld: texts left out because their words could say who somebody is.
    """

    events: tuple[tuple[str, int], ...]
    concerns: tuple[ConcernInput, ...]
    gaps: tuple[StartingGapInput, ...]
    not_heard: tuple[str, ...]
    not_counted: tuple[str, ...]
    themes: tuple[ThemeInput, ...]
    advice: tuple[AdviceInput, ...]
    thanks: tuple[str, ...]
    promises: tuple[tuple[str, int], ...]
    said: tuple[SaidInput, ...]
    withheld: int
    unattended: tuple[str, ...] = ()
    """Groups with a clear gap that no aim and no event names, with the questions."""
