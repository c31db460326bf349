"""Writing the trail: one event for every change, in the transaction of the change."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import structlog
from django.db import models, transaction

from buddy_portal.accounts.models import AuditEvent, User
from buddy_portal.inserts import insert

PORTAL = "The portal"
Changes = dict[str, tuple[object, object]]


class AuditOutsideTransaction(RuntimeError):
    """An event was written outside the transaction of the change it speaks of."""


def record_event(
    *,
    by: User | None,
    action: str,
    thing: models.Model | None = None,
    kind: str = "",
    name: str = "",
    trust_code: str = "",
    changes: Changes | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write who did what to which thing. Call it inside the service's transaction.

    `by` is None where the portal acts by itself (a deadline, a sweep). `changes` maps a field to
    what it was and what it is now.
    """
    if not transaction.get_connection().in_atomic_block:
        raise AuditOutsideTransaction(f"{action} must be recorded inside a transaction")
    known = structlog.contextvars.get_contextvars()
    event = AuditEvent(
        actor_id=by.pk if by else None,
        actor=f"{by.name} <{by.email}>" if by else PORTAL,
        action=action,
        object_kind=kind or (str(thing._meta.verbose_name) if thing is not None else ""),
        object_id=str(thing.pk) if thing is not None else "",
        object_name=(name or str(thing or ""))[:300],
        trust_code=trust_code,
        changes={
            field: [_plain(before), _plain(after)]
            for field, (before, after) in (changes or {}).items()
        },
        reason=reason,
        address=known.get("address"),
        request_id=known.get("request_id", ""),
    )
    insert(event)
    return event


def changed_fields(thing: models.Model, values: dict[str, object]) -> Changes:
    """The fields whose saved value differs from the one given: field -> (before, after)."""
    return {
        field: (getattr(thing, field), after)
        for field, after in values.items()
        if getattr(thing, field) != after
    }


def _plain(value: object) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, datetime.date | datetime.time | Decimal):
        return str(value)
    return value
