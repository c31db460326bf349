"""The address that a sponsor is sent: signed, so that the table of requests opens no door."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from trusts.models import ParticipationState, SponsorRequest

LINK_DAYS = 14
_signer = signing.Signer(salt="trusts.sponsor_request")
_ANSWERABLE = (ParticipationState.APPLIED, ParticipationState.ASKED_AGAIN)


def path_of_request(request: SponsorRequest) -> str:
    """The path and signature, without the portal's own address."""
    path = reverse("sponsor_agreement", kwargs={"token": request.token})
    return f"{path}?{urlencode({'key': _signer.signature(str(request.token))})}"


def address_of_request(request: SponsorRequest) -> str:
    """The whole address for the mail."""
    return f"{settings.PORTAL_URL}{path_of_request(request)}"


def is_signed(request: SponsorRequest, signature: str) -> bool:
    """Whether the signature is ours. Compared in constant time by Django's signer."""
    try:
        _signer.unsign(f"{request.token}{_signer.sep}{signature}")
    except signing.BadSignature:
        return False
    return True


def can_answer(request: SponsorRequest, *, now: datetime.datetime) -> bool:
    """Whether the link still answers: unused, in time, and the application waits for it."""
    found = request.participation
    return (
        request.outcome == SponsorRequest.Outcome.WAITING
        and request.expires_at > now
        and found.state in _ANSWERABLE
        and found.sponsor_agreed_at is None
    )
