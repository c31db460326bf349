"""How every change is saved: by version, with its history row and its line in the trail."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.versions import Versioned, save_version

LONGEST_HISTORY_REASON = 100


def save_change(
    *,
    thing: Versioned,
    by: User | None,
    action: str,
    values: dict[str, Any],
    reason: str = "",
    trust_code: str = "",
    read_at: int | None = None,
) -> None:
    """Save `values`, one version on, with a row of history and an event. Call it in a transaction.

    `read_at` is the version that the person saw; without it, the one just loaded. Raises
    StaleVersion where somebody else saved meanwhile.
    """
    changes = changed_fields(thing, values)
    name_in_history(thing, by=by, reason=reason)
    save_version(thing, read_at=read_at or thing.version, values=values)
    record_event(
        by=by, action=action, thing=thing, trust_code=trust_code, changes=changes, reason=reason
    )


def name_in_history(thing: Model, *, by: User | None, reason: str = "") -> None:
    """Say who and why on the history row that the next save of `thing` writes."""
    thing._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    thing._change_reason = reason[:LONGEST_HISTORY_REASON]  # type: ignore[attr-defined]
