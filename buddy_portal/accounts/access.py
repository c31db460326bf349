"""What a person may reach today: their roles, where, and the permissions these give."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.db.models import BigIntegerField, Exists, QuerySet
from django.utils import timezone

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission, permissions_of
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from buddy_portal.prepared import SOME, Given, GivenList, NotPrepared, prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Access:
    """The roles of one person on one day. Immutable; built anew for every request."""

    user_id: int | None = None
    programme: frozenset[Role] = frozenset()
    trusts: dict[str, frozenset[Role]] = field(default_factory=dict)
    has_second_factor: bool = field(default=False, compare=False)
    """Whether they have set up an app or a key for the second step of signing in."""

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

    @property
    def shape(self) -> tuple[Any, ...]:
        """What decides which statement a prepared query is: the roles, not where they are held."""
        in_trusts: frozenset[Role] = frozenset().union(*self.trusts.values())
        return (self.programme, in_trusts, self.user_id is None)

    def stand_in(self, argument: str) -> GivenAccess:
        """What prepared queries are put together with, for all people of this shape."""
        programme, in_trusts, is_nobody = self.shape
        if is_nobody:
            raise NotPrepared("A query about what a person may see is prepared for people only.")
        user_id: Any = Given(argument, BigIntegerField(), attrgetter("user_id"))
        trusts = {SOME: in_trusts} if in_trusts else {}
        return GivenAccess(user_id, programme, trusts, argument=argument)


@dataclass(frozen=True)
class GivenAccess(Access):
    """Stands for the access of anybody with the same roles while a query is prepared."""

    argument: str = ""

    def may(self, permission: Permission, *, trust_code: str = "") -> bool:
        if trust_code:
            raise NotPrepared("In which trust a role is held is not known while preparing.")
        return self.may_in_programme(permission)

    def trusts_where(self, permission: Permission) -> Any:
        """A place to fill in; nothing where no role of the shape gives the permission."""
        if not super().trusts_where(permission):
            return frozenset()
        return GivenList(self.argument, methodcaller("trusts_where", permission))


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
    access = _collect(user.pk, _memberships(user.pk, day))
    user._access = (day, access)  # type: ignore[attr-defined]  # a cache, not a field
    return access


@prepared
def _memberships(user_id: int, day: datetime.date) -> QuerySet[Any, tuple[str, str, bool]]:
    """The role, the trust, and each time whether the person has a second factor."""
    second = Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS)
    held = Membership.objects.filter(user_id=user_id).on(day).order_by()
    return held.values_list("role", "trust_code", Exists(second))


def _collect(user_id: int, memberships: Iterable[tuple[str, str, bool]]) -> Access:
    programme: set[Role] = set()
    trusts: dict[str, set[Role]] = {}
    has_second_factor = False
    for held, trust_code, has_second in memberships:
        has_second_factor = has_second
        role = Role(held)
        if role in PROGRAMME_ROLES:
            programme.add(role)
        else:
            trusts.setdefault(trust_code, set()).add(role)
    return Access(
        user_id=user_id,
        programme=frozenset(programme),
        trusts={code: frozenset(roles) for code, roles in sorted(trusts.items())},
        has_second_factor=has_second_factor,
    )
