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

    def _get_session_from_db(self) -> Session | None:
        found = _sessions(self.session_key, timezone.now()) if self.session_key else []
        if found:
            return found[0]
        self._session_key = None
        return None


@prepared
def _sessions(key: str, now: datetime.datetime) -> QuerySet[Any, Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
