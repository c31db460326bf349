"""The status of actions and plans: worked out from facts, never typed.

Pure: facts and a day go in, a status and its reason in words come out. Days are Europe/London days.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from improvement_plans.models import ActionState, Claim

BLOCKED_DAYS = 21
DUE_SOON_DAYS = 14
NO_UPDATE_DAYS = 35
UNCONFIRMED_DAYS = 14
MANY_DATE_CHANGES = 2
REDS_FOR_HELP = 3
REDS_TO_WATCH = 2


_NOT_OVERDUE = frozenset(
    {
        *(ActionState.CLAIMED_DONE, ActionState.CONFIRMED, ActionState.EMBEDDED),
        *(ActionState.CARRIED_OVER, ActionState.ABANDONED),
    }
)


class StatusKind(StrEnum):
    COMPLETE = "complete"
    RED = "red"
    AMBER = "amber"
    NOT_DUE = "not_due"
    GREEN = "green"
    ENDED = "ended"


class ActionFacts(NamedTuple):
    """What the status of an action is worked out from."""

    state: ActionState
    starts_on: datetime.date
    due: datetime.date
    state_since: datetime.date
    last_update_on: datetime.date | None = None
    due_changes: int = 0
    claim: Claim | None = None


@dataclass(frozen=True)
class Status:
    """A status as at a day, with its reason. `differs` where the owner's claim says otherwise."""

    kind: StatusKind
    reason: str
    as_at: datetime.date
    differs: bool = False


def is_overdue(state: str, due: datetime.date, *, on: datetime.date) -> bool:
    """Whether an action is past its day and neither ended nor claimed done."""
    return due < on and state not in _NOT_OVERDUE


class Standing(NamedTuple):
    """A status without its reason: what lists of plans count, by the hundred."""

    kind: StatusKind
    differs: bool


Words = Callable[[ActionFacts, datetime.date], str]


def action_status(facts: ActionFacts, *, on: datetime.date) -> Status:
    """The status of an action on a day.

    Complete: confirmed or embedded. Red: overdue and not claimed done, or blocked for over 21 days.
    Amber: due in 14 days with no update for 35, or a second change of the due date, or claimed done
    for over 14 days without an answer. Not due: before its start. Green: everything else. Abandoned
    and carried-over actions have ended and count in none of these.
    """
    kind, words = _kind_and_words(facts, on)
    return Status(kind, words(facts, on), on, differs=_differs(facts, kind))


def action_standing(facts: ActionFacts, *, on: datetime.date) -> Standing:
    """The same status where nobody asks for its reason."""
    kind, _words = _kind_and_words(facts, on)
    return Standing(kind, _differs(facts, kind))


def _differs(facts: ActionFacts, kind: StatusKind) -> bool:
    """Whether the owner says that it goes well while it is red, or that it is done while not."""
    challenged = facts.state is ActionState.CHALLENGED and facts.claim is Claim.DONE
    return challenged or (kind is StatusKind.RED and facts.claim in (Claim.ON_TRACK, Claim.DONE))


def _kind_and_words(facts: ActionFacts, on: datetime.date) -> tuple[StatusKind, Words]:
    """The status, and the function that says why."""
    if facts.state in (ActionState.CONFIRMED, ActionState.EMBEDDED):
        return StatusKind.COMPLETE, _since
    if facts.state in (ActionState.ABANDONED, ActionState.CARRIED_OVER):
        return StatusKind.ENDED, _since
    if red := _why_red(facts, on):
        return StatusKind.RED, red
    if amber := _why_amber(facts, on):
        return StatusKind.AMBER, amber
    if on < facts.starts_on:
        return StatusKind.NOT_DUE, _starts
    return StatusKind.GREEN, _why_green


def _why_red(facts: ActionFacts, on: datetime.date) -> Words | None:
    if on > facts.due and facts.state is not ActionState.CLAIMED_DONE:
        return _overdue
    if facts.state is ActionState.BLOCKED and (on - facts.state_since).days > BLOCKED_DAYS:
        return _blocked
    return None


def _why_amber(facts: ActionFacts, on: datetime.date) -> Words | None:
    if facts.state is ActionState.CLAIMED_DONE:
        if (on - facts.state_since).days > UNCONFIRMED_DAYS:
            return _unconfirmed
    elif (facts.due - on).days <= DUE_SOON_DAYS and _quiet_days(facts, on) >= NO_UPDATE_DAYS:
        return _quiet
    return _moved if facts.due_changes >= MANY_DATE_CHANGES else None


def _quiet_days(facts: ActionFacts, on: datetime.date) -> int:
    return (on - (facts.last_update_on or facts.starts_on)).days


def _since(facts: ActionFacts, _on: datetime.date) -> str:
    return f"{facts.state.label} {_day(facts.state_since)}"


def _overdue(facts: ActionFacts, _on: datetime.date) -> str:
    challenged = facts.state is ActionState.CHALLENGED
    said = f"challenged {_day(facts.state_since)}" if challenged else "not claimed done"
    return f"Due {_day(facts.due)}, {said}"


def _blocked(facts: ActionFacts, on: datetime.date) -> str:
    return f"Blocked for {(on - facts.state_since).days} days"


def _unconfirmed(facts: ActionFacts, on: datetime.date) -> str:
    return f"Claimed done {(on - facts.state_since).days} days ago, not yet confirmed"


def _quiet(facts: ActionFacts, on: datetime.date) -> str:
    return f"Due {_day(facts.due)}, no update for {_quiet_days(facts, on)} days"


def _moved(facts: ActionFacts, _on: datetime.date) -> str:
    return f"Due date changed {facts.due_changes} times"


def _starts(facts: ActionFacts, _on: datetime.date) -> str:
    return f"Starts {_day(facts.starts_on)}"


def _why_green(facts: ActionFacts, _on: datetime.date) -> str:
    if facts.state is ActionState.CLAIMED_DONE:
        return f"Claimed done {_day(facts.state_since)}, waiting for an answer"
    if facts.state is ActionState.CHALLENGED:
        return f"Challenged {_day(facts.state_since)}, waiting for the owner"
    if facts.last_update_on:
        return f"Updated {_day(facts.last_update_on)}"
    return f"Due {_day(facts.due)}"


class PlanStatusKind(StrEnum):
    NEEDS_HELP = "needs_help"
    WATCH = "watch"
    ON_TRACK = "on_track"


@dataclass(frozen=True)
class PlanStatus:
    """The status of a plan, rolled up from its actions, with staleness told beside it."""

    kind: PlanStatusKind
    reason: str
    counts: dict[StatusKind, int]
    stale_days: int | None = None


def plan_status(
    statuses: Iterable[Status | Standing],
    *,
    last_update_on: datetime.date | None,
    began_on: datetime.date,
    on: datetime.date,
    extension_asked: bool = False,
) -> PlanStatus:
    """Three red actions: needs help. Two, or an extension asked for: watch. Else on track.

    A plan in which nobody wrote for over 35 days is stale, which is said beside the status and does
    not change it.
    """
    counts = dict.fromkeys(StatusKind, 0)
    for status in statuses:
        counts[status.kind] += 1
    reds = counts[StatusKind.RED]
    quiet = (on - (last_update_on or began_on)).days
    stale = quiet if quiet > NO_UPDATE_DAYS else None
    if reds >= REDS_FOR_HELP:
        return PlanStatus(PlanStatusKind.NEEDS_HELP, f"{reds} actions are red", counts, stale)
    if reds >= REDS_TO_WATCH:
        return PlanStatus(PlanStatusKind.WATCH, f"{reds} actions are red", counts, stale)
    if extension_asked:
        return PlanStatus(PlanStatusKind.WATCH, "An extension has been asked for", counts, stale)
    reason = "1 action is red" if reds else "No action is red"
    return PlanStatus(PlanStatusKind.ON_TRACK, reason, counts, stale)


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
