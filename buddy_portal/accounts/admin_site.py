"""The admin site: only for those who may use it, and through the portal's own door."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import public, requires
from buddy_portal.design import error_pages

OFFERED = ("exact", "isnull", "isempty", "in", "gte", "lt", "year", "month", "day")
"""What the filters of a list ask of their field, and how its days are walked through."""
LAST_YEAR = 9998


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
    """Refuses what Django would break at: keys that are none, and lookups that no list offers."""
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
        if _asks_oddly(request, model_admin) or not all(
            _may_be_key(model, each) for each in chosen
        ):
            return error_pages.bad_request(request)
        return inner(request, *args, **kwargs)

    return check


def _may_be_key(model: type[Model], value: str) -> bool:
    try:
        model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return "\x00" not in value


def _asks_oddly(request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> bool:
    """Whether a list is asked for by a NUL, or by a field that its filters do not offer.

    Django lets every field of the model be asked for, also those that its pages leave out: what is
    hidden (a password, the answers behind a suppressed score, what a mail holds) could be guessed
    letter by letter.
    """
    offered = set(_offered(request, model_admin))
    fields = {field.name for field in model_admin.model._meta.get_fields()} | {"pk"}
    for name, values in request.GET.lists():
        first, *more = name.split("__")
        if any("\x00" in each for each in values):
            return True
        if (more or first in fields) and name not in offered:
            return True
    years = request.GET.getlist(f"{model_admin.date_hierarchy}__year")
    return not all(_is_year(each) for each in years)


def _offered(request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterator[str]:
    """The names that the filters of a list may have in its address."""
    filters = model_admin.get_list_filter(request)
    paths = [str(each[0] if isinstance(each, tuple) else each) for each in filters]
    if model_admin.date_hierarchy:
        paths.append(model_admin.date_hierarchy)
    for path in paths:
        field = get_fields_from_path(model_admin.model, path)[-1]
        key = f"{path}__{field.target_field.name}" if isinstance(field, ForeignKey) else path
        yield path
        yield from (f"{each}__{how}" for each in {path, key} for how in OFFERED)


def _is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < int(value[:5]) <= LAST_YEAR
