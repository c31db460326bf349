"""Changing the facts about a trust by hand."""

from __future__ import annotations

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Trust, TrustSuccession


@transaction.atomic
def save_trust(*, trust: Trust, changed: list[str], by: User) -> Trust:
    """Save a trust whose fields have been checked; `changed` names those that differ."""
    rules.can_manage_trusts.require(access_of(by), None)
    before = Trust.objects.filter(pk=trust.pk).first()
    trust._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    trust.save()
    record_event(
        by=by,
        action="changed trust" if before else "added trust",
        thing=trust,
        trust_code=trust.ods_code,
        changes={name: (getattr(before, name, None), getattr(trust, name)) for name in changed},
    )
    return trust


@transaction.atomic
def save_succession(*, succession: TrustSuccession, by: User) -> TrustSuccession:
    """Save that one trust became part of another."""
    rules.can_manage_trusts.require(access_of(by), None)
    is_new = succession.pk is None
    succession.save()
    record_event(
        by=by,
        action="added succession" if is_new else "changed succession",
        thing=succession,
        trust_code=succession.successor_code,
    )
    return succession
