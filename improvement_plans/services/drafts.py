"""Keeping what is typed until it is sent: drafts of forms, each seen by its writer alone.

Drafts are nobody's record, so the audit trail does not speak of them.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.utils import timezone

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.typed_text import MOST_CHARACTERS
from improvement_plans.models import FormDraft, SentForm
from improvement_plans.selectors.drafts import drafts_at

KEPT = datetime.timedelta(days=30)


class TooLongToKeep(Refusal):
    """More text than any of our forms takes."""

    def __init__(self) -> None:
        super().__init__("This is too long to be kept while you type.")


def keep_draft(
    *, by: User, path: str, fields: Sequence[tuple[str, str]], key: uuid.UUID | None = None
) -> FormDraft | None:
    """Keep what was typed so far in place of what was kept before.

    Returns None where there is nothing to keep: the form with this key was taken in meanwhile (an
    autosave that came late must not bring a sent text back), or its fields were emptied.
    """
    if sum(len(value) for _name, value in fields) > MOST_CHARACTERS:
        raise TooLongToKeep
    if key is not None and SentForm.objects.filter(key=key).exists():
        return None
    if not any(value.strip() for name, value in fields if not name.endswith("read_version")):
        forget_draft(by=by, path=path)
        return None
    kept, _is_new = FormDraft.objects.update_or_create(
        by=by, path=path, defaults={"fields": list(fields), "saved_at": timezone.now()}
    )
    return kept


def keep_for_owner(
    *, user_id: int, path: str, fields: Sequence[tuple[str, str]]
) -> FormDraft | None:
    """Keep what was sent after the session had ended, for the person whose page it was."""
    owner = User.objects.filter(pk=user_id, is_active=True).first()
    if owner is None:
        return None
    try:
        return keep_draft(by=owner, path=path, fields=fields)
    except TooLongToKeep:
        return None


def forget_draft(*, by: User, path: str) -> None:
    """Delete what was kept: it was sent, or thrown away. Mostly there is nothing."""
    for draft in drafts_at(by, [path]).values():
        draft.delete()


def forget_old_drafts(*, before: datetime.datetime) -> int:
    """Delete drafts that nobody has touched for 30 days before this moment; say how many."""
    deleted, _by_model = FormDraft.objects.filter(saved_at__lte=before - KEPT).delete()
    return deleted
