"""What all pages of this app in the admin site share: they are to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin


class ReadOnly(admin.ModelAdmin):
    """Nothing is added, changed or deleted here: the portal's services keep the rules."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyWithHistory(ReadOnly, SimpleHistoryAdmin):
    """The same, with every version there was."""


class ReadOnlyRows(admin.TabularInline):
    """What belongs to the thing above, to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
