"""A pair in words: where it stands, what comes next, and what its score was made of."""

from __future__ import annotations

import datetime
from typing import Any

from buddy_portal.design.dates import day
from trusts.models import BuddyPair, PairAnswer, PairState, Participation
from trusts.presenters.letters import unanswered_words

S = PairState
SIDES = (("mentor", "mentee"), ("mentee", "mentor"))
TERMS = (
    "The mentor shares what works, openly, and makes time for at least one conversation a month.",
    "The mentee chooses what to work on, and keeps its plan up to date.",
    "What patients and staff say in confidence stays with the two trusts.",
    "Both sponsors clear the way for the people who do the work, and meet at least once.",
    "Either trust can end the pair, through the programme and with a reason.",
)


def next_words(pair: BuddyPair, today: datetime.date) -> str:
    """What happens next with a pair, in one or two sentences."""
    if pair.state == S.PROPOSED:
        return _proposed_words(pair, today)
    if pair.state == S.AGREED:
        return _agreed_words(pair)
    if pair.state == S.ACTIVE:
        return "The pair is active. The mentee writes its improvement plan with its mentor."
    if pair.state == S.EXPIRED:
        return f"{unanswered_words(pair)} The programme can propose the pair again."
    return f"Reason: {pair.reason}" if pair.reason else ""


def _proposed_words(pair: BuddyPair, today: datetime.date) -> str:
    """Who has answered, and who is awaited until when."""
    if today > pair.answer_by:
        return f"The last day to answer was {day(pair.answer_by)}. {unanswered_words(pair)}"
    for done, awaited in SIDES:
        if getattr(pair, f"{done}_answer") == PairAnswer.ACCEPTED:
            return (
                f"{getattr(pair, done)} has accepted. {getattr(pair, awaited)} accepts or "
                f"declines by {day(pair.answer_by)}."
            )
    return f"Both trusts accept or decline by {day(pair.answer_by)}, in any order."


def _agreed_words(pair: BuddyPair) -> str:
    """Whose sponsor has signed, and whose is awaited."""
    for done, awaited in SIDES:
        if getattr(pair, f"{done}_signed_at"):
            return (
                f"Both trusts have accepted, and the sponsor of {getattr(pair, done)} has signed "
                f"the terms. The pair begins once the sponsor of {getattr(pair, awaited)} has "
                "signed too."
            )
    return "Both trusts have accepted. The pair begins once both sponsors have signed the terms."


def side_rows(
    pair: BuddyPair, sides: dict[str, Participation]
) -> list[tuple[str, str, str, str, str]]:
    """For each trust: its part, name, ODS code, its answer, its signature."""
    rows = []
    for side, part in (("mentor", "Mentor"), ("mentee", "Mentee")):
        trust = getattr(pair, side)
        lead = sides[side].lead if side in sides else None
        name = f"{trust.name} ({lead.name})" if lead else trust.name
        rows.append(
            (part, name, trust.ods_code, answer_words(pair, side), signed_words(pair, side))
        )
    return rows


def answer_words(pair: BuddyPair, side: str) -> str:
    """ "Accepted on 20 January 2015"."""
    answer, when = getattr(pair, f"{side}_answer"), getattr(pair, f"{side}_answered_at")
    words = PairAnswer(answer).label
    return f"{words} on {day(when)}" if when else str(words)


def signed_words(pair: BuddyPair, side: str) -> str:
    """ "Signed on 26 January 2015, entered by Helen Frost"."""
    when, who = getattr(pair, f"{side}_signed_at"), getattr(pair, f"{side}_signed_by")
    if when is None:
        return "Not signed yet"
    return f"Signed on {day(when)}" + (f", entered by {who.name}" if who else "")


def score_numbers(pair: BuddyPair) -> list[dict[str, Any]]:
    """What the pairing said about the pair when it was proposed; nothing where it did not."""
    said = pair.explanation
    if "coverage" not in said:
        return []
    score = {"number": str(pair.score), "of": "of 1,000", "label": "score when it was proposed"}
    covered = {
        "number": str(said["covered"]),
        "of": f"of {said['needs']}",
        "label": "needs covered",
    }
    if said["coverage"] is not None:
        covered["note"] = f"{round(100 * said['coverage'])}% by weight"
    distance = {
        "number": f"{said['distance']:.0f} km" if said.get("distance") is not None else "-",
        "label": "distance",
    }
    return [covered, distance] if pair.score is None else [score, covered, distance]


def against_words(pair: BuddyPair) -> list[str]:
    """The rules of the scheme that spoke against a pair that somebody chose all the same."""
    return list(pair.explanation.get("against", []))


def person_words(pair: BuddyPair) -> list[tuple[str, str]]:
    """Who proposed it and when."""
    who = pair.proposed_by.name if pair.proposed_by else "Somebody who has left"
    rows = [("Proposed", f"{day(pair.proposed_at)}, by {who}"), ("Answer by", day(pair.answer_by))]
    if pair.agreed_at:
        rows.append(("Agreed", day(pair.agreed_at)))
    if pair.ended_on:
        rows.append(("Ended", day(pair.ended_on)))
    return rows
