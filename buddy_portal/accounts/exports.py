"""Downloads of people and of what they did are in the trail themselves."""

from __future__ import annotations

from django.db import transaction

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User


def record_export(*, by: User, name: str, kind: str, reason: str = "") -> None:
    """Write who downloaded which table in which form."""
    with transaction.atomic():
        record_event(
            by=by, action="downloaded", kind="table", name=f"{name} ({kind})", reason=reason
        )
