"""Reading what a person typed and has not sent yet: their own, never anybody else's."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from buddy_portal.accounts.models import User
from buddy_portal.prepared import prepared
from improvement_plans.models import FormDraft


def drafts_at(user: User, paths: Iterable[str]) -> dict[str, FormDraft]:
    """What is kept for the person at these addresses, by address: one query."""
    return {draft.path: draft for draft in _drafts(user.pk, list(paths))}


@prepared
def _drafts(user_id: int, paths: list[str]) -> QuerySet[FormDraft, FormDraft]:
    return FormDraft.objects.filter(by=user_id, path__in=paths)
