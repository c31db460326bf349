"""The admin site: only for those who may use it, and through the portal's own door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import public, requires


class PortalAdminSite(admin.AdminSite):
    """Asks the one table of permissions; signs nobody in by itself."""

    site_header = f"{settings.SERVICE_NAME}: administration"
    site_title = site_header
    index_title = "What can be changed here"

    def has_permission(self, request: HttpRequest) -> bool:
        return access_of(request.user).may_in_programme(Permission.USE_ADMIN)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every view of the site declares its rule, and answers like the portal's own pages."""
        return requires(Permission.USE_ADMIN)(super().admin_view(view, cacheable))

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
