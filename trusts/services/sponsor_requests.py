"""Asking an executive sponsor without an account by a signed link, and taking the answer."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Participation, ParticipationState, SponsorRequest
from trusts.refusals import NotFound, ReasonMissing, WrongState
from trusts.services import sponsor_mails
from trusts.services.applications import check_read, locked
from trusts.services.changes import save_change
from trusts.sponsor_links import LINK_DAYS, can_answer

Outcome = SponsorRequest.Outcome
WAITING_STATES = (ParticipationState.APPLIED, ParticipationState.ASKED_AGAIN)


@transaction.atomic
def ask_sponsor(
    *, participation_id: int, name: str, email: str, by: User, today: datetime.date
) -> SponsorRequest:
    """Send the sponsor a link of their own. A link sent before opens nothing any more."""
    found = locked(participation_id)
    rules.can_apply.require(access_of(by, on=today), found.trust.ods_code)
    if found.state not in WAITING_STATES:
        raise WrongState("Send the application first, then ask the sponsor.")
    if found.sponsor_agreed_at is not None:
        raise WrongState("The sponsor has agreed to this application before.")
    now = timezone.now()
    SponsorRequest.objects.filter(participation=found, outcome=Outcome.WAITING).update(
        outcome=Outcome.REPLACED, answered_at=now
    )
    made = SponsorRequest.objects.create(
        participation=found,
        name=" ".join(name.split()),
        email=User.objects.normalise(email),
        asked_by=by,
        asked_at=now,
        expires_at=now + datetime.timedelta(days=LINK_DAYS),
    )
    record_event(
        by=by,
        action="asked the sponsor by link",
        thing=found,
        trust_code=found.trust.ods_code,
        changes={"sponsor": (None, f"{made.name} <{made.email}>")},
    )
    sponsor_mails.sponsor_asked_by_link(made)
    return made


@transaction.atomic
def answer_by_link(
    *,
    token: uuid.UUID,
    agrees: bool,
    reason: str,
    read_at: int,
    today: datetime.date,
    by: User | None = None,
) -> SponsorRequest:
    """Take the answer of whoever holds the link, once. `by` is set where they are signed in.

    Refused where the application has changed since the page was read: nobody agrees to words
    that they have not seen.
    """
    request = _locked_request(token)
    found = locked(request.participation_id)
    request.participation = found
    now = timezone.now()
    if not can_answer(request, now=now):
        raise WrongState("This link has been used, replaced, or has run out. Ask for a new one.")
    check_read(found, read_at)
    if not agrees and not reason.strip():
        raise ReasonMissing("Enter why you do not agree, for the trust to read", field="reason")
    request.outcome = Outcome.AGREED if agrees else Outcome.DECLINED
    request.answered_at, request.reason = now, reason.strip()
    request.save(update_fields=["outcome", "answered_at", "reason"])
    _write_answer(request, found, agrees=agrees, now=now, by=by)
    sponsor_mails.sponsor_answered(request, today=today)
    return request


def _locked_request(token: uuid.UUID) -> SponsorRequest:
    found = SponsorRequest.objects.select_for_update().filter(token=token).first()
    if found is None:
        raise NotFound("This link opens nothing. Check that the whole link was copied.")
    return found


def _write_answer(
    request: SponsorRequest,
    found: Participation,
    *,
    agrees: bool,
    now: datetime.datetime,
    by: User | None,
) -> None:
    """The application and the trail say who answered, with the address the link went to."""
    who = f"{request.name} <{request.email}>, by the signed link"
    if not agrees:
        record_event(
            by=by,
            action="sponsor did not agree",
            thing=found,
            trust_code=found.trust.ods_code,
            reason=f"{who}: {request.reason}",
        )
        return
    save_change(
        thing=found,
        by=by,
        action="agreed as executive sponsor by link",
        values={"sponsor_name": request.name, "sponsor_agreed_by": by, "sponsor_agreed_at": now},
        reason=who,
        trust_code=found.trust.ods_code,
    )
