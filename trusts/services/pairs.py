"""Answers to a proposed pair, the terms of engagement, and how a pair ends."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import BuddyPair, PairAnswer, PairState, Participation
from trusts.presenters import letters
from trusts.refusals import AlreadyAnswered, AnswerTooLate, NotFound, ReasonMissing, WrongState
from trusts.services import mails
from trusts.services.changes import save_change
from trusts.states import LIVE, PAIR_MOVES, check_move

MENTOR, MENTEE = "mentor", "mentee"


@transaction.atomic
def answer_proposal(
    *, pair_id: int, ods_code: str, accepts: bool, reason: str, by: User, today: datetime.date
) -> BuddyPair:
    """One of the two trusts accepts or declines, in any order, up to and including the last day."""
    rules.can_answer_for.require(access_of(by, on=today), ods_code)
    pair = locked_pair(pair_id)
    if today > pair.answer_by:
        raise AnswerTooLate(
            "The last day to answer has passed. Ask the programme to propose again."
        )
    return _answer(pair, ods_code, accepts, reason, by=by, today=today, action="")


@transaction.atomic
def record_answer(
    *, pair_id: int, ods_code: str, accepts: bool, reason: str, by: User, today: datetime.date
) -> BuddyPair:
    """The programme records an answer given outside the portal, and how it was given."""
    rules.can_pair.require(access_of(by, on=today), None)
    if not reason.strip():
        raise ReasonMissing("Enter how and when the trust answered", field="reason")
    pair = locked_pair(pair_id)
    return _answer(pair, ods_code, accepts, reason, by=by, today=today, action="recorded: ")


@transaction.atomic
def sign_terms(*, pair_id: int, ods_code: str, by: User, today: datetime.date) -> BuddyPair:
    """The sponsor of one trust signs the terms; the second signature starts the pair."""
    rules.can_sign_for.require(access_of(by, on=today), ods_code)
    pair = locked_pair(pair_id)
    side = _side_of(pair, ods_code)
    if getattr(pair, f"{side}_signed_at") is not None:
        raise AlreadyAnswered("The terms have been signed for this trust before.")
    return _sign(pair, [side], by=by, today=today, action="signed terms of engagement", reason="")


@transaction.atomic
def record_signatures(*, pair_id: int, how: str, by: User, today: datetime.date) -> BuddyPair:
    """The programme records that both sponsors have signed outside the portal: the pair starts."""
    rules.can_pair.require(access_of(by, on=today), None)
    if not how.strip():
        raise ReasonMissing(
            "Enter how the sponsors signed, such as a letter and its date", field="how"
        )
    pair = locked_pair(pair_id)
    sides = [side for side in (MENTOR, MENTEE) if getattr(pair, f"{side}_signed_at") is None]
    action = "recorded signed terms of engagement"
    return _sign(pair, sides, by=by, today=today, action=action, reason=how.strip())


@transaction.atomic
def end_pair(*, pair_id: int, reason: str, by: User, today: datetime.date) -> BuddyPair:
    """End a live pair early, or take a proposal back, with a reason that both trusts read."""
    rules.can_pair.require(access_of(by, on=today), None)
    if not reason.strip():
        raise ReasonMissing("Enter why the pair ends", field="reason")
    pair = locked_pair(pair_id)
    _end(pair, PairState.ENDED_EARLY, reason.strip(), by=by, today=today, action="ended pair early")
    return pair


@transaction.atomic
def complete_pair(*, pair_id: int, by: User, today: datetime.date) -> BuddyPair:
    """Close a pair whose work is done, once the implementation has ended."""
    rules.can_pair.require(access_of(by, on=today), None)
    pair = locked_pair(pair_id)
    if today <= pair.scheme.implementation_to:
        raise WrongState(
            "A pair is completed after the implementation has ended; end it early instead."
        )
    _end(pair, PairState.COMPLETED, "", by=by, today=today, action="completed pair")
    return pair


def end_pairs_of(
    participation: Participation, *, reason: str, by: User, today: datetime.date
) -> None:
    """End every live pair of a trust that leaves a scheme. Call it in the leaving's transaction."""
    pairs = BuddyPair.objects.filter(scheme=participation.scheme, state__in=LIVE)
    mine = pairs.filter(mentor=participation.trust) | pairs.filter(mentee=participation.trust)
    for pk in mine.order_by("pk").values_list("pk", flat=True):
        _end(
            locked_pair(pk),
            PairState.ENDED_EARLY,
            reason,
            by=by,
            today=today,
            action="ended pair early",
        )


def locked_pair(pair_id: int) -> BuddyPair:
    """The pair with its trusts and scheme, its row locked until the transaction ends."""
    return (
        BuddyPair.objects.select_for_update(of=("self",))
        .select_related("scheme", "mentor", "mentee")
        .get(pk=pair_id)
    )


def _side_of(pair: BuddyPair, ods_code: str) -> str:
    for side in (MENTOR, MENTEE):
        if getattr(pair, side).ods_code == ods_code:
            return side
    raise NotFound("This trust is not in the pair.")


def _answer(
    pair: BuddyPair,
    ods_code: str,
    accepts: bool,
    reason: str,
    *,
    by: User,
    today: datetime.date,
    action: str,
) -> BuddyPair:
    side = _side_of(pair, ods_code)
    if pair.state != PairState.PROPOSED:
        raise WrongState(f"There is no open proposal: the pair is “{pair.get_state_display()}”.")
    if getattr(pair, f"{side}_answer") != PairAnswer.WAITING:
        raise AlreadyAnswered("This trust has answered before. Ask the programme to change it.")
    if not accepts and not reason.strip():
        raise ReasonMissing("Enter why your trust declines", field="reason")
    values: dict[str, Any] = {
        f"{side}_answer": PairAnswer.ACCEPTED if accepts else PairAnswer.DECLINED,
        f"{side}_answered_at": timezone.now(),
    }
    other = MENTEE if side == MENTOR else MENTOR
    both = accepts and getattr(pair, f"{other}_answer") == PairAnswer.ACCEPTED
    if not accepts:
        check_move(PAIR_MOVES, PairState(pair.state), PairState.DECLINED)
        values |= {"state": PairState.DECLINED, "reason": reason.strip(), "ended_on": today}
    elif both:
        check_move(PAIR_MOVES, PairState(pair.state), PairState.AGREED)
        values |= {"state": PairState.AGREED, "agreed_at": timezone.now()}
    words = "accepted pair" if accepts else "declined pair"
    save_change(
        thing=pair,
        by=by,
        action=f"{action}{words}",
        values=values,
        reason=reason.strip(),
        trust_code=ods_code,
    )
    _tell_of_answer(pair, side, today)
    return pair


def _tell_of_answer(pair: BuddyPair, side: str, today: datetime.date) -> None:
    if pair.state == PairState.DECLINED:
        mails.pair_moved(pair, letters.declined(pair), today=today)
    elif pair.state == PairState.AGREED:
        mails.pair_moved(pair, letters.agreed(pair), today=today)
    else:
        mails.answer_awaited(pair, accepted=getattr(pair, side), today=today)


def _sign(
    pair: BuddyPair, sides: list[str], *, by: User, today: datetime.date, action: str, reason: str
) -> BuddyPair:
    if pair.state != PairState.AGREED:
        raise WrongState("The terms are signed once both trusts have accepted the pair.")
    now = timezone.now()
    values: dict[str, Any] = {}
    for side in sides:
        values |= {f"{side}_signed_by": by, f"{side}_signed_at": now}
    signed = {side for side in (MENTOR, MENTEE) if getattr(pair, f"{side}_signed_at")} | set(sides)
    if signed == {MENTOR, MENTEE}:
        check_move(PAIR_MOVES, PairState(pair.state), PairState.ACTIVE)
        values["state"] = PairState.ACTIVE
    save_change(
        thing=pair,
        by=by,
        action=action,
        values=values,
        reason=reason,
        trust_code=getattr(pair, sides[0]).ods_code if len(sides) == 1 else "",
    )
    if pair.state == PairState.ACTIVE:
        mails.pair_moved(pair, letters.active(pair), today=today)
    else:
        mails.signature_awaited(pair, signed=getattr(pair, sides[0]), today=today)
    return pair


def _end(
    pair: BuddyPair,
    state: PairState,
    reason: str,
    *,
    by: User,
    today: datetime.date,
    action: str,
) -> None:
    check_move(PAIR_MOVES, PairState(pair.state), state)
    save_change(
        thing=pair,
        by=by,
        action=action,
        values={"state": state, "reason": reason, "ended_on": today},
        reason=reason,
        trust_code=pair.mentee.ods_code,
    )
    mails.pair_moved(pair, letters.ended(pair), today=today)
