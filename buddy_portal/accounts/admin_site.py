"""The admin site: only for those who may use it, and through the portal's own door."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import public, requires
from buddy_portal.design import error_pages

NEVER_ASKED_BY = frozenset({"password", "regex", "iregex"})


class PortalAdminSite(admin.AdminSite):
    """Asks the one table of permissions; signs nobody in by itself."""

    site_header = f"{settings.SERVICE_NAME}: administration"
    site_title = site_header
    index_title = "What can be changed here"

    def has_permission(self, request: HttpRequest) -> bool:
        return access_of(request.user).may_in_programme(Permission.USE_ADMIN)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every view of the site declares its rule, and answers like the portal's own pages."""
        checked = _with_keys_of_rows(super().admin_view(view, cacheable), view)
        return requires(Permission.USE_ADMIN)(checked)

    @public
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The admin's own address for signing in leads to the one door, which counts failures."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(  # type: ignore[override]  # a redirect in the place of a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Passwords are changed on the portal's own page, which ends the other sessions."""
        return redirect("account_change_password")


def _with_keys_of_rows(inner: Callable[..., Any], view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses what Django would break at: keys that are none, and lookups that no page offers."""
    model_admin = getattr(view, "__self__", None)
    if not isinstance(model_admin, admin.ModelAdmin):
        return inner
    model = model_admin.model

    @functools.wraps(inner)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        named = [*args, *(kwargs[name] for name in ("object_id",) if kwargs.get(name))]
        if not all(_may_be_key(model, unquote(each)) for each in named):
            return error_pages.not_found(request)
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if _asks_oddly(request) or not all(_may_be_key(model, each) for each in chosen):
            return error_pages.bad_request(request)
        return inner(request, *args, **kwargs)

    return check


def _may_be_key(model: type[Model], value: str) -> bool:
    try:
        model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return "\x00" not in value


def _asks_oddly(request: HttpRequest) -> bool:
    """Whether a list is asked for by a NUL, by a pattern of somebody's own or by a password.

    Django lets any field of the model be asked for, so that a password could be guessed letter by
    letter, and hands patterns to the database as they are.
    """
    for name, values in request.GET.lists():
        if NEVER_ASKED_BY & set(name.split("__")) or any("\x00" in each for each in values):
            return True
    return False
