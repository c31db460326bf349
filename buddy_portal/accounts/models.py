"""People, the roles they hold, and the trail of what they did."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from buddy_portal.prepared import prepared


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: object) -> User:
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get(self, *args: Any, **wanted: Any) -> User:
        """By key alone, as each request asks for its person, by a statement put together once."""
        if args or wanted.keys() != {"pk"} or type(wanted["pk"]) is not int:
            return super().get(*args, **wanted)
        for user in _users_by_key(wanted["pk"]):
            return user
        raise self.model.DoesNotExist("There is no such person.")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalise(username or ""))

    @staticmethod
    def normalise(email: str) -> str:
        return email.strip().lower()


@prepared
def _users_by_key(pk: int) -> QuerySet[User, User]:
    return User.objects.filter(pk=pk).order_by()


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, known by e-mail address."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField("full name", max_length=150)
    is_active = models.BooleanField("can sign in", default=True)
    is_staff = models.BooleanField("may open the admin site", default=False)
    is_fictional = models.BooleanField(
        "made up for the demonstration", default=False, editable=False
    )
    date_joined = models.DateTimeField("account made", default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: datetime.date) -> MembershipQuerySet:
        """Those that hold on this day. One that was ended holds no longer, from that moment."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, ended_at=None)


class Membership(models.Model):
    """A role that a person holds, in the programme or in one trust, between two days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    # The ODS code; blank for a role in the programme. Not a foreign key: accounts know no trusts.
    trust_code = models.CharField("trust's ODS code", max_length=10, blank=True)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)
    ended_at = models.DateTimeField("ended", null=True, blank=True, editable=False)
    end_reason = models.CharField("why it ended", max_length=500, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "trust_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "trust_code"],
                condition=Q(ended_at=None, ends_on=None),
                name="membership_once",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="membership_trust_fits_role",
                condition=(
                    Q(role__in=sorted(PROGRAMME_ROLES), trust_code="")
                    | (~Q(role__in=sorted(PROGRAMME_ROLES)) & ~Q(trust_code=""))
                ),
            ),
        ]
        indexes = [models.Index(fields=["trust_code", "role"], name="membership_by_trust")]

    def __str__(self) -> str:
        where = f", {self.trust_code}" if self.trust_code else ""
        return f"{self.user}: {self.get_role_display()}{where}"


class Invitation(models.Model):
    """An invitation by signed link, used once."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    trust_code = models.CharField(max_length=10, blank=True)
    # For guests: what they are invited to, said by the app that owns it, as "kind:id".
    guest_of = models.CharField(max_length=60, blank=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_to_role_or_as_guest",
                condition=(Q(role="") & ~Q(guest_of="")) | (~Q(role="") & Q(guest_of="")),
            ),
            models.UniqueConstraint(
                fields=["email", "role", "trust_code", "guest_of"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email}"


class AuditEvent(models.Model):
    """Who did what to which thing, when, why and from where. Append-only, by trigger.

    No foreign keys: the row outlives everything that it speaks of.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField("who", max_length=420)
    action = models.CharField("what", max_length=60)
    object_kind = models.CharField("kind of thing", max_length=60)
    object_id = models.CharField(max_length=60)
    object_name = models.CharField("thing", max_length=300)
    trust_code = models.CharField("trust", max_length=10, blank=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField("why", blank=True)
    address = models.GenericIPAddressField("from where", null=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_kind", "object_id"], name="audit_by_object"),
            models.Index(fields=["action", "-at"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action} {self.object_name}"
