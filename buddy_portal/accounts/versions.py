"""Optimistic versions: a form carries the version it was read at; a stale save is refused."""

from __future__ import annotations

from typing import Any

from django.db import models

from buddy_portal.accounts.refusals import StaleVersion


class Versioned(models.Model):
    """A thing that more than one person edits. `version` grows by one with every save of a form."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def save_version(thing: Versioned, *, read_at: int, values: dict[str, Any]) -> None:
    """Save `values` if the thing still is at the version it was read at.

    One UPDATE decides, so that of many people who save the same version one wins. Raises
    StaleVersion with the saved and the typed values otherwise; nothing is then changed.
    """
    model = type(thing)
    saved = model._default_manager.filter(pk=thing.pk, version=read_at).update(
        **values, version=read_at + 1
    )
    if not saved:
        thing.refresh_from_db()
        raise StaleVersion({name: getattr(thing, name) for name in values}, dict(values))
    for name, value in values.items():
        setattr(thing, name, value)
    thing.version = read_at + 1
    history = getattr(model, "history", None)
    if history is not None:  # an update in SQL tells no signal
        history.bulk_history_create([thing], update=True)
