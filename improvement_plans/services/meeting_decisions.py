"""What a meeting decided, what follows from it, and what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans.meetings import rules
from improvement_plans.meetings.states import HAS_HAPPENED
from improvement_plans.models import (
    Action,
    AgendaItem,
    Commitment,
    CommitmentSource,
    Meeting,
    MeetingDecision,
    MeetingState,
    Plan,
)
from improvement_plans.selectors.meetings import people_to_ask
from improvement_plans.services.commitments import make_commitment
from improvement_plans.services.meetings import locked_meeting, record
from improvement_plans.services.writing import add_action

NOTHING, ACTION, COMMITMENT = "nothing", "action", "commitment"


@dataclass(frozen=True)
class Follows:
    """What follows from a decision, who carries it out, and by when."""

    what: str = NOTHING
    owner: User | None = None
    due: datetime.date | None = None
    said: str = ""
    """For a commitment: what people said."""


def decide(
    *,
    by: User,
    meeting: Meeting,
    text: str,
    item: AgendaItem | None = None,
    plan: Plan | None = None,
    follows: Follows = Follows(),
    today: datetime.date,
) -> MeetingDecision:
    """Write down a decision. An action or a commitment is made through its own service."""
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        _check_may_decide(found, today)
        if item is not None and item.meeting_id != found.pk:
            raise Refusal("Choose an item of this agenda", field="item")
        if plan is not None and not found.plans.filter(pk=plan.pk).exists():
            raise Refusal("Choose a plan that the meeting covers", field="plan")
        made = MeetingDecision.objects.create(
            meeting=found,
            item=item,
            plan=plan,
            text=text,
            written_by=by,
            **_what_follows(found, text, plan, follows, by, today),
        )
        _send_again(found)
        record(thing=found, by=by, action="decision written down", changes={"decision": ("", text)})
    return made


def settle(
    *, by: User, decision: MeetingDecision, read_at: int, became: str, today: datetime.date
) -> None:
    """Say what became of a decision: it is not taken to the next meeting any more."""
    if not became.strip():
        raise Refusal("Say what became of it", field="became")
    with transaction.atomic():
        meeting = locked_meeting(decision.meeting, by)
        found = MeetingDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if found.settled_on is not None:
            raise WrongState("This decision is settled already.")
        if found.version != read_at:
            raise WrongState("Somebody changed this decision. Open it again.")
        found.settled_on, found.became = today, became.strip()
        found.version += 1
        found.save()
        record(thing=meeting, by=by, action="decision settled", reason=found.became)


def _check_may_decide(meeting: Meeting, today: datetime.date) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState("This meeting was called off.")
    if meeting.on > today and meeting.state not in HAS_HAPPENED:
        raise WrongState("Decisions are written down from the day of the meeting on.")


def _send_again(meeting: Meeting) -> None:
    """Minutes that were sent no longer tell everything, so the meeting is to be minuted again."""
    meeting.version += 1
    if meeting.state == MeetingState.CIRCULATED:
        meeting.state = MeetingState.HELD
    meeting.save(update_fields=["state", "version"])


def _what_follows(
    meeting: Meeting,
    text: str,
    plan: Plan | None,
    follows: Follows,
    by: User,
    today: datetime.date,
) -> Mapping[str, Any]:
    if follows.what == ACTION:
        return {"action": _make_action(meeting, text, plan, follows, by, today)}
    if follows.what == COMMITMENT:
        return {"commitment": _make_commitment(meeting, text, plan, follows, by)}
    if follows.owner is not None:
        fitting = people_to_ask(meeting.trust, meeting.scheme, on=today)
        if not fitting.filter(pk=follows.owner.pk).exists():
            raise Refusal("Choose somebody who belongs to this trust or scheme", field="owner")
    return {"owner": follows.owner, "due": follows.due}


def _make_action(
    meeting: Meeting,
    text: str,
    plan: Plan | None,
    follows: Follows,
    by: User,
    today: datetime.date,
) -> Action:
    if plan is None:
        raise Refusal("Choose the plan that gets the action", field="plan")
    if follows.due is None:
        raise Refusal("Enter a due date", field="due")
    if follows.owner is None:
        raise Refusal("Choose an owner", field="owner")
    rules.add_actions.require(access_of(by), rules.Side.of(meeting))
    values = {
        "text": _line(text),
        "owner": follows.owner,
        "starts_on": max(meeting.on, plan.window_from),
        "due": follows.due,
    }
    return add_action(by=by, plan=plan, values=values, today=today)


def _make_commitment(
    meeting: Meeting, text: str, plan: Plan | None, follows: Follows, by: User
) -> Commitment:
    if not follows.said.strip():
        raise Refusal("Say what people said", field="said")
    if follows.due is None:
        raise Refusal("Enter a due date", field="due")
    values = {
        "source": CommitmentSource.OTHER,
        "source_words": str(meeting)[:200],
        "said": follows.said.strip(),
        "text": _line(text),
        "owner": follows.owner,
        "due": follows.due,
    }
    return make_commitment(
        by=by, trust=meeting.trust, scheme=meeting.scheme, plan=plan, values=values
    )


def _line(text: str) -> str:
    """A decision as the one line of an action or a commitment, which hold 300 characters."""
    line = " ".join(text.split())
    if len(line) > 300:
        raise Refusal(
            "Say it in at most 300 characters where an action or a commitment follows", field="text"
        )
    return line
