"""How the plans of the current scheme go, one outline for each pair.

Between them the twelve are in every state that a plan can have before it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from buddy_portal.demonstration import fates, plan_progress
from buddy_portal.demonstration.fates import Fate, Turn, argued, dropped, finished
from buddy_portal.demonstration.measures import Following
from buddy_portal.demonstration.other_aims import OtherAims
from buddy_portal.demonstration.plan_rooms import Beside
from buddy_portal.demonstration.plan_writing import DAY, Day, PlanStory


@dataclass(frozen=True)
class Days:
    """Days of the story. `now` is the last day of it; `written` when most plans begin."""

    now: Day
    written: Day

    def ago(self, days: int) -> Day:
        return self.now - days * DAY


Ending = Callable[[PlanStory, Days], None]


def in_time(story: PlanStory, days: Days) -> None:
    story.approved_in_time(days.written)
    Beside(story).tell(days.written)
    is_of_the_sign_ins = story.partner == story.enrolment.people.partner
    Following(story, is_full=is_of_the_sign_ins).tell(days.written)
    if is_of_the_sign_ins:
        OtherAims(story).tell(days.written)
    plan_progress.turns_taken(story)


def _asking_for_time(story: PlanStory, days: Days) -> None:
    in_time(story, days)
    plan_progress.more_time_asked(story, days.ago(3))


def _at_midpoint(story: PlanStory, days: Days) -> None:
    in_time(story, days)
    plan_progress.midpoint_reviewed(story, days.ago(3), until=None)


def _extended(story: PlanStory, days: Days) -> None:
    in_time(story, days)
    plan_progress.more_time_asked(story, days.ago(10))
    plan_progress.more_time_granted(story, days.ago(6))


def _closing(story: PlanStory, days: Days) -> None:
    in_time(story, days)
    plan_progress.began_to_close(story, days.ago(4))


def _evaluating(story: PlanStory, days: Days) -> None:
    in_time(story, days)
    plan_progress.began_to_close(story, days.ago(13))
    plan_progress.being_evaluated(story, days.ago(6))


def _closed(story: PlanStory, days: Days) -> None:
    in_time(story, days)
    plan_progress.began_to_close(story, days.ago(14))
    plan_progress.closed(story, days.ago(9))


def _waits_for_sponsor(story: PlanStory, days: Days) -> None:
    story.written(days.ago(16))
    story.submitted(days.ago(9))
    story.commented(days.ago(5))


def _changes_asked(story: PlanStory, days: Days) -> None:
    story.written(days.ago(30))
    story.submitted(days.ago(23))
    story.commented(days.ago(19))
    story.backed(days.ago(15))
    story.sent_back(days.ago(10))


def draft(story: PlanStory, days: Days) -> None:
    story.written(days.ago(7))


def approved_for_later(story: PlanStory, days: Days) -> None:
    story.written(days.ago(24))
    story.submitted(days.ago(17))
    story.commented(days.ago(13))
    story.backed(days.ago(9))
    story.approved(days.ago(4))


@dataclass(frozen=True)
class Outline:
    """How a plan goes, and what becomes of its actions."""

    tell: Ending
    fates: tuple[Fate, ...]


EARLY, AHEAD = fates.EARLY, fates.AHEAD
OUTLINES: tuple[Outline, ...] = (
    # On track, with one action for the mentor to answer.
    Outline(
        in_time,
        (
            *EARLY,
            fates.WAITING,
            fates.ON_TRACK,
            fates.ON_TRACK_TOO,
            fates.AT_RISK,
            fates.OVERDUE,
            fates.CHALLENGED,
            fates.NOT_STARTED,
            *AHEAD,
        ),
    ),
    # Needs help: blocked, overdue, and claimed done too early. It has asked for more time.
    Outline(
        _asking_for_time,
        (
            finished(-88, 5),
            fates.BLOCKED_LONG,
            fates.OVERDUE,
            fates.BLOCKED_LONG,
            fates.CHALLENGED_LATE,
            fates.AT_RISK,
            fates.ON_TRACK,
            fates.WAITING_LONG,
            fates.FUTURE,
        ),
    ),
    # To watch, and stale: nobody has written for six weeks.
    Outline(
        in_time,
        (
            finished(-87, 4),
            fates.QUIET_OVERDUE,
            fates.QUIET,
            fates.QUIET_OVERDUE,
            fates.QUIET_SOON,
            fates.QUIET,
            fates.LATE_FUTURE,
        ),
    ),
    Outline(_evaluating, fates.ALL_DONE),
    Outline(
        _at_midpoint,
        (*EARLY, fates.MOVED_TWICE, fates.ON_TRACK, fates.BLOCKED_NEW, fates.WAITING, *AHEAD),
    ),
    Outline(
        _extended,
        (
            *EARLY,
            fates.BLOCKED_LONG,
            fates.MOVED_TWICE,
            fates.ON_TRACK_TOO,
            dropped(-70, 6, Turn.ABANDONED),
            fates.NOT_STARTED,
            fates.LATE_FUTURE,
        ),
    ),
    Outline(_closing, (*fates.ALL_DONE[:7], argued(-85, 8))),
    Outline(_closed, fates.ALL_DONE),
    Outline(_waits_for_sponsor, fates.STILL_TO_COME),
    Outline(_changes_asked, fates.STILL_TO_COME[:5]),
    Outline(draft, fates.STILL_TO_COME[:3]),
    Outline(approved_for_later, fates.STILL_TO_COME),
)
STOPPED = (finished(-88, 5), fates.QUIET_BEFORE, fates.QUIET_BEFORE, fates.LATE_FUTURE)
"""The plan that is withdrawn, of the pair that ended early."""
