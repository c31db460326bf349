"""The list of people, one person, and the roles they are given and lose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from buddy_portal.accounts import directory, presenters
from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.forms.people import AddRoleForm, PeopleFilterForm, ReasonForm
from buddy_portal.accounts.models import User
from buddy_portal.accounts.people_rules import may_end_membership, may_stop_sign_in, roles_to_give
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.rules import requires
from buddy_portal.accounts.selectors import people as selectors
from buddy_portal.accounts.services import memberships
from buddy_portal.accounts.views.posting import filled, went_through
from buddy_portal.design.downloads import table_response
from buddy_portal.design.paging import page_links

PAGE = 50
people_managers = requires(Permission.INVITE_PEOPLE, Permission.INVITE_COLLEAGUES)


def trusts_to_choose(access: Access) -> dict[str, str]:
    """All trusts for the programme, their own for a trust lead."""
    if access.may_in_programme(Permission.INVITE_PEOPLE):
        return directory.trust_names()
    return directory.trust_names(access.trusts_where(Permission.INVITE_COLLEAGUES))


@people_managers
def people(request: PersonRequest) -> HttpResponse:
    """Who has an account, with which roles; and the invitations nobody has answered."""
    access, trusts = access_of(request.user), trusts_to_choose(access_of(request.user))
    form = PeopleFilterForm(request.GET, trusts=trusts)
    wanted = selectors.PeopleFilter(**form.cleaned_data if form.is_valid() else {})
    found = selectors.people_visible_to(access, on=timezone.localdate(), wanted=wanted)
    kind = request.GET.get("download")
    if kind in {"csv", "xlsx"}:
        return table_response(
            name="People",
            columns=presenters.PEOPLE_COLUMNS,
            rows=presenters.people_rows(found, trusts),
            kind=kind,
        )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    invitations = selectors.open_invitations_visible_to(access)
    facts = {
        "form": form,
        "table": presenters.people_table(page, trusts, download_links(request)),
        "pages": page_links(page, request.GET.dict(), noun="people"),
        "invitations": presenters.invitations_table(invitations, trusts, timezone.now()),
    }
    return render(request, "accounts/people.html", facts)


@people_managers
def person_detail(request: PersonRequest, user_id: int) -> HttpResponse:
    access = access_of(request.user)
    person = selectors.person_visible_to(access, user_id, on=timezone.localdate())
    facts = {
        "person": person,
        "seats": presenters.seats_table(
            person.seats,  # type: ignore[attr-defined]  # by people_visible_to
            trusts_to_choose(access),
            may_end=lambda seat: may_end_membership.allows(access, seat),
        ),
        "facts": presenters.person_facts(person),
        "may_stop": may_stop_sign_in.allows(access, person),
    }
    return render(request, "accounts/person.html", facts)


@people_managers
def add_role(request: PersonRequest, user_id: int) -> HttpResponse:
    access = access_of(request.user)
    person = selectors.person_visible_to(access, user_id, on=timezone.localdate())
    form = filled(
        request,
        AddRoleForm,
        roles=roles_to_give(access),
        trusts=trusts_to_choose(access),
        back=back_to(person),
    )

    def act(data: dict[str, Any]) -> None:
        role = Role(data["role"])
        memberships.add_role(by=request.user, user=person, role=role, trust_code=data["trust_code"])
        messages.success(request, f"{person} is now {role.label.lower()}.")

    if went_through(request, form, act):
        return redirect("person_detail", user_id=person.pk)
    return render(request, "accounts/add_role.html", {"form": form, "person": person})


@people_managers
def end_role(request: PersonRequest, membership_id: int) -> HttpResponse:
    """Ask why, then end a role."""
    access = access_of(request.user)
    membership = selectors.membership_visible_to(access, membership_id)
    may_end_membership.require(access, membership)
    person = membership.user
    form = filled(request, ReasonForm, button="End this role", back=back_to(person))

    def act(data: dict[str, Any]) -> None:
        memberships.end_membership(
            by=request.user, membership_id=membership.pk, reason=data["reason"]
        )
        messages.success(request, f"The role of {person} has ended.")

    if went_through(request, form, act):
        return redirect("people")
    names = directory.trust_names([membership.trust_code])
    seat = presenters.seat_words(membership.role, membership.trust_code, names)
    return render(request, "accounts/end_role.html", {"form": form, "person": person, "seat": seat})


@people_managers
def change_sign_in(request: PersonRequest, user_id: int) -> HttpResponse:
    """Ask why, then stop a person from signing in, or let them sign in again."""
    access = access_of(request.user)
    person = selectors.person_visible_to(access, user_id, on=timezone.localdate())
    may_stop_sign_in.require(access, person)
    change = memberships.stop_sign_in if person.is_active else memberships.allow_sign_in
    button = "Stop signing in" if person.is_active else "Allow signing in"
    form = filled(request, ReasonForm, button=button, back=back_to(person))

    def act(data: dict[str, Any]) -> None:
        change(by=request.user, user=person, reason=data["reason"])
        messages.success(request, f"{button}: done for {person}.")

    if went_through(request, form, act):
        return redirect("person_detail", user_id=person.pk)
    facts = {"form": form, "person": person, "button": button}
    return render(request, "accounts/change_sign_in.html", facts)


def back_to(person: User) -> tuple[str, str]:
    return f"Back to {person}", reverse("person_detail", kwargs={"user_id": person.pk})


def download_links(request: HttpRequest) -> list[tuple[str, str]]:
    """Links to the same rows as files; filters are kept."""
    kept = {key: value for key, value in request.GET.dict().items() if key != "page"}
    return [(kind.upper(), f"?{urlencode({**kept, 'download': kind})}") for kind in ("csv", "xlsx")]
