"""Proposing pairs to their trusts, and what becomes of proposals that nobody answers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import (
    BuddyPair,
    PairingDraft,
    PairState,
    Participation,
    Scheme,
    Trust,
)
from trusts.pair_gates import gate_between
from trusts.presenters import letters
from trusts.refusals import (
    AnswerDateNotAhead,
    MenteeAlreadyPaired,
    MentorFull,
    NothingToPropose,
    NotTakingPart,
)
from trusts.services import mails
from trusts.services.changes import name_in_history, save_change
from trusts.states import LIVE, PAIR_MOVES, check_move


@dataclass(frozen=True)
class PairToPropose:
    """A mentor and a mentee, and what the pairing said about them."""

    mentor: Trust
    mentee: Trust
    score: int | None = None
    explanation: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def propose_pairs(
    *,
    scheme: Scheme,
    pairs: Sequence[PairToPropose],
    answer_by: datetime.date,
    by: User,
    today: datetime.date,
    draft: PairingDraft | None = None,
) -> list[BuddyPair]:
    """Propose pairs to both trusts of each, all or none, to be answered by a day.

    The rows of all trusts concerned are locked first, so that of two people who propose at the
    same time the second sees what the first took; unique constraints hold the same in the database.
    """
    rules.can_pair.require(access_of(by, on=today), None)
    _check_answer_day(scheme, answer_by, today)
    if not pairs:
        raise NothingToPropose("There is no pair to propose. Get a proposed set first.")
    taking_part = _lock_participations(scheme, pairs)
    declined = declined_codes(scheme)
    made = []
    for pair in pairs:
        mentor, mentee = (_part_of(trust, taking_part) for trust in (pair.mentor, pair.mentee))
        if refusal := gate_between(mentor, mentee, declined=declined):
            raise refusal
        made.append(_propose(scheme, pair, mentor, answer_by, by, draft))
    mails.pairs_proposed(made, today=today)
    return made


@transaction.atomic
def expire_proposals(*, today: datetime.date) -> int:
    """End the proposals whose last day to answer has passed. Returns how many."""
    late = (
        BuddyPair.objects.select_for_update(of=("self",))
        .select_related("scheme", "mentor", "mentee")
        .filter(state=PairState.PROPOSED, answer_by__lt=today)
        .order_by("pk")
    )
    count = 0
    for pair in late:
        check_move(PAIR_MOVES, PairState(pair.state), PairState.EXPIRED)
        save_change(
            thing=pair,
            by=None,
            action="proposal expired",
            values={"state": PairState.EXPIRED, "ended_on": today},
            trust_code=pair.mentee.ods_code,
        )
        mails.pair_moved(pair, letters.expired(pair), today=today)
        count += 1
    return count


def why_too_late(scheme: Scheme, today: datetime.date) -> str:
    """Why no day is left to answer a proposal by, as a sentence; empty while there is one."""
    if today < scheme.implementation_to:
        return ""
    when = "ends today" if today == scheme.implementation_to else "is over"
    return f"The implementation of {scheme} {when}, so no day is left to answer by"


def declined_codes(scheme: Scheme) -> set[tuple[str, str]]:
    """ODS codes (mentor, mentee) of the pairs that one of the two has declined."""
    found = BuddyPair.objects.filter(scheme=scheme, state=PairState.DECLINED)
    return set(found.values_list("mentor__ods_code", "mentee__ods_code"))


def _check_answer_day(scheme: Scheme, answer_by: datetime.date, today: datetime.date) -> None:
    if too_late := why_too_late(scheme, today):
        raise AnswerDateNotAhead(too_late, field="answer_by")
    if answer_by <= today:
        raise AnswerDateNotAhead("The day to answer by must be in the future", field="answer_by")
    if answer_by > scheme.implementation_to:
        raise AnswerDateNotAhead(
            "The day to answer by must lie before the implementation ends", field="answer_by"
        )


def _lock_participations(
    scheme: Scheme, pairs: Sequence[PairToPropose]
) -> dict[int, Participation]:
    trusts = {trust.pk for pair in pairs for trust in (pair.mentor, pair.mentee)}
    rows = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("trust")
        .filter(scheme=scheme, trust_id__in=trusts)
        .order_by("pk")  # always in one order, so that two proposals never wait for each other
    )
    return {row.trust_id: row for row in rows}


def _part_of(trust: Trust, taking_part: dict[int, Participation]) -> Participation:
    try:
        return taking_part[trust.pk]
    except KeyError:
        raise NotTakingPart(f"{trust} does not take part in this scheme.") from None


def _propose(
    scheme: Scheme,
    pair: PairToPropose,
    mentor: Participation,
    answer_by: datetime.date,
    by: User,
    draft: PairingDraft | None,
) -> BuddyPair:
    live = BuddyPair.objects.filter(scheme=scheme, state__in=LIVE)
    if live.filter(mentee=pair.mentee).exists():
        raise MenteeAlreadyPaired(f"{pair.mentee} already has a proposed or active mentor.")
    made = BuddyPair(
        scheme=scheme,
        mentor=pair.mentor,
        mentee=pair.mentee,
        place=_free_place(
            mentor, set(live.filter(mentor=pair.mentor).values_list("place", flat=True))
        ),
        score=pair.score,
        explanation=pair.explanation,
        draft=draft,
        proposed_by=by,
        answer_by=answer_by,
    )
    name_in_history(made, by=by)
    made.save()
    for trust in (pair.mentor, pair.mentee):
        record_event(
            by=by,
            action="proposed pair",
            thing=made,
            trust_code=trust.ods_code,
            changes={"score": (None, pair.score), "answer by": (None, answer_by)},
        )
    return made


def _free_place(mentor: Participation, taken: set[int]) -> int:
    """The first of the mentor's places that no live pair takes."""
    for place in range(1, mentor.capacity + 1):
        if place not in taken:
            return place
    places = "1 place" if mentor.capacity == 1 else f"{mentor.capacity} places"
    raise MentorFull(f"{mentor.trust} offers {places}, and every one is taken.")
