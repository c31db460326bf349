"""What those who took part answered to the team survey, told by the app that asks them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """n: answers to the statement. percent: of these, positive. Both None where too few."""

    text: str
    n: int | None
    percent: float | None


@dataclass(frozen=True)
class TeamSurveyResults:
    """The survey of a cohort or of its whole scheme. While it is open only its last day is told.

    `organisations` and `answers` are None while it is open, or where fewer than
    `fewest` answered.
    """

    closes_on: datetime.date
    is_open: bool
    fewest: int
    """Results of fewer answers than this are not shown."""
    asked_one_cohort: bool = False
    """Whether only this cohort was asked, not every cohort of its scheme."""
    organisations: int | None = None
    answers: int | None = None
    statements: tuple[Statement, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    """(words, as whom) of those who agreed to be quoted."""


# Takes the key of a cohort and a day; gives the survey that asked it, or None where none did.
Asked = Callable[[int, datetime.date], TeamSurveyResults | None]

_source: list[Asked] = []


def register_team_survey(asked: Asked) -> None:
    """Say where answers come from. Called once, when the app that asks is ready."""
    _source[:] = [asked]


def team_survey_of(cohort_id: int, on: datetime.date) -> TeamSurveyResults | None:
    """The team survey that asked a cohort, as at a day; None where there is none."""
    return _source[0](cohort_id, on) if _source else None
