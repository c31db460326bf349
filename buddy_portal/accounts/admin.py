"""People in the admin site: to be read, and changed by the portal's own services only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from buddy_portal.accounts.admin_tables import table
from buddy_portal.accounts.models import AuditEvent, Invitation, Membership, User
from buddy_portal.accounts.presenters import changes_of
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.services import invitations, memberships

# Rights come from memberships, never from groups; addresses and factors are changed by the person.
for model in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows everything and changes nothing; what can be done is a list of actions."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WithReason(ActionForm):
    """The bar of actions asks why; each service refuses without."""

    reason = forms.CharField(required=False, max_length=500, label="Reason")


def act_on_each(
    request: HttpRequest, things: Iterable[Model], act: Callable[[Any], object], done: str
) -> None:
    """Call a service for each thing; say what was done and what was refused, and why."""
    count = 0
    for thing in things:
        try:
            act(thing)
        except Refusal as refusal:
            messages.error(request, f"{thing}: {refusal.sentence}")
        else:
            count += 1
    if count:
        messages.success(request, f"{done}: {count}.")


class MembershipInline(admin.StackedInline):
    model = Membership
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "role",
        "trust_code",
        "starts_on",
        "ends_on",
        "ended_at",
        "end_reason",
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("name", "email", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("name", "email")
    fields = ("name", "email", "is_active", "last_login", "date_joined")
    inlines = (MembershipInline,)
    action_form = WithReason
    actions = ("stop", "allow", "forget_second_factor")

    @admin.action(description="Stop signing in")
    def stop(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._each(request, users, memberships.stop_sign_in, "Stopped")

    @admin.action(description="Allow signing in")
    def allow(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._each(request, users, memberships.allow_sign_in, "Allowed")

    @admin.action(description="Forget the second step (lost phone or key)")
    def forget_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._each(request, users, memberships.remove_second_factor, "Forgotten")

    def _each(
        self, request: HttpRequest, users: QuerySet[User], service: Callable[..., None], done: str
    ) -> None:
        reason = request.POST.get("reason", "")
        act_on_each(
            request, users, lambda user: service(by=request.user, user=user, reason=reason), done
        )


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("user", "role", "trust_code", "starts_on", "ends_on", "ended_at")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email", "trust_code")
    action_form = WithReason
    actions = ("end",)

    @admin.action(description="End role")
    def end(self, request: HttpRequest, held: QuerySet[Membership]) -> None:
        reason = request.POST.get("reason", "")
        act_on_each(
            request,
            held,
            lambda one: memberships.end_membership(
                by=request.user,  # type: ignore[arg-type]  # the admin lets nobody else in
                membership_id=one.pk,
                reason=reason,
            ),
            "Ended",
        )


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("name", "email", "role", "trust_code", "invited_at", "accepted_at")
    list_filter = ("role",)
    search_fields = ("name", "email", "trust_code")
    exclude = ("token",)
    actions = ("send_again", "withdraw")

    @admin.action(description="Send again")
    def send_again(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        self._each(request, chosen, invitations.resend_invitation, "Sent again")

    @admin.action(description="Withdraw")
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        self._each(request, chosen, invitations.withdraw_invitation, "Withdrawn")

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Invitation],
        service: Callable[..., object],
        done: str,
    ) -> None:
        act_on_each(
            request, chosen, lambda one: service(by=request.user, invitation_id=one.pk), done
        )


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "action", "object_kind", "object_name", "trust_code")
    list_filter = ("action", "object_kind")
    search_fields = ("actor", "object_name", "trust_code")
    date_hierarchy = "at"
    actions = None
    exclude = ("changes",)
    readonly_fields = ("what_changed",)

    @admin.display(description="What changed")
    def what_changed(self, event: AuditEvent) -> str:
        return table(("Field", "Before", "After"), changes_of(event))
