"""Asking at once whether there is anything of several kinds: on most days there is little."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, QuerySet, Value

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User


def whether(access: Access, kinds: Iterable[QuerySet[Any, Any] | None]) -> QuerySet[Any, Any]:
    """One row for a person: yes or no for each kind, in order; no where a kind is not asked for."""
    no = Value(False)
    asked = (no if kind is None else Exists(kind) for kind in kinds)
    return User.objects.filter(pk=access.user_id or 0).order_by().values_list(*asked)
