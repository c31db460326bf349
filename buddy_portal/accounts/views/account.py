"""A person's own page: who they are to the portal, and how they sign in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from buddy_portal.accounts import directory, presenters
from buddy_portal.accounts.forms.people import NameForm
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, signed_in
from buddy_portal.accounts.selectors.people import roles_of
from buddy_portal.accounts.services import memberships
from buddy_portal.accounts.views.posting import filled, went_through


@public
def by_invitation(request: HttpRequest) -> HttpResponse:
    """There is no sign-up; the sign-in page says how people come in."""
    return redirect("account_login")


@signed_in
def your_account(request: PersonRequest) -> HttpResponse:
    seats = roles_of(request.user, on=timezone.localdate())
    names = directory.trust_names({seat.trust_code for seat in seats if seat.trust_code})
    facts = {
        "rows": presenters.account_rows(
            request.user, seats, names, second_factor=is_mfa_enabled(request.user)
        )
    }
    return render(request, "accounts/your_account.html", facts)


@signed_in
def change_name(request: PersonRequest) -> HttpResponse:
    form = filled(
        request,
        NameForm,
        initial={"name": request.user.name},
        back=("Back to your account", "/your-account/"),
    )

    def act(data: dict[str, Any]) -> None:
        memberships.change_own_name(by=request.user, name=data["name"])
        messages.success(request, "Your name is saved.")

    if went_through(request, form, act):
        return redirect("your_account")
    return render(request, "accounts/change_name.html", {"form": form})
