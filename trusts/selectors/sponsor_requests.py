"""What a sponsor's link opens, and which link an application has out."""

from __future__ import annotations

import uuid

from trusts.models import Participation, SponsorRequest
from trusts.refusals import NotFound
from trusts.sponsor_links import is_signed


def request_behind(token: uuid.UUID, signature: str) -> SponsorRequest:
    """The request that a link opens. A link that we did not sign opens nothing."""
    found = (
        SponsorRequest.objects.select_related(
            "participation__scheme__baseline", "participation__trust", "participation__lead"
        )
        .select_related("participation__sponsor_agreed_by", "asked_by")
        .filter(token=token)
        .first()
    )
    if found is None or not is_signed(found, signature):
        raise NotFound(
            "This link opens no application. Check that the whole link was copied from the mail."
        )
    return found


def newest_request(participation: Participation) -> SponsorRequest | None:
    """The link that was sent last for an application, whatever became of it."""
    return SponsorRequest.objects.filter(participation=participation).order_by("-pk").first()
