"""The personal address of a team survey, signed: the table of invitations alone opens no door."""

from __future__ import annotations

import uuid

from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

_signer = signing.Signer(salt="evaluation.team_survey")


def path_of(token: uuid.UUID) -> str:
    """The path of somebody's own page, with its signature."""
    path = reverse("team_survey_answer", kwargs={"token": token})
    return f"{path}?{urlencode({'key': _signer.signature(str(token))})}"


def is_signed(token: uuid.UUID, signature: str) -> bool:
    """Whether the signature is ours. Compared in constant time by Django's signer."""
    try:
        _signer.unsign(f"{token}{_signer.sep}{signature}")
    except signing.BadSignature:
        return False
    return True
