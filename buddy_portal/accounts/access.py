"""What a person may reach today: their roles, where, and the permissions these give."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission, permissions_of
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)
class Access:
    """The roles of one person on one day. Immutable; built anew for every request."""

    user_id: int | None = None
    programme: frozenset[Role] = frozenset()
    trusts: dict[str, frozenset[Role]] = field(default_factory=dict)

    @property
    def is_programme(self) -> bool:
        """Whether the person works for the national programme."""
        return bool(self.programme)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role, wherever it is held."""
        return self.programme.union(*self.trusts.values())

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything any of the roles may do somewhere."""
        return permissions_of(self.roles)

    def may(self, permission: Permission, *, trust_code: str = "") -> bool:
        """Whether a programme role, or a role in this trust, gives the permission."""
        roles = self.programme | self.trusts.get(trust_code, frozenset())
        return permission in permissions_of(roles)

    def may_in_programme(self, permission: Permission) -> bool:
        """Whether a programme role gives the permission."""
        return permission in permissions_of(self.programme)

    def trusts_where(self, permission: Permission) -> frozenset[str]:
        """ODS codes of the trusts in which a role of this person gives the permission."""
        return frozenset(
            code for code, roles in self.trusts.items() if permission in permissions_of(roles)
        )


NOBODY = Access()


def access_of(user: User | AnonymousUser | None, *, on: datetime.date | None = None) -> Access:
    """What this person may reach on a day (today by default). One query, kept on the user object.

    User objects live for one request, so a right that was taken away is gone with the next one.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    day = on or timezone.localdate()
    kept: tuple[datetime.date, Access] | None = getattr(user, "_access", None)
    if kept and kept[0] == day:
        return kept[1]
    access = _collect(user.pk, Membership.objects.filter(user=user).on(day))
    user._access = (day, access)  # type: ignore[attr-defined]  # a cache, not a field
    return access


def _collect(user_id: int, memberships: Iterable[Membership]) -> Access:
    programme: set[Role] = set()
    trusts: dict[str, set[Role]] = {}
    for membership in memberships:
        role = Role(membership.role)
        if role in PROGRAMME_ROLES:
            programme.add(role)
        else:
            trusts.setdefault(membership.trust_code, set()).add(role)
    return Access(
        user_id=user_id,
        programme=frozenset(programme),
        trusts={code: frozenset(roles) for code, roles in sorted(trusts.items())},
    )
