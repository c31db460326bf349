"""What belongs on an agenda, and why: worked out from what is recorded. Pure: facts go in.

Each thing stands on an agenda once, for its gravest reason; that nobody wrote about it for long is
said beside the reason. What was not updated is stale; it does not count as late.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from improvement_plans.models import ActionState, Claim, ItemKind, MeetingKind
from improvement_plans.risk_levels import RiskLevel, risk_level, risk_score
from improvement_plans.status import NO_UPDATE_DAYS, UNCONFIRMED_DAYS, ActionFacts, action_status

# What falls due so soon after a meeting is talked about at it.
AHEAD = datetime.timedelta(days=14)
GRAVE = (RiskLevel.HIGH, RiskLevel.EXTREME)
LONGEST = 300
_SETTLED = (
    ActionState.CONFIRMED,
    ActionState.EMBEDDED,
    ActionState.ABANDONED,
    ActionState.CARRIED_OVER,
)

K = ItemKind
# What each kind of meeting takes up. What a person adds, and what was decided, is on all of them.
TAKES: Mapping[MeetingKind, frozenset[ItemKind]] = {
    MeetingKind.MDT: frozenset(ItemKind),
    MeetingKind.DIRECTORATE: frozenset(ItemKind) - {K.DUE},
    MeetingKind.BOARD: frozenset(
        {K.DECISION, K.ESCALATION, K.BLOCKED, K.APART, K.OVERDUE, K.RISK, K.MEASURE, K.COMMITMENT}
    ),
    MeetingKind.PROGRAMME: frozenset(
        {K.DECISION, K.ESCALATION, K.APART, K.STALE, K.RISK, K.COMMITMENT}
    ),
}


@dataclass(frozen=True)
class Found:
    """One thing for an agenda. `key` names it, such as "action-12"."""

    kind: ItemKind
    key: str
    plan_id: int | None
    text: str
    why: str


def stale_days(facts: ActionFacts, *, on: datetime.date) -> int | None:
    """Days without a word about an open action that has begun, where they are too many."""
    if facts.state in (*_SETTLED, ActionState.CLAIMED_DONE) or on < facts.starts_on:
        return None
    quiet = (on - (facts.last_update_on or facts.starts_on)).days
    return quiet if quiet >= NO_UPDATE_DAYS else None


def stale_words(days: int) -> str:
    """ "Stale, 41 days"."""
    return f"Stale, {days} days"


def action_reason(
    facts: ActionFacts, *, ours: bool, on: datetime.date, until: datetime.date
) -> tuple[ItemKind, str] | None:
    """Why an action is talked about, and in which words; None where nothing is to be said.

    `ours` is whether it lies within the team's control; `until` is the last day that counts as
    due by the meeting.
    """
    if facts.state in _SETTLED:
        return None
    status = action_status(facts, on=on)
    found = (
        _stuck(facts, ours, on)
        or _apart(facts, status.reason, differs=status.differs)
        or _waiting(facts, status.reason, on)
    )
    stale = stale_days(facts, on=on)
    if found is None and stale is not None:
        return K.STALE, stale_words(stale)
    if found is None:
        due = facts.due <= until and facts.state is not ActionState.CLAIMED_DONE
        return (K.DUE, f"Due {_day(facts.due)}") if due else None
    kind, why = found
    return kind, f"{why}. {stale_words(stale)}" if stale is not None else why


def _stuck(facts: ActionFacts, ours: bool, on: datetime.date) -> tuple[ItemKind, str] | None:
    if facts.state is not ActionState.BLOCKED:
        return None
    days = (on - facts.state_since).days
    said = f"Blocked for {days} day{'' if days == 1 else 's'}"
    return (K.BLOCKED, said) if ours else (K.ESCALATION, f"{said}, outside the team’s control")


def _apart(facts: ActionFacts, reason: str, *, differs: bool) -> tuple[ItemKind, str] | None:
    if not differs or facts.claim is None:
        return None
    return K.APART, f"The owner says “{Claim(facts.claim).label.lower()}”. {reason}"


def _waiting(facts: ActionFacts, reason: str, on: datetime.date) -> tuple[ItemKind, str] | None:
    if facts.state is ActionState.CHALLENGED:
        return K.CHALLENGED, reason
    if facts.state is ActionState.CLAIMED_DONE:
        late = (on - facts.state_since).days > UNCONFIRMED_DAYS
        return (K.UNCONFIRMED, reason) if late else None
    return (K.OVERDUE, reason) if on > facts.due else None


def risk_reason(
    likelihood: int, impact: int, review_on: datetime.date, *, until: datetime.date
) -> str | None:
    """Why an open risk is talked about: it is grave, or its review is due by the meeting."""
    score = risk_score(likelihood, impact)
    level = risk_level(score)
    due = review_on <= until
    if level not in GRAVE and not due:
        return None
    said = f"{level.value}: {likelihood} × {impact} = {score} of 25"
    return f"{said}. Review due {_day(review_on)}" if due else said


def commitment_reason(due: datetime.date, *, on: datetime.date, until: datetime.date) -> str | None:
    """Why an open commitment is talked about: it is overdue, or due by the meeting."""
    if due < on:
        late = (on - due).days
        return f"Overdue by {late} day{'' if late == 1 else 's'}, due {_day(due)}"
    return f"Due {_day(due)}" if due <= until else None


def agenda_of(kind: MeetingKind, found: Iterable[Found]) -> list[Found]:
    """What this kind of meeting takes up, gravest kind first; its own order otherwise stays.

    A programme looks at plans: an action of which nothing was heard is for its trust.
    """
    takes = TAKES[kind]
    kept = [
        each
        for each in found
        if each.kind in takes
        and not (
            kind is MeetingKind.PROGRAMME
            and each.kind is K.STALE
            and not each.key.startswith("plan-")
        )
    ]
    order = list(ItemKind)
    return sorted(kept, key=lambda each: order.index(each.kind))


def shortened(words: str) -> str:
    """The words, cut where an agenda has no more room."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 2].rstrip()} …"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
