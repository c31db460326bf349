"""A set in a worker's hands, in words."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.design.dates import moment
from trusts.models import PairingRequest
from trusts.services.large_pairings import STEPS


@dataclass(frozen=True)
class Working:
    """How far a worker is with a set."""

    title: str
    words: str
    percent: int


def working(asked: PairingRequest | None) -> Working | None:
    """The panel of a set that is being worked out; None where none is."""
    if asked is None or asked.state != PairingRequest.State.WAITING:
        return None
    step, percent = STEPS[min(asked.step, len(STEPS) - 1)]
    return Working(
        title="Working out the set",
        words=f"{step}. {_asked(asked)} You can leave this page and come back.",
        percent=percent,
    )


def not_done(asked: PairingRequest | None) -> str:
    """Why the last act was not done; empty where it was, or none was asked."""
    if asked is None or asked.state != PairingRequest.State.REFUSED:
        return ""
    return f"{asked.problem} {_asked(asked)}"


def _asked(asked: PairingRequest) -> str:
    who = asked.asked_by.name if asked.asked_by else "Somebody"
    about = f" {asked.mentor} and {asked.mentee}" if asked.mentor else ""
    return f"{who} asked to {asked.get_act_display()}{about}, {moment(asked.asked_at)}."
