"""Sessions as Django keeps them in the database, read by a statement that is put together once."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from buddy_portal.prepared import prepared


class SessionStore(db.SessionStore):
    """Every page of a signed-in person begins with reading their session."""

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie can carry any character, a NUL too; the keys that we make are plain letters."""
        known = super()._validate_session_key(key)  # type: ignore[misc]  # not in the stubs
        return bool(known) and str(key).isascii() and str(key).isalnum()

    def _get_session_from_db(self) -> Session | None:
        found = _sessions(self.session_key, timezone.now()) if self.session_key else []
        if found:
            return found[0]
        self._session_key = None
        return None


@prepared
def _sessions(key: str, now: datetime.datetime) -> QuerySet[Any, Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
