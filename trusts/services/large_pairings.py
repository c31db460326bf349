"""Large schemes: sets worked out by a worker, so that nobody waits at a page that stands still.

A scheme of the country's size is answered in the request. Above that the act is kept, the board
says how far it is, and the outbox brings it to a worker. Both ways end in the same services.
"""

from __future__ import annotations

import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.outbox.jobs import Effect
from buddy_portal.outbox.services import enqueue
from trusts import rules
from trusts.models import DraftAct, PairingDraft, PairingRequest, ParticipationState, Scheme
from trusts.pair_gates import MENTEES, MENTORS
from trusts.pairing_choices import Codes
from trusts.refusals import AlreadyBeingWorkedOut, WrongState
from trusts.services import drafts
from trusts.services.draft_sets import Prepared, check_act, prepare

WORK_OUT = "work out pairs"
# 500 mentors by 500 mentees take about two seconds with everything read and written.
MOST_CELLS_AT_ONCE = 250_000
# What the worker does, in its order, and how much of the whole is done when it begins.
STEPS = (
    ("Waiting for a worker", 0),
    ("Scoring every possible pair", 10),
    ("Finding the set that serves every mentee", 60),
    ("Keeping the set", 90),
)
FAILED = (
    "The portal could not finish this. Nothing was changed. Try again, or tell the support team."
)
State = PairingRequest.State


def is_large(scheme: Scheme) -> bool:
    """Whether so many trusts take part that a worker has to do it. One query."""
    accepted = scheme.participations.filter(state=ParticipationState.ACCEPTED)
    counts = accepted.aggregate(
        mentors=Count("pk", filter=Q(role__in=MENTORS)),
        mentees=Count("pk", filter=Q(role__in=MENTEES)),
    )
    return bool(counts["mentors"] * counts["mentees"] > MOST_CELLS_AT_ONCE)


def bring_set(
    *,
    scheme: Scheme,
    act: DraftAct,
    draft: PairingDraft | None = None,
    pair: Codes | None = None,
    reason: str = "",
    by: User,
    today: datetime.date,
) -> PairingDraft | PairingRequest:
    """Do an act at once where the scheme is small; have a worker do it where it is large."""
    if not is_large(scheme):
        return _do(scheme, act, draft, pair, reason, by, today, None)
    rules.can_pair.require(access_of(by, on=today), None)
    if draft is not None:
        check_act(scheme, act, pair, reason)
    mentor, mentee = pair or ("", "")
    with transaction.atomic():
        asked = PairingRequest(
            scheme=scheme,
            draft=draft,
            act=act,
            mentor=mentor,
            mentee=mentee,
            reason=reason.strip(),
            asked_by=by,
            asked_on=today,
        )
        _save_the_only_one(asked)
        record_event(by=by, action="asked for a set of pairs", thing=asked, reason=asked.reason)
        enqueue(job=WORK_OUT, payload={"request_id": asked.pk})
    return asked


def work_out_request(*, request_id: int) -> Effect | None:
    """A worker's part. Safe to run twice, safe to be killed: the effect alone writes."""
    asked = _loaded().filter(pk=request_id, state=State.WAITING).first()
    if asked is None:
        return None
    _progress(asked, 1)
    try:
        prepared = prepare(
            scheme=asked.scheme,
            draft=asked.draft,
            act=DraftAct(asked.act),
            pair=_pair(asked),
            reason=asked.reason,
            scored=lambda: _progress(asked, 2),
        )
    except Refusal as refusal:
        return partial(_end, request_id, State.REFUSED, refusal.sentence)
    _progress(asked, 3)
    return partial(_keep, request_id, prepared)


def gave_up(*, request_id: int, error: str) -> None:
    """Every attempt failed: the board says so, and the next act is free."""
    _end(request_id, State.REFUSED, FAILED)


def stop_request(*, scheme: Scheme, by: User, today: datetime.date) -> PairingRequest:
    """Stop what a worker has not finished; what it finds is thrown away.

    Raises WrongState where it was quicker.
    """
    rules.can_pair.require(access_of(by, on=today), None)
    with transaction.atomic():
        waiting = PairingRequest.objects.select_for_update(of=("self",))
        asked = waiting.filter(scheme=scheme, state=State.WAITING).first()
        if asked is None:
            raise WrongState("There was nothing left to stop: the set is worked out.")
        asked.state = State.STOPPED
        asked.save(update_fields=["state"])
        record_event(by=by, action="stopped working out a set of pairs", thing=asked)
    return asked


def _do(
    scheme: Scheme,
    act: DraftAct,
    draft: PairingDraft | None,
    pair: Codes | None,
    reason: str,
    by: User,
    today: datetime.date,
    prepared: Prepared | None,
) -> PairingDraft:
    if draft is None:
        return drafts.suggest_draft(scheme=scheme, by=by, today=today, prepared=prepared)
    return drafts.change_draft(
        act=act,
        draft_id=draft.pk,
        pair=pair,
        reason=reason,
        by=by,
        today=today,
        prepared=prepared,
    )


def _keep(request_id: int, prepared: Prepared) -> None:
    """Do the act as the person who asked, unless it was stopped; their right is looked at again."""
    asked = _loaded().select_for_update(of=("self",)).get(pk=request_id)
    if asked.state != State.WAITING:
        return
    if asked.asked_by is None:
        _end(request_id, State.REFUSED, "The person who asked for this has no account any more.")
        return
    act, pair = DraftAct(asked.act), _pair(asked)
    who = asked.asked_by, asked.asked_on
    try:
        with transaction.atomic():
            _do(asked.scheme, act, asked.draft, pair, asked.reason, *who, prepared)
    except Refusal as refusal:
        _end(request_id, State.REFUSED, refusal.sentence)
    else:
        _end(request_id, State.DONE)


def _end(request_id: int, state: PairingRequest.State, problem: str = "") -> None:
    PairingRequest.objects.filter(pk=request_id, state=State.WAITING).update(
        state=state, problem=problem
    )


def _progress(asked: PairingRequest, step: int) -> None:
    PairingRequest.objects.filter(pk=asked.pk, state=State.WAITING).update(step=step)


def _loaded() -> QuerySet[PairingRequest]:
    return PairingRequest.objects.select_related("scheme__baseline", "draft", "asked_by")


def _pair(asked: PairingRequest) -> Codes | None:
    return (asked.mentor, asked.mentee) if asked.mentor else None


def _save_the_only_one(asked: PairingRequest) -> None:
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as error:
        raise AlreadyBeingWorkedOut(
            "A set of this scheme is being worked out already. Wait until it is there, or stop it."
        ) from error
