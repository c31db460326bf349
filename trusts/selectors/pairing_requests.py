"""Whether a worker has a scheme's pairing in hand, and what became of the last time."""

from __future__ import annotations

from trusts.models import PairingRequest, Scheme


def newest_request(scheme: Scheme) -> PairingRequest | None:
    """What was last asked of a worker for this scheme. One query."""
    asked = PairingRequest.objects.filter(scheme=scheme).select_related("asked_by", "draft")
    return asked.order_by("-asked_at", "-pk").first()
