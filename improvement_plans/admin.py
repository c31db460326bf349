"""Plans in the admin site: to look at, with their history. Changes go through the portal."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from improvement_plans.models import Action, Aim, Plan


class ReadOnly(SimpleHistoryAdmin):
    """Nothing is added, changed or deleted here: the portal's services keep the rules."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    list_display = ("title", "state", "window_from", "window_to", "lead", "sponsor")
    list_filter = ("state", "pair__scheme")
    list_select_related = ("lead", "sponsor")
    search_fields = ("title", "pair__mentee__name", "pair__mentor__name")


@admin.register(Aim)
class AimAdmin(ReadOnly):
    list_display = ("title", "plan", "question", "baseline", "target", "by_date")
    list_select_related = ("plan", "question")
    search_fields = ("title", "plan__title")


@admin.register(Action)
class ActionAdmin(ReadOnly):
    list_display = ("text", "plan", "owner", "due", "state", "claim")
    list_filter = ("state", "claim")
    list_select_related = ("plan", "owner")
    search_fields = ("text", "plan__title")
