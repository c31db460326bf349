"""What the programme decides about applications."""

from __future__ import annotations

import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Participation, ParticipationState
from trusts.refusals import ReasonMissing, SponsorNotAgreed
from trusts.services import mails
from trusts.services.applications import locked
from trusts.services.changes import save_change
from trusts.states import PARTICIPATION_MOVES, check_move


class Decision(StrEnum):
    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    DECLINE = "decline"


STATE_AFTER = {
    Decision.ACCEPT: ParticipationState.ACCEPTED,
    Decision.ASK_AGAIN: ParticipationState.ASKED_AGAIN,
    Decision.DECLINE: ParticipationState.DECLINED,
}
ACTIONS = {
    Decision.ACCEPT: "accepted application",
    Decision.ASK_AGAIN: "asked for more about an application",
    Decision.DECLINE: "declined application",
}


@transaction.atomic
def decide_application(
    *, participation_id: int, decision: Decision, reason: str, by: User, today: datetime.date
) -> Participation:
    """Accept an application, ask the trust for more, or decline it with a reason."""
    rules.can_decide_applications.require(access_of(by, on=today), None)
    found = locked(participation_id)
    end = STATE_AFTER[decision]
    check_move(PARTICIPATION_MOVES, ParticipationState(found.state), end)
    if decision is Decision.ACCEPT and found.sponsor_agreed_at is None:
        raise SponsorNotAgreed(
            "The executive sponsor has not agreed yet. Wait for them, or record their agreement."
        )
    if decision is not Decision.ACCEPT and not reason.strip():
        raise ReasonMissing(
            "Enter what you still need to know"
            if decision is Decision.ASK_AGAIN
            else "Enter why the trust does not take part this time",
            field="reason",
        )
    save_change(
        thing=found,
        by=by,
        action=ACTIONS[decision],
        values={
            "state": end,
            "decided_by": by,
            "decided_at": timezone.now(),
            "decision_reason": reason.strip(),
        },
        reason=reason.strip(),
        trust_code=found.trust.ods_code,
    )
    mails.application_decided(found, today=today)
    return found
