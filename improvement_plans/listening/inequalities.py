"""Whose experience a plan or a scheme speaks of, where the survey shows gaps, who is left out.

Frozen data for pages and for the report of an evaluation. Survey figures are here only as far as
they may be shown; counts of people not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from improvement_plans.characteristics import CHARACTERISTICS, group_of_survey
from improvement_plans.listening.presence import Presence, Reading


@dataclass(frozen=True)
class Concern:
    """An aim or an event, and the groups whose experience it concerns; none means everybody's."""

    kind: str
    title: str
    trust: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class SurveyGap:
    """The group furthest below all others on a question of an aim. Scores are percent, or means
    from 0 to 10; `difference` is in points, with its 95% interval where there is one."""

    number: str
    label: str
    scale: str
    kind: str
    group: str
    n: int
    score: float
    others: float
    difference: float
    interval: tuple[float, float] | None
    is_clear: bool

    @property
    def concerns(self) -> str:
        """The group in the words by which aims and events name it; blank where it has none."""
        return group_of_survey(self.kind, self.group)


@dataclass(frozen=True)
class InequalitySection:
    """What is known about inequalities in one plan or in a whole scheme."""

    concerns: tuple[Concern, ...]
    gaps: tuple[SurveyGap, ...]
    not_heard: tuple[str, ...]
    """ "Age: Under 16": nobody of the group was at any event that counted by it."""
    not_counted: tuple[str, ...]
    """Characteristics by which no event shows who came."""
    events: int
    missing: tuple[tuple[str, str], ...] = ()
    """Title of an event, and who was missing there in the words of those who listened."""

    @property
    def unattended(self) -> tuple[SurveyGap, ...]:
        """Gaps that nobody works on: no aim and no event names the group.

        An aim for everybody does not count: it may raise all scores and leave the gap as it is. A
        group that aims and events have no words for is not in it: nobody knows who means it.
        """
        named = {group for concern in self.concerns for group in concern.groups}
        return tuple(gap for gap in self.gaps if gap.concerns and gap.concerns not in named)

    @property
    def says_something(self) -> bool:
        return bool(self.concerns or self.gaps or self.not_heard or self.missing)


def not_heard(presences: Iterable[Presence]) -> tuple[str, ...]:
    """Groups of which nobody came to any event that shows who came; in the usual order."""
    absent: dict[str, set[str]] = {}
    for found in presences:
        nobody = {each.key for each in found.groups if each.reading is Reading.NOBODY}
        if found.groups:
            key = found.characteristic.key
            absent[key] = absent[key] & nobody if key in absent else nobody
    return tuple(
        f"{known.name}: {words}"
        for key, known in CHARACTERISTICS.items()
        for group, words in known.groups.items()
        if group in absent.get(key, set())
    )


def by_kind(groups: Iterable[str]) -> str:
    """ "Age: Under 16, 85 and over; Sex or gender: Men" from one text for each group."""
    kinds: dict[str, list[str]] = {}
    for each in groups:
        kind, _, group = each.partition(": ")
        kinds.setdefault(kind, []).append(group)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())


def unattended_words(gaps: Iterable[SurveyGap]) -> tuple[str, ...]:
    """ "Tumour group: Lung (Q18, Q20)" for each group, in the order of their first questions."""
    questions: dict[str, list[str]] = {}
    for gap in gaps:
        questions.setdefault(gap.concerns, []).append(gap.number)
    return tuple(f"{group} ({', '.join(numbers)})" for group, numbers in questions.items())


def not_counted(presences: Iterable[Presence]) -> tuple[str, ...]:
    """Names of the characteristics by which nothing was counted that can be shown."""
    counted = {found.characteristic.key for found in presences if found.groups}
    return tuple(known.name for key, known in CHARACTERISTICS.items() if key not in counted)
