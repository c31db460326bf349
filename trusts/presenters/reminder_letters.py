"""The words of reminders about applications and pairs. No queries: everything is loaded."""

from __future__ import annotations

import datetime

from django.utils.dateformat import format as written

from trusts.models import BuddyPair, Participation, ParticipationState
from trusts.presenters.letters import Letter


def unfinished(found: Participation) -> Letter:
    """To a trust whose application has not been sent, or was sent back with a question."""
    asked = found.state == ParticipationState.ASKED_AGAIN
    closing = _day(found.scheme.volunteering_to)
    said = (
        f"The programme has asked for more about it: {found.decision_reason}"
        if asked
        else "It is saved as a draft. Nobody else has seen it yet."
    )
    return Letter(
        f"Reminder: {found.trust}’s application, by {closing}",
        (
            f"{found.trust} has begun an application for {found.scheme}.",
            said,
            f"Volunteering ends on {closing}.",
        ),
        "Answer and send it again" if asked else "Finish and send it",
    )


def sponsor_missing(found: Participation) -> Letter:
    """To a sponsor with an account."""
    closing = _day(found.scheme.volunteering_to)
    return Letter(
        f"Reminder: {found.trust} waits for your agreement, by {closing}",
        (
            f"{found.trust} has applied to take part in {found.scheme} and needs your agreement.",
            f"Volunteering ends on {closing}.",
        ),
        "Read the application and agree",
    )


def unanswered(pair: BuddyPair) -> Letter:
    """To the people of a trust that has not answered a proposal."""
    return Letter(
        f"Reminder: please answer by {_day(pair.answer_by)}: {pair.mentor} and {pair.mentee}",
        (
            f"For {pair.scheme} we proposed that {pair.mentor} mentors {pair.mentee}.",
            f"Your trust has not answered yet. The last day is {_day(pair.answer_by)}; after it "
            "the proposal ends by itself.",
        ),
        "Read the proposal and answer",
    )


def unsigned(pair: BuddyPair) -> Letter:
    """To a sponsor whose signature is missing."""
    return Letter(
        f"Reminder: please sign the terms of {pair.mentor} and {pair.mentee}",
        (
            f"Both trusts have accepted: {pair.mentor} will mentor {pair.mentee}.",
            "The pair can begin once both sponsors have signed. Yours is still missing.",
        ),
        "Read and sign the terms",
    )


def _day(day: datetime.date) -> str:
    return written(day, "j F Y")
