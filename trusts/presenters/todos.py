"""The lines about schemes and pairs on a person's start page."""

from __future__ import annotations

import datetime

from buddy_portal.design import dates
from buddy_portal.design.todos import Todo
from trusts.models import BuddyPair, Participation, ParticipationState, Scheme, Trust


def applications_to_decide(scheme: Scheme, count: int, url: str) -> Todo:
    return Todo(
        title=f"Decide about {_some(count, 'application')}",
        url=url,
        reason=f"Trusts have applied to take part in {scheme}.",
        when=f"Volunteering until {_day(scheme.volunteering_to)}",
        rank=20,
        button="Read applications",
    )


def mentees_to_pair(scheme: Scheme, count: int, url: str) -> Todo:
    return Todo(
        title=f"Pair {_some(count, 'mentee')}",
        url=url,
        reason=f"Accepted for {scheme}, without a proposed or active mentor.",
        when=f"Pairing until {_day(scheme.pairing_to)}",
        rank=30,
        button="Open the pairing board",
    )


def terms_to_follow_up(pair: BuddyPair, url: str) -> Todo:
    return Todo(
        title=f"Follow up the terms of {pair.mentor} and {pair.mentee}",
        url=url,
        reason="Both trusts have accepted. The pair begins once both sponsors have signed.",
        rank=45,
        button="See the pair",
    )


def application_to_agree(found: Participation, url: str) -> Todo:
    return Todo(
        title=f"Agree to {found.trust}’s application",
        url=url,
        reason=f"{found.scheme} accepts a trust once its executive sponsor agrees.",
        rank=10,
        button="Read the application",
    )


def application_to_finish(found: Participation, url: str) -> Todo:
    asked = found.state == ParticipationState.ASKED_AGAIN
    return Todo(
        title=f"{'Answer the question about' if asked else 'Finish'} {found.trust}’s application",
        url=url,
        reason=found.decision_reason if asked else f"A draft for {found.scheme} has not been sent.",
        when=f"Volunteering until {_day(found.scheme.volunteering_to)}",
        rank=12 if asked else 25,
        button="Open the application",
    )


def application_to_begin(scheme: Scheme, trust: Trust, url: str, today: datetime.date) -> Todo:
    return Todo(
        title=f"Apply to take part in {scheme}",
        url=url,
        reason=f"{trust} can volunteer as a mentor, a mentee or both.",
        when=f"{_left(scheme.volunteering_to, today)}",
        rank=40,
        button="Start an application",
    )


def proposal_to_answer(pair: BuddyPair, url: str, today: datetime.date) -> Todo:
    return Todo(
        title=f"Answer the proposal: {pair.mentor} mentors {pair.mentee}",
        url=url,
        reason=f"{pair.scheme}: both trusts accept or decline by {_day(pair.answer_by)}.",
        when=_left(pair.answer_by, today),
        rank=5,
        button="Read and answer",
    )


def terms_to_sign(pair: BuddyPair, url: str) -> Todo:
    return Todo(
        title=f"Sign the terms of {pair.mentor} and {pair.mentee}",
        url=url,
        reason="Both trusts have accepted. The pair begins once both sponsors have signed.",
        rank=8,
        button="Read and sign",
    )


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _day(day: datetime.date) -> str:
    return dates.day(day)


def _left(until: datetime.date, today: datetime.date) -> str:
    days = (until - today).days
    if days <= 0:
        return "Last day today"
    return "1 day left" if days == 1 else f"{days} days left"
