"""What every form of listening does when it is sent: act and go on, or show it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from improvement_plans.models import EngagementEvent, InvolvementGroup, Plan
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, sent

FORM_PAGE = "improvement_plans/listening_form.html"
WRITERS = (Permission.UPDATE_ACTIONS, Permission.APPROVE_PLANS)
Crumbs = Sequence[tuple[str, str]]
Thing = TypeVar("Thing", Plan, InvolvementGroup, EngagementEvent, User)


def chosen(things: Iterable[Thing], key: str) -> Thing | None:
    """The one with this key, among those that were offered."""
    return next((each for each in things if str(each.pk) == key), None)


def act_or_show(
    request: PersonRequest,
    form: Any,
    act: Callable[[], object],
    page: FormPage,
    *,
    crumbs: Crumbs,
    quiet: str = "",
    keep: bool = True,
) -> HttpResponse:
    """Act on a valid form and go to `page.there`; else show it with what was typed.

    Without `keep` nothing is kept while it is typed: numbers of people may be small.
    """
    if sent(request, form, act, page):
        return redirect(page.there)
    if keep:
        keep_typing(request, (request.path, [form]))
    return show(request, form, page, crumbs=crumbs, quiet=quiet)


def make_or_show(
    request: PersonRequest,
    form: Any,
    make: Callable[[], EngagementEvent | InvolvementGroup | Any],
    page: FormPage,
    *,
    crumbs: Crumbs,
    open_at: str,
) -> HttpResponse:
    """Make a thing by a valid form and open it, by the name of its address; else show the form."""
    made: list[Any] = []
    if sent(request, form, lambda: made.append(make()), page):
        return redirect(open_at, made[0].pk) if made else redirect(page.there)
    keep_typing(request, (request.path, [form]))
    return show(request, form, page, crumbs=crumbs)


def show(
    request: PersonRequest, form: Any, page: FormPage, *, crumbs: Crumbs, quiet: str = ""
) -> HttpResponse:
    """The page with one form, under the way that leads to it."""
    way = [("Listening", reverse("listening")), *crumbs]
    return render(request, FORM_PAGE, {"form": form, "page": page, "quiet": quiet, "crumbs": way})
