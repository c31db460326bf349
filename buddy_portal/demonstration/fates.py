"""What becomes of an action: the days it starts and is due, and who says what in between.

Days are counted from a reference day: the last day of the made-up past, or the end of a window.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What happens to an action on a day."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    STUCK = "stuck"
    DONE = "done"
    CONFIRMED = "confirmed"
    CHALLENGED = "challenged"
    MORE = "more"
    MOVED = "moved"
    ABANDONED = "abandoned"
    CARRIED_OVER = "carried_over"
    EMBEDDED = "embedded"


T = Turn
UPDATES = frozenset({T.ON_TRACK, T.AT_RISK, T.STUCK, T.DONE})
REVIEWS = frozenset({T.CONFIRMED, T.CHALLENGED, T.MORE})
ENDINGS = frozenset({T.ABANDONED, T.CARRIED_OVER, T.EMBEDDED})
LATER = 21
"""Days by which a due date moves."""


@dataclass(frozen=True)
class Fate:
    """Start and due day, and the turns as (day, turn). `ours`: within the trust's control."""

    starts: int
    due: int
    turns: tuple[tuple[int, Turn], ...] = ()
    ours: bool = True


def finished(starts: int, weeks: int, *, more: tuple[tuple[int, Turn], ...] = ()) -> Fate:
    """Done about its due day and confirmed within a week."""
    due = starts + 7 * weeks
    half = (starts + due) // 2
    turns = ((half, T.ON_TRACK), (due - 2, T.DONE), (due + 4, T.CONFIRMED), *more)
    return Fate(starts, due, turns)


def argued(starts: int, weeks: int) -> Fate:
    """Challenged once, mended, then confirmed."""
    due = starts + 7 * weeks
    return Fate(
        starts,
        due,
        (
            (starts + 10, T.ON_TRACK),
            (due - 9, T.DONE),
            (due - 5, T.CHALLENGED),
            (due - 3, T.ON_TRACK),
            (due, T.DONE),
            (due + 5, T.CONFIRMED),
        ),
    )


def dropped(starts: int, weeks: int, how: Turn) -> Fate:
    """Begun, in difficulty, and then given up or carried over."""
    due = starts + 7 * weeks
    return Fate(starts, due, ((starts + 9, T.ON_TRACK), (due - 12, T.AT_RISK), (due - 3, how)))


WAITING = Fate(-45, -2, ((-30, T.ON_TRACK), (-16, T.ON_TRACK), (-5, T.DONE)))
WAITING_LONG = Fate(-60, -21, ((-40, T.ON_TRACK), (-22, T.DONE)))
ON_TRACK = Fate(-40, 27, ((-27, T.ON_TRACK), (-8, T.ON_TRACK)))
ON_TRACK_TOO = Fate(-28, 41, ((-12, T.ON_TRACK),))
AT_RISK = Fate(-35, 19, ((-24, T.ON_TRACK), (-11, T.AT_RISK)))
OVERDUE = Fate(-60, -8, ((-41, T.ON_TRACK), (-19, T.ON_TRACK)))
BLOCKED_LONG = Fate(-60, 20, ((-45, T.ON_TRACK), (-29, T.STUCK)), ours=False)
BLOCKED_NEW = Fate(-50, 24, ((-33, T.ON_TRACK), (-9, T.STUCK)), ours=False)
CHALLENGED = Fate(-55, 9, ((-31, T.ON_TRACK), (-12, T.DONE), (-6, T.CHALLENGED)))
CHALLENGED_LATE = Fate(-58, -6, ((-34, T.ON_TRACK), (-10, T.DONE), (-5, T.MORE)))
MOVED_TWICE = Fate(-65, -22, ((-47, T.ON_TRACK), (-26, T.MOVED), (-14, T.AT_RISK), (-4, T.MOVED)))
NOT_STARTED = Fate(-9, 33)
FUTURE = Fate(16, 52)
LATE_FUTURE = Fate(12, 58)
QUIET = Fate(-75, 38, ((-58, T.ON_TRACK), (-43, T.ON_TRACK)))
QUIET_SOON = Fate(-70, 11, ((-52, T.ON_TRACK), (-41, T.AT_RISK)))
QUIET_OVERDUE = Fate(-72, -12, ((-55, T.ON_TRACK), (-41, T.ON_TRACK)))
QUIET_BEFORE = Fate(-75, 38, ((-58, T.ON_TRACK), (-43, T.AT_RISK)))
EARLY = (finished(-88, 4), finished(-86, 6), argued(-84, 6))
"""What most plans have behind them by now."""
AHEAD = (FUTURE, LATE_FUTURE)
ALL_DONE = (
    finished(-89, 4),
    argued(-88, 7),
    finished(-80, 6),
    finished(-76, 7, more=((-16, T.EMBEDDED),)),
    dropped(-70, 7, T.ABANDONED),
    finished(-66, 6),
    finished(-62, 5),
    dropped(-60, 5, T.CARRIED_OVER),
)
STILL_TO_COME = (Fate(11, 40), Fate(12, 47), Fate(14, 54), Fate(18, 56), Fate(20, 57), Fate(13, 50))
# A window of six months seen from its end.
WHOLE_WINDOW = (
    finished(-175, 5),
    finished(-170, 8),
    argued(-165, 9),
    finished(-150, 8, more=((-30, T.EMBEDDED),)),
    finished(-140, 10),
    dropped(-130, 9, T.ABANDONED),
    finished(-120, 9),
    argued(-110, 8),
    finished(-95, 9),
    finished(-80, 8),
    dropped(-70, 8, T.CARRIED_OVER),
    finished(-60, 6),
)
