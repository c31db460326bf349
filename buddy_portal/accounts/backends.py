"""What administrators may do in Django's admin, said by our table and not by Django's own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission


class AdministratorBackend(BaseBackend):
    """Gives holders of "use the admin site" every model permission; signs nobody in.

    What may not be changed at all is said by each ModelAdmin.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return access_of(user_obj).may_in_programme(Permission.USE_ADMIN)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, app_label)
