"""Reading what a person typed and has not sent yet: their own, never anybody else's."""

from __future__ import annotations

from collections.abc import Iterable

from buddy_portal.accounts.models import User
from improvement_plans.models import FormDraft


def drafts_at(user: User, paths: Iterable[str]) -> dict[str, FormDraft]:
    """What is kept for the person at these addresses, by address: one query."""
    found = FormDraft.objects.filter(by=user, path__in=list(paths))
    return {draft.path: draft for draft in found}
