"""Puts our admin site in the place of Django's. Imports no models: it is read before they are."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "buddy_portal.accounts.admin_site.PortalAdminSite"
