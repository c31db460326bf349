"""Inviting people, and what the invited person opens."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from buddy_portal.accounts import directory, presenters
from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.forms.people import ConfirmForm, InviteForm, NewAccountForm
from buddy_portal.accounts.invitations import account_of, is_open, place_of
from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.people_rules import roles_to_give
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.rules import public
from buddy_portal.accounts.selectors import people as selectors
from buddy_portal.accounts.services import invitations as services
from buddy_portal.accounts.views.people import people_managers, trusts_to_choose
from buddy_portal.accounts.views.posting import filled, went_through

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BACK = ("Back to people", "/people/")


@people_managers
def invite(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    form = filled(
        request,
        InviteForm,
        roles=roles_to_give(access),
        trusts=trusts_to_choose(access),
        back=BACK,
    )

    def act(data: dict[str, Any]) -> None:
        services.invite_person(
            by=request.user,
            email=data["email"],
            name=data["name"],
            role=Role(data["role"]),
            trust_code=data["trust_code"],
        )
        messages.success(request, f"The invitation is on its way to {data['email']}.")

    if went_through(request, form, act):
        return redirect("people")
    return render(request, "accounts/invite.html", {"form": form})


@people_managers
def send_again(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Ask first: a new link is sent and the old one ends."""
    invitation = selectors.invitation_visible_to(access_of(request.user), invitation_id)
    form = filled(request, ConfirmForm, button="Send invitation again", back=BACK)

    def act(_data: dict[str, Any]) -> None:
        services.resend_invitation(by=request.user, invitation_id=invitation.pk)
        messages.success(request, f"A new link is on its way to {invitation.email}.")

    if went_through(request, form, act):
        return redirect("people")
    return render(request, "accounts/send_again.html", _about(invitation, form))


@people_managers
def withdraw(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Ask first: the link that was sent ends."""
    invitation = selectors.invitation_visible_to(access_of(request.user), invitation_id)
    form = filled(request, ConfirmForm, button="Withdraw invitation", back=BACK)

    def act(_data: dict[str, Any]) -> None:
        services.withdraw_invitation(by=request.user, invitation_id=invitation.pk)
        messages.success(request, f"The invitation of {invitation.name} is withdrawn.")

    if went_through(request, form, act):
        return redirect("people")
    return render(request, "accounts/withdraw.html", _about(invitation, form))


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The page behind the link in the mail. The link opens it; accepting uses it up."""
    invitation = selectors.invitation_behind(token, request.GET.get("key", ""))
    facts = {"invitation": invitation, "place": place_of(invitation)}
    if not is_open(invitation):
        return render(request, "accounts/invitation_closed.html", facts, status=410)
    if isinstance(request.user, User):
        return _accept_signed_in(request, request.user, invitation, facts)
    if account_of(invitation) is not None:
        return render(
            request,
            "accounts/invitation_sign_in.html",
            {**facts, "here": request.get_full_path()},
        )
    return _accept_new(request, invitation, facts)


def _accept_signed_in(
    request: HttpRequest, user: User, invitation: Invitation, facts: dict[str, Any]
) -> HttpResponse:
    form = filled(request, ConfirmForm, button="Accept invitation")

    def act(_data: dict[str, Any]) -> None:
        services.accept_invitation(by=user, token=invitation.token)
        messages.success(request, "You have accepted the invitation.")

    if went_through(request, form, act):
        return redirect("home")
    same = user.email == invitation.email
    template = "accounts/invitation_accept.html" if same else "accounts/invitation_other.html"
    return render(request, template, {**facts, "form": form})


def _accept_new(
    request: HttpRequest, invitation: Invitation, facts: dict[str, Any]
) -> HttpResponse:
    form = filled(
        request, NewAccountForm, email=invitation.email, initial={"name": invitation.name}
    )

    def act(data: dict[str, Any]) -> None:
        user = services.accept_invitation(
            by=None, token=invitation.token, name=data["name"], password=data["password1"]
        )
        login(request, user, backend=BACKEND)

    if went_through(request, form, act):
        messages.success(request, "Welcome. Your account is ready.")
        return redirect("home")
    return render(request, "accounts/invitation_new.html", {**facts, "form": form})


def _about(invitation: Invitation, form: ConfirmForm) -> dict[str, Any]:
    names = directory.trust_names([invitation.trust_code])
    seat = presenters.seat_words(invitation.role, invitation.trust_code, names)
    return {"form": form, "invitation": invitation, "seat": seat}
