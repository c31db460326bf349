"""The words of the mails about applications and pairs. No queries: everything is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.dateformat import format as written

from trusts.models import BuddyPair, PairAnswer, Participation, ParticipationState, Trust

S = ParticipationState


@dataclass(frozen=True)
class Letter:
    """What one mail says: its subject, its paragraphs, and the one link that matters."""

    subject: str
    sentences: tuple[str, ...]
    link_words: str


def sponsor_asked(found: Participation) -> Letter:
    return Letter(
        f"Please agree: {found.trust} applies for {found.scheme}",
        (
            f"{found.trust} has applied to take part in {found.scheme} as {role_words(found)}.",
            "The programme accepts an application only once the trust's executive sponsor agrees.",
        ),
        "Read the application and agree",
    )


def sponsor_agreed(found: Participation) -> Letter:
    """To the programme and the trust: the application can be decided."""
    return Letter(
        f"{found.trust}: the executive sponsor has agreed",
        (
            f"The executive sponsor agrees that {found.trust} takes part in {found.scheme}.",
            "The programme decides next.",
        ),
        "See the application",
    )


def application_arrived(found: Participation) -> Letter:
    return Letter(
        f"{found.trust} applies for {found.scheme}",
        (f"{found.trust} has applied to take part in {found.scheme} as {role_words(found)}.",),
        "Read and decide",
    )


def application_decided(found: Participation) -> Letter:
    outcomes = {
        S.ACCEPTED: ("takes part", "Your application has been accepted."),
        S.ASKED_AGAIN: (
            "has a question to answer",
            "The programme asks for more before it decides.",
        ),
        S.DECLINED: ("does not take part this time", "Your application has not been accepted."),
    }
    outcome, sentence = outcomes[S(found.state)]
    reason = (found.decision_reason,) if found.decision_reason else ()
    return Letter(
        f"{found.scheme}: {found.trust} {outcome}", (sentence, *reason), "See your application"
    )


def application_withdrawn(found: Participation) -> Letter:
    return Letter(
        f"{found.trust} has withdrawn from {found.scheme}",
        (f"{found.trust} no longer takes part in {found.scheme}.", found.decision_reason),
        "See the application",
    )


def proposed(pair: BuddyPair) -> Letter:
    return Letter(
        f"Please answer by {_day(pair)}: {pair.mentor} and {pair.mentee}",
        (
            f"For {pair.scheme} we propose that {pair.mentor} mentors {pair.mentee}.",
            f"Both trusts accept or decline by {_day(pair)}. The proposal says why.",
        ),
        "Read the proposal and answer",
    )


def declined(pair: BuddyPair) -> Letter:
    return Letter(
        f"Declined: {pair.mentor} and {pair.mentee}",
        (
            f"The proposed pair of {pair.mentor} and {pair.mentee} was declined.",
            pair.reason,
            "Both trusts go back to the pool. The programme will propose another pair.",
        ),
        "See the pair",
    )


def accepted_by_one(pair: BuddyPair, trust: Trust) -> Letter:
    """To the trust whose answer is still missing."""
    return Letter(
        f"{trust} has accepted: please answer by {_day(pair)}",
        (
            f"{trust} has accepted that {pair.mentor} mentors {pair.mentee}.",
            f"Your trust has not answered yet. The last day is {_day(pair)}.",
        ),
        "Read the proposal and answer",
    )


def signed_by_one(pair: BuddyPair, trust: Trust) -> Letter:
    """To the sponsor whose signature is still missing."""
    return Letter(
        f"{trust} has signed: {pair.mentor} and {pair.mentee}",
        (
            f"The terms of engagement have been signed for {trust}.",
            "The pair can begin once they are signed for your trust too.",
        ),
        "Read and sign the terms",
    )


def agreed(pair: BuddyPair) -> Letter:
    return Letter(
        f"Agreed: {pair.mentor} and {pair.mentee}",
        (
            f"Both trusts have accepted: {pair.mentor} will mentor {pair.mentee}.",
            "The two executive sponsors now sign the terms of engagement.",
        ),
        "Read and sign the terms",
    )


def active(pair: BuddyPair) -> Letter:
    return Letter(
        f"{pair.mentor} and {pair.mentee} can begin",
        (
            "Both sponsors have signed the terms of engagement, and the pair is active.",
            f"{pair.mentee} can now start its improvement plan.",
        ),
        "See the pair",
    )


def expired(pair: BuddyPair) -> Letter:
    return Letter(
        f"Not answered in time: {pair.mentor} and {pair.mentee}",
        (
            f"The last day to answer was {_day(pair)}. {unanswered_words(pair)}",
            "Both trusts go back to the pool. The programme can propose the pair again.",
        ),
        "See the pair",
    )


def ended(pair: BuddyPair) -> Letter:
    return Letter(
        f"Ended: {pair.mentor} and {pair.mentee}",
        (f"The pair of {pair.mentor} and {pair.mentee} has ended.", pair.reason),
        "See the pair",
    )


def unanswered_words(pair: BuddyPair) -> str:
    """Which of the two has not answered a proposal."""
    waiting = [
        str(getattr(pair, side))
        for side in ("mentor", "mentee")
        if getattr(pair, f"{side}_answer") == PairAnswer.WAITING
    ]
    if len(waiting) == 1:
        return f"{waiting[0]} has not answered."
    return "Neither trust has answered."


def role_words(found: Participation) -> str:
    """ "mentor", "mentee", "mentor and mentee", "project team"."""
    return found.get_role_display().lower()


def _day(pair: BuddyPair) -> str:
    return written(pair.answer_by, "j F Y")
